import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildVoucherLines } from "./build-voucher";
import { CATALOGUE, type PostingEvent } from "./catalogue";
import { accountNoOf, CHART } from "./chart";

describe("a voucher's lines", () => {
  it("are those of the catalogue: order 100, paid 95, coupon 5", () => {
    const amounts = { cash: 95_00n, merchantCoupon: 5_00n, couponShortfall: 0n, platformCoupon: 0n, gross: 100_00n };
    expect(buildVoucherLines("order.captured", amounts)).toEqual([
      { side: "DEBIT", place: "CHANNEL_RECEIVABLE", amountMinor: 95_00n },
      { side: "DEBIT", place: "MERCHANT_MARKETING", amountMinor: 5_00n },
      { side: "CREDIT", place: "MERCHANT_PENDING", amountMinor: 100_00n },
    ]);
  });

  it("never come out of balance: a wrong sum is a bug and stops", () => {
    const amounts = { cash: 95_00n, merchantCoupon: 4_99n, couponShortfall: 0n, platformCoupon: 0n, gross: 100_00n };
    expect(() => buildVoucherLines("order.captured", amounts)).toThrow(/does not balance/);
  });

  it("take no negative, no missing and no empty amount", () => {
    expect(() => buildVoucherLines("channel.remitted", { amount: -1n })).toThrow(/negative/);
    expect(() => buildVoucherLines("channel.remitted", {})).toThrow(/needs the amount "amount"/);
    expect(() => buildVoucherLines("channel.remitted", { amount: 0n })).toThrow(/posts nothing/);
  });

  it("balance for every rule with one amount, whatever the amount", () => {
    const simple = (Object.keys(CATALOGUE) as PostingEvent[]).filter((event) => {
      const names = new Set(CATALOGUE[event].lines.map((line) => line.amount));
      return names.size === 1;
    });
    expect(simple.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...simple), fc.bigInt({ min: 1n, max: 10n ** 15n }), (event, amount) => {
        const lines = buildVoucherLines(event, { amount, cash: amount, cost: amount });
        const net = lines.reduce(
          (sum, line) => sum + (line.side === "DEBIT" ? line.amountMinor : -line.amountMinor),
          0n,
        );
        expect(net).toBe(0n);
      }),
    );
  });
});

describe("the chart", () => {
  it("has every subject once, below a parent that exists", () => {
    const codes = CHART.map((subject) => subject.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { parentCode } of CHART) if (parentCode !== null) expect(codes).toContain(parentCode);
  });

  it("numbers accounts by place, owner and asset", () => {
    expect(accountNoOf("MERCHANT_PENDING", "M001", "CNY")).toBe("M001-PENDING");
    expect(accountNoOf("CHANNEL_RECEIVABLE", "wechat", "CNY")).toBe("1122-wechat");
    expect(accountNoOf("CHANNEL_RECEIVABLE", "wechat", "USD")).toBe("1122-wechat-USD");
    expect(accountNoOf("REFUND_IN_TRANSIT", null, "CNY")).toBe("2243");
  });
});
