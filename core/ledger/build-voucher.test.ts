import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildVoucherLines } from "./build-voucher";
import { CATALOGUE, type PostingEvent } from "./catalogue";
import { accountNoOf, CHART, type Side } from "./chart";

describe("a voucher's lines", () => {
  it("are those of the catalogue: order 100, paid 95, coupon 5", () => {
    const amounts = { cash: 95_00n, merchantCoupon: 5_00n, couponShortfall: 0n, platformCoupon: 0n, gross: 100_00n };
    expect(buildVoucherLines("order.captured", amounts)).toEqual([
      { side: "DEBIT", place: "CHANNEL_RECEIVABLE", role: "channel", amountMinor: 95_00n, asset: null },
      { side: "DEBIT", place: "MERCHANT_MARKETING", role: "merchant", amountMinor: 5_00n, asset: null },
      { side: "CREDIT", place: "MERCHANT_PENDING", role: "merchant", amountMinor: 100_00n, asset: null },
    ]);
  });

  it("balance in each asset by itself: a bond against money, and never the one for the other", () => {
    const lines = buildVoucherLines("bond.settled", { quantity: 300n, price: 7n });
    expect(lines).toEqual([
      { side: "DEBIT", place: "SECURITIES", role: "seller", amountMinor: 300n, asset: "bond" },
      { side: "CREDIT", place: "SECURITIES", role: "buyer", amountMinor: 300n, asset: "bond" },
      { side: "DEBIT", place: "SECURITIES_MONEY", role: "buyer", amountMinor: 7n, asset: "cash" },
      { side: "CREDIT", place: "MERCHANT_SETTLEMENT", role: "seller", amountMinor: 7n, asset: "cash" },
    ]);
    const crossed = { subscribed: 5n, confirmed: 3n, returned: 1n, shares: 1n };
    expect(() => buildVoucherLines("fund.subscription_confirmed", crossed)).toThrow(/does not balance in cash/);
  });

  it("are nobody's to build where the rule leaves them open", () => {
    expect(() => buildVoucherLines("adjustment", { amount: 1n })).toThrow(/no lines of its own/);
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

  it("balance for every rule, whatever the amounts, and a cent more on one line is stopped", () => {
    const events = (Object.keys(CATALOGUE) as PostingEvent[]).filter((event) => CATALOGUE[event].kind === "LINES");
    expect(events.length).toBeGreaterThan(40);
    const free = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...events), free, (event, given) => {
        const amounts = balancedAmounts(event, given);
        const lines = buildVoucherLines(event, amounts);
        for (const asset of new Set(lines.map((line) => line.asset))) {
          expect(netOf(lines.filter((line) => line.asset === asset))).toBe(0n);
        }
        for (const [name, amountMinor] of Object.entries(amounts)) {
          const counted = netOf(CATALOGUE[event].lines.filter((one) => one.amount === name).map(once));
          if (counted === 0n) continue;
          expect(() => buildVoucherLines(event, { ...amounts, [name]: amountMinor + 1n })).toThrow(/does not balance/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function netOf(lines: readonly { side: Side; amountMinor: bigint }[]): bigint {
  return lines.reduce((sum, line) => sum + (line.side === "DEBIT" ? line.amountMinor : -line.amountMinor), 0n);
}

function once(line: { side: Side }): { side: Side; amountMinor: bigint } {
  return { side: line.side, amountMinor: 1n };
}

/** Amounts from the given ones; what one side of an asset lacks is added to an amount of that side. */
function balancedAmounts(event: PostingEvent, given: readonly bigint[]): Record<string, bigint> {
  const { lines } = CATALOGUE[event];
  const names = [...new Set(lines.map((line) => line.amount))];
  const amounts: Record<string, bigint> = Object.fromEntries(names.map((name, i) => [name, (given[i] ?? 0n) + 1n]));
  for (const asset of new Set(lines.map((line) => line.asset))) {
    const ofAsset = lines.filter((line) => line.asset === asset);
    const net = netOf(ofAsset.map((line) => ({ side: line.side, amountMinor: amounts[line.amount] ?? 0n })));
    if (net === 0n) continue;
    const light = net > 0n ? -1n : 1n;
    const filler = names.find((name) => netOf(ofAsset.filter((one) => one.amount === name).map(once)) === light);
    if (filler !== undefined) amounts[filler] = (amounts[filler] ?? 0n) + (net > 0n ? net : -net);
  }
  return amounts;
}

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
