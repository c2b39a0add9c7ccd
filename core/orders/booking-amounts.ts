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

/** What a merchant's accounts have to give (available balances, minor units); below zero counts as nothing. */
export type RefundSources = {
  readonly pendingMinor: bigint;
  readonly settlementMinor: bigint;
  readonly marketingMinor: bigint;
};

/**
 * The amounts of a refund's acceptance, from its parts per leg: the merchant's pending pays first, its settlement
 * account next, and its marketing account last, into which this refund's own coupon part flows back. That last step
 * matters where a coupon was borne by pending because marketing was empty: the full refund of such an order would
 * otherwise lack exactly the coupon. `short` is what all three lack; nothing may be posted unless it is zero.
 */
export function refundAmounts(
  parts: readonly PaidLeg[],
  sources: RefundSources,
): { readonly amounts: Record<string, bigint>; readonly shortMinor: bigint } {
  const gross = sumMinor(parts.map((part) => part.amountMinor));
  const merchantCoupon = funded(parts, "MERCHANT");
  const fromPending = takeUpTo(gross, sources.pendingMinor);
  const fromSettlement = takeUpTo(gross - fromPending, sources.settlementMinor);
  const rest = gross - fromPending - fromSettlement;
  const fromMarketing = takeUpTo(rest, sources.marketingMinor + merchantCoupon);
  return {
    amounts: {
      fromPending,
      fromSettlement,
      fromMarketing,
      cash: cashOf(parts),
      merchantCoupon,
      platformCoupon: funded(parts, "PLATFORM"),
    },
    shortMinor: rest - fromMarketing,
  };
}

function takeUpTo(wantedMinor: bigint, availableMinor: bigint): bigint {
  if (availableMinor <= 0n) return 0n;
  return wantedMinor < availableMinor ? wantedMinor : availableMinor;
}
