import fc from "fast-check";
import { expect, it } from "vitest";
import { decideLatePayment, type LateFacts } from "./decide-late-payment";
import { PAYOUT_STATUSES } from "./payout";

const FACTS: LateFacts = {
  payoutNo: "PO1",
  outNo: "X1",
  status: "FAILED",
  amountMinor: 100n,
  isPaid: true,
  isSettled: false,
  openNo: null,
  settlementMinor: 100n,
  depositMinor: 0n,
};
const decide = (given: Partial<LateFacts>) => {
  const decided = decideLatePayment({ ...FACTS, ...given });
  return decided.ok ? decided.value : decided.refusal.code;
};

it.each<[Partial<LateFacts>, ReturnType<typeof decide>]>([
  [{}, { choice: "BOOK" }],
  [{ status: "BOUNCED", settlementMinor: 0n }, { choice: "BOOK" }],
  [{ status: "SUCCEEDED" }, { choice: "CHARGE", fromSettlementMinor: 100n, fromDepositMinor: 0n }],
  [
    { status: "RETURNED", settlementMinor: 30n, depositMinor: 70n },
    { choice: "CHARGE", fromSettlementMinor: 30n, fromDepositMinor: 70n },
  ],
  [{ status: "SUCCEEDED", settlementMinor: 30n, depositMinor: 69n }, "late_payment_uncovered"],
  [{ status: "ACCEPTED" }, "late_payment_waits"],
  [{ openNo: "X2" }, "late_payment_waits"],
  [{ isPaid: false }, "late_payment_unknown"],
  [{ isSettled: true, isPaid: false }, "late_payment_settled"],
])("%o: %o", (given, said) => {
  expect(decide(given)).toEqual(said);
});

it("charges the whole amount or nothing, and never what the merchant does not have", () => {
  const minor = fc.bigInt({ min: 0n, max: 300n });
  const facts = fc.record({
    status: fc.constantFrom(...PAYOUT_STATUSES),
    amountMinor: fc.bigInt({ min: 1n, max: 300n }),
    settlementMinor: minor,
    depositMinor: minor,
  });
  fc.assert(
    fc.property(facts, (given) => {
      const plan = decide(given);
      if (typeof plan === "string" || plan.choice === "BOOK") return true;
      const { fromSettlementMinor, fromDepositMinor } = plan;
      return (
        fromSettlementMinor + fromDepositMinor === given.amountMinor &&
        fromSettlementMinor <= given.settlementMinor &&
        fromDepositMinor <= given.depositMinor
      );
    }),
  );
});
