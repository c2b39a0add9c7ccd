import { divideHalfUp, feeOf, smallerOf, sumMinor } from "@/core/money/money";

/** What a merchant's contract says of one order; bounds and fixed shares in minor units of the order's asset. */
export type ClearingTerms = {
  readonly feeBps: number;
  readonly feeMinMinor: bigint;
  /** Null: no upper bound. */
  readonly feeMaxMinor: bigint | null;
  /** In the order of the contract. */
  readonly shares: readonly ShareTerms[];
};
export type ShareTerms = { readonly bps: number; readonly fixedMinor: bigint };
/** An order's parts: `grossMinor` = fee + Σ shares + what stays with the merchant, none of them below zero. */
export type ClearedOrder = {
  readonly grossMinor: bigint;
  readonly feeMinor: bigint;
  readonly shareMinors: readonly bigint[];
  readonly restMinor: bigint;
};
export type GivenBack = { readonly feeMinor: bigint; readonly shareMinors: readonly bigint[] };

/**
 * Divides a captured order (清分): the fee within its bounds and never more than the order, then the shares one after the
 * other as far as the order still has something. The database clears by the same rule (`clearing_captures`); this is
 * what tests compare it with.
 */
export function clearOrder(grossMinor: bigint, terms: ClearingTerms): ClearedOrder {
  const rated = feeOf(grossMinor, terms.feeBps);
  const atLeast = largerOf(rated, terms.feeMinMinor);
  const atMost = terms.feeMaxMinor === null ? atLeast : smallerOf(atLeast, terms.feeMaxMinor);
  const feeMinor = smallerOf(atMost, grossMinor);
  let restMinor = grossMinor - feeMinor;
  const shareMinors = terms.shares.map(({ bps, fixedMinor }) => {
    const shareMinor = smallerOf(fixedMinor + feeOf(grossMinor, bps), restMinor);
    restMinor -= shareMinor;
    return shareMinor;
  });
  return { grossMinor, feeMinor, shareMinors, restMinor };
}

function largerOf(left: bigint, right: bigint): bigint {
  // Math.max takes no bigint.
  if (left > right) return left;
  return right;
}

/**
 * What a refund gives back of an order of which `beforeMinor` was refunded already: in proportion, rounded on what is
 * refunded altogether, so that the refunds of a whole order give back exactly its shares and, by contract, its fee.
 */
export function giveBack(
  order: ClearedOrder,
  refund: { readonly beforeMinor: bigint; readonly amountMinor: bigint },
  feeReturn: "NONE" | "PROPORTIONAL",
): GivenBack {
  const partOf = (minor: bigint) =>
    divideHalfUp(minor * (refund.beforeMinor + refund.amountMinor), order.grossMinor) -
    divideHalfUp(minor * refund.beforeMinor, order.grossMinor);
  return {
    feeMinor: feeReturn === "PROPORTIONAL" ? partOf(order.feeMinor) : 0n,
    shareMinors: order.shareMinors.map(partOf),
  };
}

/** The sums of one merchant at one channel, minor units; fees and shares are less what was given back. */
export type ClearingSums = {
  readonly grossMinor: bigint;
  readonly refundMinor: bigint;
  readonly feeMinor: bigint;
  readonly shareMinor: bigint;
  readonly receivedMinor: bigint;
  readonly adjustmentMinor: bigint;
};

/** What a merchant has of it all (清算轧差). */
export function netOf(sums: ClearingSums): bigint {
  const { grossMinor, refundMinor, feeMinor, shareMinor, receivedMinor, adjustmentMinor } = sums;
  return sumMinor([grossMinor, -refundMinor, -feeMinor, -shareMinor, receivedMinor, adjustmentMinor]);
}
