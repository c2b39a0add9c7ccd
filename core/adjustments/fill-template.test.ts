import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { OUTGOING_EVENTS } from "@/core/ledger/outgoing-events";
import { fillTemplate } from "./fill-template";
import { blanksOf, FREE_EVENT, fundOf, MANUAL_EVENTS } from "./manual-events";

const filling = { asset: "CNY", amounts: {}, roles: {} };

describe("a template of the catalogue", () => {
  it("asks for the accounts and amounts of its rule, each once", () => {
    expect(blanksOf("profit_share.paid")).toEqual({ roles: ["payer", "receiver"], amounts: ["share"] });
    expect(blanksOf("platform_marketing.prefunded")).toEqual({ roles: ["bank"], amounts: ["amount"] });
    expect(blanksOf(FREE_EVENT)).toEqual({ roles: [], amounts: [] });
  });

  it("fills its lines as far as they are known", () => {
    expect(fillTemplate("merchant_fee.charged", { ...filling, amounts: { fee: 500n } })).toEqual([
      { side: "DEBIT", place: "MERCHANT_PENDING", role: "merchant", accountNo: null, amountMinor: 500n },
      { side: "CREDIT", place: "FEE_INCOME", role: null, accountNo: "6001", amountMinor: 500n },
    ]);
    const whole = { asset: "USD", amounts: { amount: 7n }, roles: { bank: "reserve", merchant: "M1" } };
    expect(fillTemplate("deposit.topped_up", whole).map(({ accountNo }) => accountNo)).toEqual([
      "1002-reserve-USD",
      "M1-DEPOSIT-USD",
    ]);
  });

  it("leaves out what is zero, as posting does", () => {
    expect(fillTemplate("fees.swept", { ...filling, amounts: { amount: 0n }, roles: { bank: "reserve" } })).toEqual([]);
  });
});

describe("the events that people may post by hand", () => {
  it("have lines of their own, but for the one whose lines people write", () => {
    const kinds = MANUAL_EVENTS.map((event) => [event, CATALOGUE[event].kind]);
    expect(kinds.filter(([, kind]) => kind !== "LINES")).toEqual([[FREE_EVENT, "AS_APPROVED"]]);
  });

  it("are in money alone, and send it out only where the books are proven first", () => {
    for (const event of MANUAL_EVENTS) expect(CATALOGUE[event].lines.every(({ asset }) => asset === null)).toBe(true);
    const toOwn = MANUAL_EVENTS.filter((event) =>
      CATALOGUE[event].lines.some(({ side, place }) => side === "CREDIT" && place === "RESERVE_BANK"),
    );
    expect(toOwn.every((event) => OUTGOING_EVENTS.some((one) => one === event))).toBe(true);
  });
});

it("a subject that the chart lacks has no money", () => {
  expect([fundOf("2202.01"), fundOf("6001"), fundOf("9999")]).toEqual(["CLIENT", "OWN", null]);
});
