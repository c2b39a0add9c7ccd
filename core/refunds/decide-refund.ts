import { sumMinor } from "@/core/money/money";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { listRoutes, type RefundRoute, type RouteFacts, type RouteReason } from "./route";
import { leftOf, type RefundableLeg, type RefundPolicy, splitRefund, withoutDisputed } from "./split-refund";

/** Channels take no more refunds of one payment than these. */
export const MAX_PARTIAL_REFUNDS = 50;

/** What is paid and what is left of an order, as a refund is decided on it. Amounts are minor units of `asset`. */
export type RefundFacts = Omit<RouteFacts, "paidAt"> & {
  readonly orderNo: string;
  readonly status: string;
  readonly asset: string;
  readonly paidAt: Date | null;
  readonly policy: RefundPolicy;
  readonly legs: readonly (RefundableLeg & { readonly disputedMinor: bigint })[];
  /** Refunds of this payment that the channel has or will have; those that never reached it are not counted. */
  readonly partials: number;
  /** An open difference about the payment itself: the channel may not have it, or may have taken it back. */
  readonly underReview: string | null;
};
export type RefundWish = {
  readonly amountMinor: bigint;
  readonly asset: string;
  /** Null: the one that is open. */
  readonly route: RefundRoute | null;
  readonly hasPayee: boolean;
};
/** `parts` by leg, in the order of the legs; `channelMinor` is what of them goes back as money. */
export type RefundPlan = {
  readonly parts: readonly bigint[];
  readonly channelMinor: bigint;
  readonly route: RefundRoute;
  readonly routes: readonly RefundRoute[];
  readonly reason: RouteReason;
};
export type AskedRefundRefusal = Refusal<
  | "refund_order_not_paid"
  | "refund_payment_under_review"
  | "refund_asset_differs"
  | "refund_payment_disputed"
  | "refund_exceeds_paid"
  | "refund_partials_used"
  | "refund_original_route_open"
  | "refund_route_closed"
  | "refund_payee_missing"
>;

/** Whether a refund can be asked for, how it goes back over the legs, and by which route. Most basic reason first. */
export function decideRefund(facts: RefundFacts, wish: RefundWish, now: Date): Result<RefundPlan, AskedRefundRefusal> {
  const { orderNo, status, paidAt, underReview, asset } = facts;
  if (status !== "PAID" || paidAt === null) {
    return refuse("refund_order_not_paid", `Order ${orderNo} is ${status}, not PAID: there is nothing to give back.`, {
      orderNo,
      status,
    });
  }
  if (underReview !== null) {
    const message = `The payment of ${orderNo} is under review (${underReview}); until that is resolved nothing goes back.`;
    return refuse("refund_payment_under_review", message, { orderNo, itemNo: underReview });
  }
  if (wish.asset !== asset) {
    return refuse("refund_asset_differs", `Order ${orderNo} was paid in ${asset}, not in ${wish.asset}.`, {
      orderNo,
      asset,
    });
  }
  const legs = facts.legs.map(withoutDisputed);
  const left = refuseBeyondLeft(facts, wish.amountMinor);
  if (left) return left;
  const parts = splitRefund(wish.amountMinor, legs, facts.policy);
  const channelMinor = sumMinor(parts.filter((_, index) => legs[index]?.kind === "CHANNEL"));
  const { routes, reason } = listRoutes({ ...facts, paidAt }, now);
  // Coupons go back to who funded them whatever the channel says: no route is needed for what is no money.
  if (channelMinor === 0n) return accept({ parts, channelMinor, route: "ORIGINAL", routes: ["ORIGINAL"], reason });
  const chosen = chooseRoute(facts, wish, routes);
  return chosen.ok ? accept({ parts, channelMinor, route: chosen.value, routes, reason }) : chosen;
}

function refuseBeyondLeft({ orderNo, legs }: RefundFacts, amountMinor: bigint) {
  const disputedMinor = sumMinor(legs.map((leg) => leg.disputedMinor));
  const leftMinor = sumMinor(legs.map(withoutDisputed).map(leftOf));
  if (amountMinor <= leftMinor) return null;
  const params = { orderNo, remainingMinor: `${leftMinor}`, amountMinor: `${amountMinor}` };
  if (amountMinor > leftMinor + disputedMinor) {
    return refuse(
      "refund_exceeds_paid",
      `Order ${orderNo} has ${leftMinor} left to refund, not ${amountMinor}.`,
      params,
    );
  }
  const message = `Order ${orderNo} has ${leftMinor} left to refund: a dispute holds ${disputedMinor} of what was paid.`;
  return refuse("refund_payment_disputed", message, { ...params, disputedMinor: `${disputedMinor}` });
}

function chooseRoute(
  { orderNo, partials }: RefundFacts,
  wish: RefundWish,
  routes: readonly RefundRoute[],
): Result<RefundRoute, AskedRefundRefusal> {
  const route = wish.route ?? routes[0] ?? "ORIGINAL";
  if (!routes.includes(route)) {
    return route === "ORIGINAL"
      ? refuse("refund_route_closed", `The channel takes no refund of ${orderNo} any more; name another account.`, {
          orderNo,
        })
      : refuse("refund_original_route_open", `Money goes back as it came: ${orderNo} can still be refunded so.`, {
          orderNo,
        });
  }
  if (route === "ORIGINAL" && partials >= MAX_PARTIAL_REFUNDS) {
    const message = `${orderNo} has ${partials} refunds by the original route; a channel takes no more than ${MAX_PARTIAL_REFUNDS}.`;
    return refuse("refund_partials_used", message, { orderNo, most: `${MAX_PARTIAL_REFUNDS}` });
  }
  if (route !== "ORIGINAL" && !wish.hasPayee) {
    const message = `The original route of ${orderNo} is closed: say to which account the money goes.`;
    return refuse("refund_payee_missing", message, { orderNo });
  }
  return accept(route);
}
