import { describe, expect, it } from "vitest";
import { openTurn } from "./decide-in-turn";
import type { PayoutFacts } from "./decide-payout";

const payee = { accountRef: "BA1", merchantNo: "M1", asset: "CNY", isOpen: true, isPayable: true };
const facts: PayoutFacts = {
  merchantNo: "M1",
  asset: "CNY",
  amountMinor: 40n,
  isStopped: false,
  limitMinor: null,
  dayLimitMinor: null,
  payee,
  channel: { code: "wechat", reserveMinor: 1_000n },
  settlementMinor: 100n,
  sameDayMinor: 0n,
  twinNos: [],
};
const one = (no: string, payeeDigest = no, bankAccount = "reserve") => ({ no, payeeDigest, bankAccount });

describe("payouts that are decided in turn", () => {
  it("share the merchant's money; one that is refused takes nothing", () => {
    const turn = openTurn();
    expect(turn.decide(facts, one("A")).ok).toBe(true);
    expect(turn.decide({ ...facts, amountMinor: 61n }, one("B"))).toMatchObject({
      refusal: { code: "payout_balance_short" },
    });
    expect(turn.decide({ ...facts, amountMinor: 60n }, one("C")).ok).toBe(true);
    expect(turn.decide({ ...facts, amountMinor: 1n }, one("D")).ok).toBe(false);
    expect(
      turn.decide({ ...facts, amountMinor: 1n, merchantNo: "M2", payee: { ...payee, merchantNo: "M2" } }, one("E")).ok,
    ).toBe(true);
  });

  it("share what each reserve bank has", () => {
    const turn = openTurn();
    const scarce = { ...facts, channel: { code: "wechat", reserveMinor: 50n } };
    expect(turn.decide(scarce, one("A")).ok).toBe(true);
    expect(turn.decide(scarce, one("B"))).toMatchObject({ refusal: { code: "payout_reserve_short" } });
    expect(turn.decide(scarce, one("C", "C", "other")).ok).toBe(true);
  });

  it("share the limit of a day, and find their twins, whatever the account is called", () => {
    const turn = openTurn();
    const limited = { ...facts, dayLimitMinor: 60n, settlementMinor: 1_000n };
    expect(turn.decide(limited, one("A", "same"))).toMatchObject({ value: { looks: [] } });
    expect(turn.decide({ ...limited, amountMinor: 21n }, one("B"))).toMatchObject({
      value: { looks: ["OVER_DAY_LIMIT"] },
    });
    const plain = { ...facts, settlementMinor: 1_000n, payee: { ...payee, accountRef: "BA2" } };
    expect(turn.decide(plain, one("C", "same"))).toMatchObject({ value: { looks: ["LOOKS_DOUBLE"] } });
    expect(turn.decide({ ...plain, amountMinor: 41n }, one("D", "same"))).toMatchObject({ value: { looks: [] } });
  });
});
