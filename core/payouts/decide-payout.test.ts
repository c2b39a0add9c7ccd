import { describe, expect, it } from "vitest";
import { decidePayout, type PayoutFacts, pickChannel } from "./decide-payout";

const PAYEE = { accountRef: "BA1", merchantNo: "M1", asset: "CNY", isOpen: true, isPayable: true };
const FACTS: PayoutFacts = {
  merchantNo: "M1",
  asset: "CNY",
  amountMinor: 3_000n,
  isStopped: false,
  limitMinor: null,
  dayLimitMinor: null,
  payee: PAYEE,
  channel: { code: "wechat", reserveMinor: 100_000n },
  settlementMinor: 100_000n,
  sameDayMinor: 0n,
  twinNos: [],
};
const outcome = (given: Partial<PayoutFacts>) => {
  const decided = decidePayout({ ...FACTS, ...given });
  return decided.ok ? decided.value.looks : decided.refusal.code;
};

describe("whether a payout may leave", () => {
  // Each row breaks one thing more than the row below it: the most basic reason is said first.
  const ladder: [string, Partial<PayoutFacts>][] = [
    ["money_out_stopped", { isStopped: true }],
    ["payout_payee_missing", { payee: null }],
    ["payout_payee_foreign", { payee: { ...PAYEE, merchantNo: "M2", asset: "USD", isOpen: false, isPayable: false } }],
    ["payout_asset_differs", { payee: { ...PAYEE, asset: "USD", isOpen: false, isPayable: false } }],
    ["payout_payee_closed", { payee: { ...PAYEE, isOpen: false, isPayable: false } }],
    ["payout_payee_cooling", { payee: { ...PAYEE, isPayable: false } }],
    ["channel_unknown", { channel: null }],
    ["payout_balance_short", { settlementMinor: 2_999n }],
    ["payout_reserve_short", { channel: { code: "wechat", reserveMinor: 2_999n } }],
  ];
  it.each(ladder.map(([code], place) => [code, place] as const))("refuses %s first", (code, place) => {
    const below = ladder.slice(place).reverse();
    expect(outcome(Object.assign({}, ...below.map(([, given]) => given)))).toBe(code);
  });

  it("takes the last cent of the balance and of the reserve", () => {
    expect(outcome({ settlementMinor: 3_000n, channel: { code: "wechat", reserveMinor: 3_000n } })).toEqual([]);
  });

  it.each([
    ["at the limit", { limitMinor: 3_000n, dayLimitMinor: 3_000n }, []],
    ["a cent above the limit", { limitMinor: 2_999n, dayLimitMinor: 9_000n }, ["OVER_LIMIT"]],
    ["at the day's limit", { dayLimitMinor: 9_000n, sameDayMinor: 6_000n }, []],
    ["a cent above the day's limit", { dayLimitMinor: 8_999n, sameDayMinor: 6_000n }, ["OVER_DAY_LIMIT"]],
    ["like another of the day", { twinNos: ["PO1"] }, ["LOOKS_DOUBLE"]],
    [
      "everything at once",
      { limitMinor: 1n, dayLimitMinor: 1n, twinNos: ["PO1"] },
      ["OVER_LIMIT", "OVER_DAY_LIMIT", "LOOKS_DOUBLE"],
    ],
    [
      "another currency than the limit's",
      { asset: "USD", payee: { ...PAYEE, asset: "USD" }, limitMinor: 1_000_000n },
      ["OVER_LIMIT"],
    ],
  ] as const)("asks for a second look: %s", (_, given, looks) => {
    expect(outcome(given)).toEqual(looks);
  });
});

describe("the channel that nobody named", () => {
  it("is the one with most to pay from, of equals the first by code", () => {
    const of = (code: string, reserveMinor: bigint) => ({ code, reserveMinor });
    expect(pickChannel([of("b", 5n), of("a", 5n), of("c", 4n)])?.code).toBe("a");
    expect(pickChannel([of("b", 5n), of("a", 5n), of("c", 6n)])?.code).toBe("c");
    expect(pickChannel([])).toBeNull();
  });
});
