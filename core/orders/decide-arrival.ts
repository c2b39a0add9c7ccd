import { sumMinor } from "@/core/money/money";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type {
  Arrival,
  ArrivingOrder,
  ArrivingRefund,
  KnownOrder,
  KnownRefund,
  OrderStatus,
  RefundStatus,
} from "./order";

export type OrderRefusal = Refusal<
  | "order_legs_do_not_add_up"
  | "order_channel_legs"
  | "order_paid_at_missing"
  | "order_content_differs"
  | "order_status_backwards"
>;
export type RefundRefusal = Refusal<
  | "refund_succeeded_at_missing"
  | "refund_content_differs"
  | "refund_status_backwards"
  | "refund_of_desk"
  | "refund_order_unknown"
  | "refund_order_not_paid"
  | "refund_exceeds_paid"
>;

/** Which statuses may follow which. A final status is followed by nothing. */
const ORDER_FORWARD: Record<OrderStatus, readonly OrderStatus[]> = {
  CREATED: ["UNKNOWN", "PAID", "CLOSED"],
  UNKNOWN: ["PAID", "CLOSED"],
  PAID: [],
  CLOSED: [],
};
const REFUND_FORWARD: Record<RefundStatus, readonly RefundStatus[]> = {
  REQUESTED: [],
  REFUSED: [],
  ACCEPTED: ["UNKNOWN", "SUCCEEDED", "FAILED"],
  UNKNOWN: ["SUCCEEDED", "FAILED"],
  SUCCEEDED: [],
  FAILED: [],
};

/** Checks an order line by itself, then against what is known under its number. `contentHash` leaves the status out. */
export function decideOrderArrival(
  known: KnownOrder | null,
  order: ArrivingOrder,
  contentHash: string,
): Result<Arrival, OrderRefusal> {
  const { orderNo } = order;
  const legsMinor = sumMinor(order.legs.map((leg) => leg.amountMinor));
  if (legsMinor !== order.dueMinor) {
    return refuse(
      "order_legs_do_not_add_up",
      `order ${orderNo}: the legs add up to ${legsMinor}, but ${order.dueMinor} is due`,
      { orderNo, legsMinor: `${legsMinor}`, dueMinor: `${order.dueMinor}` },
    );
  }
  if (order.legs.filter((leg) => leg.kind === "channel").length > 1) {
    return refuse(
      "order_channel_legs",
      `order ${orderNo} is paid through more than one channel; give one channel leg`,
      {
        orderNo,
      },
    );
  }
  if (order.status === "PAID" && !order.paidAt) {
    return refuse("order_paid_at_missing", `order ${orderNo} is PAID without paidAt`, { orderNo });
  }
  if (!known) return accept("NEW");
  if (known.contentHash !== contentHash) {
    return refuse("order_content_differs", `order ${orderNo} is known with other content`, { orderNo });
  }
  // A suspense resolution, or the channel's own word, may have booked the order before its news of the payment arrived.
  if (order.status === "PAID" && known.status === "PAID" && !known.seenStatuses.includes("PAID")) {
    return accept("FORWARD");
  }
  if (order.status === "PAID" && known.bookedBy === "SUSPENSE") return accept("SAME");
  if (known.seenStatuses.includes(order.status)) {
    return order.status === "PAID" && known.paidAt?.getTime() !== order.paidAt?.getTime()
      ? refuse("order_content_differs", `order ${orderNo} is known as paid at another time`, { orderNo })
      : accept("SAME");
  }
  if (ORDER_FORWARD[known.status].includes(order.status)) return accept("FORWARD");
  return refuse(
    "order_status_backwards",
    `order ${orderNo} is ${known.status}; a line with ${order.status} would move it back`,
    { orderNo, from: known.status, to: order.status },
  );
}

/** The same for a refund. `remainingMinor` is what its order has left to refund; null when there is no such order. */
export function decideRefundArrival(
  known: KnownRefund | null,
  refund: ArrivingRefund,
  contentHash: string,
  order: { readonly status: OrderStatus; readonly remainingMinor: bigint } | null,
): Result<Arrival, RefundRefusal> {
  const { refundNo } = refund;
  if (refund.status === "SUCCEEDED" && !refund.succeededAt) {
    return refuse("refund_succeeded_at_missing", `refund ${refundNo} is SUCCEEDED without succeededAt`, { refundNo });
  }
  if (known) {
    if (known.contentHash !== contentHash) {
      return refuse("refund_content_differs", `refund ${refundNo} is known with other content`, { refundNo });
    }
    if (known.origin === "DESK") return decideNewsOfDesk(known, refund);
    if (known.seenStatuses.includes(refund.status)) return accept("SAME");
    if (REFUND_FORWARD[known.status].includes(refund.status)) return accept("FORWARD");
    return refuse(
      "refund_status_backwards",
      `refund ${refundNo} is ${known.status}; a line with ${refund.status} would move it back`,
      { refundNo, from: known.status, to: refund.status },
    );
  }
  if (!order) return refuse("refund_order_unknown", `refund ${refundNo}: its order is not known`, { refundNo });
  if (order.status !== "PAID") {
    return refuse("refund_order_not_paid", `refund ${refundNo}: its order is ${order.status}, not PAID`, { refundNo });
  }
  if (refund.status !== "FAILED" && refund.amountMinor > order.remainingMinor) {
    return refuse(
      "refund_exceeds_paid",
      `refund ${refundNo} of ${refund.amountMinor}: its order has ${order.remainingMinor} left to refund`,
      { refundNo, amountMinor: `${refund.amountMinor}`, remainingMinor: `${order.remainingMinor}` },
    );
  }
  return accept("NEW");
}

/**
 * News of a refund that this desk sends. What became of it is for its channel to say, in answer to the desk; a line that
 * says the same, or is ahead of the answer, changes nothing, and is booked by nobody a second time.
 */
function decideNewsOfDesk(known: KnownRefund, { refundNo, status }: ArrivingRefund): Result<Arrival, RefundRefusal> {
  const isUnderWay = known.status === "ACCEPTED" || known.status === "UNKNOWN";
  if (isUnderWay || known.status === status || known.seenStatuses.includes(status)) return accept("SAME");
  return refuse(
    "refund_of_desk",
    `refund ${refundNo} was asked for at the desk and is ${known.status} there; a line with ${status} contradicts that`,
    { refundNo, from: known.status, to: status },
  );
}
