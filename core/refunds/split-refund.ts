import { allocateByLargestRemainder, smallerOf, sumMinor } from "@/core/money/money";
import { invariant } from "@/core/result";

export type RefundableLeg = {
  readonly kind: "CHANNEL" | "MARKETING";
  readonly paidMinor: bigint;
  readonly refundedMinor: bigint;
};
export type RefundPolicy = "PROPORTIONAL" | "CASH_LAST";

/** What a leg has left to give back, minor units. */
export function leftOf(leg: RefundableLeg): bigint {
  return leg.paidMinor - leg.refundedMinor;
}

/** A leg without what a dispute holds of it: that is given back by nobody else. */
export function withoutDisputed(leg: RefundableLeg & { readonly disputedMinor: bigint }): RefundableLeg {
  return { kind: leg.kind, paidMinor: leg.paidMinor - leg.disputedMinor, refundedMinor: leg.refundedMinor };
}

/** Fills `wanted` up to what each leg has left; what does not fit goes to the next legs that have room. */
function fitIntoLegs(wanted: readonly bigint[], legs: readonly RefundableLeg[]): bigint[] {
  let overflow = 0n;
  const parts = legs.map((leg, index) => {
    const part = wanted[index] ?? 0n;
    const taken = smallerOf(part, leftOf(leg));
    overflow += part - taken;
    return taken;
  });
  return parts.map((part, index) => {
    const leg = legs[index];
    const room = leg ? leftOf(leg) - part : 0n;
    const extra = smallerOf(overflow, room);
    overflow -= extra;
    return part + extra;
  });
}

/**
 * How a refund of `amountMinor` goes back over the legs of its order: in proportion to what each paid (largest
 * remainder), or marketing first and cash last. The refund that takes everything left ends each leg at exactly zero.
 * The caller has checked that the legs have that much left.
 */
export function splitRefund(amountMinor: bigint, legs: readonly RefundableLeg[], policy: RefundPolicy): bigint[] {
  const left = sumMinor(legs.map(leftOf));
  invariant(amountMinor > 0n && amountMinor <= left, "a refund is positive and within what the legs have left");
  if (amountMinor === left) return legs.map(leftOf);
  if (policy === "PROPORTIONAL") {
    return fitIntoLegs(
      allocateByLargestRemainder(
        amountMinor,
        legs.map((leg) => leg.paidMinor),
      ),
      legs,
    );
  }
  let rest = amountMinor;
  const parts = legs.map(() => 0n);
  for (const kind of ["MARKETING", "CHANNEL"] as const) {
    legs.forEach((leg, index) => {
      if (leg.kind !== kind) return;
      const part = smallerOf(rest, leftOf(leg));
      parts[index] = part;
      rest -= part;
    });
  }
  return parts;
}
