/** Orders and refunds as the desk reasons about them. Amounts are minor units of `asset`. */
export type OrderStatus = "CREATED" | "PAID" | "CLOSED" | "UNKNOWN";
/** What the order system may say of a refund; what the desk itself asks for waits for its checker before, or is refused. */
export type ArrivingRefundStatus = "ACCEPTED" | "SUCCEEDED" | "FAILED" | "UNKNOWN";
export type RefundStatus = ArrivingRefundStatus | "REQUESTED" | "REFUSED";
/** Whose a refund is: the order system's, which accepted it; a suspense item's; or asked for at this desk. */
export type RefundOrigin = "ARRIVAL" | "SUSPENSE" | "DESK";

export type ArrivingLeg =
  | { readonly kind: "channel"; readonly channel: string; readonly amountMinor: bigint }
  | {
      readonly kind: "marketing";
      readonly funder: "merchant" | "platform";
      readonly amountMinor: bigint;
      readonly campaign?: string | null | undefined;
    };
export type ArrivingOrder = {
  readonly orderNo: string;
  readonly dueMinor: bigint;
  readonly legs: readonly ArrivingLeg[];
  readonly status: OrderStatus;
  readonly paidAt?: Date | null | undefined;
};
export type ArrivingRefund = {
  readonly refundNo: string;
  readonly amountMinor: bigint;
  readonly status: ArrivingRefundStatus;
  readonly succeededAt?: Date | null | undefined;
};

/** What the books already hold under the same number. */
export type KnownOrder = {
  readonly status: OrderStatus;
  readonly seenStatuses: readonly string[];
  readonly bookedBy: "ARRIVAL" | "SUSPENSE" | null;
  readonly contentHash: string;
  readonly paidAt: Date | null;
};
export type KnownRefund = {
  readonly origin: RefundOrigin;
  readonly status: RefundStatus;
  readonly seenStatuses: readonly string[];
  readonly contentHash: string;
};

/** What an arriving line does: it is new, it changes nothing, or it moves the status forward. */
export type Arrival = "NEW" | "SAME" | "FORWARD";
