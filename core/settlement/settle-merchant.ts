import { smallerOf, sumMinor } from "@/core/money/money";

/** What a settlement day brings of one merchant in one asset, in minor units. */
export type SettlementFacts = {
  /** What the settlement before left carried and held back. */
  readonly carriedBeforeMinor: bigint;
  readonly heldBeforeMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly feeMinor: bigint;
  readonly shareMinor: bigint;
  readonly receivedMinor: bigint;
  readonly adjustmentMinor: bigint;
  /** Taken from the deposit since the settlement before. */
  readonly depositMinor: bigint;
  /** Of what is due now, what belongs to orders in question; and of what was held back, what does no longer. */
  readonly newlyHeldMinor: bigint;
  readonly letGoMinor: bigint;
  /** What the pending account can give now. */
  readonly availableMinor: bigint;
};
/** `openingMinor` + what came − what went = settled + held + carried, always. */
export type SettlementFigures = {
  readonly openingMinor: bigint;
  readonly settledMinor: bigint;
  readonly heldMinor: bigint;
  readonly carriedMinor: bigint;
};

/**
 * Settles a merchant (结算): everything due but what is held back, as far as the pending account has it. What is negative is
 * carried to the next settlement, and so is what the account cannot give yet, such as a refund on its way that is not cleared.
 */
export function settleMerchant(facts: SettlementFacts): SettlementFigures {
  const openingMinor = facts.carriedBeforeMinor + facts.heldBeforeMinor;
  const heldMinor = facts.heldBeforeMinor + facts.newlyHeldMinor - facts.letGoMinor;
  const dueMinor = openingMinor + netOf(facts) + facts.depositMinor - heldMinor;
  const payable = smallerOf(dueMinor, facts.availableMinor);
  const settledMinor = payable > 0n ? payable : 0n;
  return { openingMinor, settledMinor, heldMinor, carriedMinor: dueMinor - settledMinor };
}

/** What the cleared lines of a merchant come to. */
export function netOf(facts: Omit<SettlementFacts, "availableMinor">): bigint {
  const { capturedMinor, refundedMinor, feeMinor, shareMinor, receivedMinor, adjustmentMinor } = facts;
  return sumMinor([capturedMinor, -refundedMinor, -feeMinor, -shareMinor, receivedMinor, adjustmentMinor]);
}
