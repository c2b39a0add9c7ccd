import { smallerOf } from "@/core/money/money";
import { invariant } from "@/core/result";

/** Whether a merchant gets our fee back on what is refunded. */
export const FEE_RETURN_POLICIES = ["NONE", "PROPORTIONAL"] as const;
export type FeeReturnPolicy = (typeof FEE_RETURN_POLICIES)[number];

export type FeeReturnFacts = {
  readonly policy: FeeReturnPolicy;
  /** What was charged on the order so far, and what of it was returned; minor units. Nothing before clearing. */
  readonly chargedMinor: bigint;
  readonly returnedMinor: bigint;
  readonly paidMinor: bigint;
  /** Refunded of the order with this refund. */
  readonly refundedMinor: bigint;
};

/**
 * The part of the fee that goes back with a refund (`merchant_fee.returned`): in proportion to all that was refunded so
 * far, less what went back before, so that a full refund in whatever steps returns exactly what was charged.
 */
export function feeToReturn({ policy, chargedMinor, returnedMinor, paidMinor, refundedMinor }: FeeReturnFacts): bigint {
  invariant(paidMinor > 0n && refundedMinor <= paidMinor, "a refund is of something paid, and within it");
  if (policy === "NONE") return 0n;
  // Rounded down on the way: the last refund brings the rest.
  const dueMinor = (chargedMinor * smallerOf(refundedMinor, paidMinor)) / paidMinor;
  return dueMinor > returnedMinor ? dueMinor - returnedMinor : 0n;
}
