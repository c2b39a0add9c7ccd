import { smallerOf, sumMinor } from "@/core/money/money";

export type PaidLeg = {
  readonly kind: "CHANNEL" | "MARKETING";
  readonly funder: "MERCHANT" | "PLATFORM" | null;
  readonly amountMinor: bigint;
};

function funded(legs: readonly PaidLeg[], funder: "MERCHANT" | "PLATFORM"): bigint {
  return sumMinor(legs.filter((leg) => leg.funder === funder).map((leg) => leg.amountMinor));
}

function cashOf(legs: readonly PaidLeg[]): bigint {
  return sumMinor(legs.filter((leg) => leg.kind === "CHANNEL").map((leg) => leg.amountMinor));
}

/** As much of `wantedMinor` as an account with this much available can give; an overdrawn one gives nothing. */
function coverable(wantedMinor: bigint, availableMinor: bigint): bigint {
  return availableMinor > 0n ? smallerOf(wantedMinor, availableMinor) : 0n;
}

/**
 * The amounts of a capture (`order.captured`, `suspense.booked_to_order`): what the merchant's marketing account cannot
 * cover is the shortfall, which its pending account bears. `marketingAvailableMinor` is that account's available balance.
 */
export function captureAmounts(legs: readonly PaidLeg[], marketingAvailableMinor: bigint): Record<string, bigint> {
  const coupon = funded(legs, "MERCHANT");
  const merchantCoupon = coverable(coupon, marketingAvailableMinor);
  return {
    cash: cashOf(legs),
    merchantCoupon,
    couponShortfall: coupon - merchantCoupon,
    platformCoupon: funded(legs, "PLATFORM"),
    gross: sumMinor(legs.map((leg) => leg.amountMinor)),
  };
}

/**
 * The amounts of a refund's acceptance, from its parts per leg: the merchant's pending pays first, its settlement
 * account the rest. Where both are short the database refuses the overdraft.
 */
export function refundAmounts(parts: readonly PaidLeg[], pendingAvailableMinor: bigint): Record<string, bigint> {
  const gross = sumMinor(parts.map((part) => part.amountMinor));
  const fromPending = coverable(gross, pendingAvailableMinor);
  return {
    fromPending,
    fromSettlement: gross - fromPending,
    cash: cashOf(parts),
    merchantCoupon: funded(parts, "MERCHANT"),
    platformCoupon: funded(parts, "PLATFORM"),
  };
}
