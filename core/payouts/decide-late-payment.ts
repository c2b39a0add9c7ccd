import { smallerOf } from "@/core/money/money";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { LateChoice, PayoutStatus } from "./payout";

/** An attempt that its channel called failed, and what is known of it and of its payout since; amounts in minor units. */
export type LateFacts = {
  readonly payoutNo: string;
  readonly outNo: string;
  readonly status: PayoutStatus;
  readonly amountMinor: bigint;
  /** The channel has said of this failed attempt, in just this amount, that it was paid, and not that it came back. */
  readonly isPaid: boolean;
  /** What was found out has been booked, or charged. */
  readonly isSettled: boolean;
  /** The number of an attempt of the same payout that has not ended; null where there is none. */
  readonly openNo: string | null;
  /** What the merchant has that nothing else waits for: for settlement, and as its deposit. */
  readonly settlementMinor: bigint;
  readonly depositMinor: bigint;
};

/** What is asked of finance; of a charge, how much comes from where. */
export type LatePlan =
  | { readonly choice: Extract<LateChoice, "BOOK"> }
  | {
      readonly choice: Extract<LateChoice, "CHARGE">;
      readonly fromSettlementMinor: bigint;
      readonly fromDepositMinor: bigint;
    };

export type LateRefusal = Refusal<
  "late_payment_unknown" | "late_payment_settled" | "late_payment_waits" | "late_payment_uncovered"
>;

/**
 * What becomes of a payment that came after its failure. While the payout's money is in transit, it is what this attempt has paid.
 * Where the payout was paid or given back otherwise, the money is the merchant's twice: it owes the second, out of what it may be
 * paid (暂扣), then out of its deposit.
 */
export function decideLatePayment(facts: LateFacts): Result<LatePlan, LateRefusal> {
  const { payoutNo, outNo, status, amountMinor, settlementMinor, depositMinor } = facts;
  if (facts.isSettled) {
    return refuse("late_payment_settled", `What ${outNo} has paid is booked already; nothing was done.`, { outNo });
  }
  if (!facts.isPaid) {
    const message = `No channel has said that ${outNo} was paid after it had failed, in its own amount. Nothing was done.`;
    return refuse("late_payment_unknown", message, { outNo });
  }
  if (facts.openNo !== null || status === "ACCEPTED" || status === "IN_DOUBT") {
    const message = `${payoutNo} is still being paid. What ${outNo} has paid is settled once that has ended.`;
    return refuse("late_payment_waits", message, { payoutNo, outNo });
  }
  if (status === "FAILED" || status === "BOUNCED") return accept({ choice: "BOOK" });
  const fromSettlementMinor = smallerOf(amountMinor, settlementMinor);
  const fromDepositMinor = amountMinor - fromSettlementMinor;
  if (fromDepositMinor > depositMinor) {
    const message = `The merchant of ${payoutNo} has less than ${amountMinor} minor units, deposit included. Wait for its settlement, or claim it from the channel out of the bank's suspense.`;
    return refuse("late_payment_uncovered", message, { payoutNo });
  }
  return accept({ choice: "CHARGE", fromSettlementMinor, fromDepositMinor });
}
