import type { PostingEvent } from "@/core/ledger/catalogue";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { SuspenseItem } from "./item";
import { type PairFacts, planMatch } from "./plan-match";
import { PLAYBOOK, suits } from "./playbook";
import type { Resolution } from "./resolutions";

/** The order that a resolution touches. `capture` holds the amounts of its capture voucher, null before it has one. */
export type OrderFacts = {
  readonly orderNo: string;
  readonly channelId: bigint;
  readonly asset: string;
  readonly channelMinor: bigint;
  readonly status: "CREATED" | "PAID" | "CLOSED" | "UNKNOWN";
  readonly bookedBy: "ARRIVAL" | "SUSPENSE" | null;
  readonly refundedMinor: bigint;
  /** Amounts that a capture posts now, by the catalogue's names. */
  readonly captureNow: Readonly<Record<string, bigint>>;
  readonly captured: Readonly<Record<string, bigint>> | null;
};
export type ResolutionFacts = {
  readonly item: SuspenseItem;
  readonly order: OrderFacts | null;
  readonly merchantNo: string | null;
  readonly counterpart: SuspenseItem | null;
  /** For a match by hand: the line that lends another key, and whose it becomes; null where the two are no such pair. */
  readonly pair?: PairFacts | null;
};

/** What a resolution will do: the voucher's event and amounts (minor units of the item's asset), and what changes with it. */
export type ResolutionPlan = {
  readonly resolution: Resolution;
  /** Null for an offset and a match by hand, which take the opening vouchers back instead. */
  readonly event: PostingEvent | null;
  readonly amounts: Readonly<Record<string, bigint>>;
  readonly orderBecomes: "PAID" | "CLOSED" | null;
  readonly makesRefund: boolean;
};
export type ResolutionRefusal = Refusal<
  | "resolution_not_allowed"
  | "resolution_needs_order"
  | "resolution_order_differs"
  | "resolution_order_settled"
  | "resolution_order_refunded"
  | "resolution_needs_merchant"
  | "resolution_needs_counterpart"
  | "resolution_counterpart_differs"
  | "resolution_pair_differs"
  | "resolution_not_a_pair"
>;

/** Plans a resolution, or says why it does not fit. Most basic reason first. */
export function planResolution(
  resolution: Resolution,
  facts: ResolutionFacts,
): Result<ResolutionPlan, ResolutionRefusal> {
  const { item } = facts;
  if (!suits(PLAYBOOK[resolution], item)) {
    return refuse(
      "resolution_not_allowed",
      `The playbook does not allow ${resolution} for a ${item.direction} ${item.kind}.`,
      {
        resolution,
      },
    );
  }
  switch (resolution) {
    case "BOOK_TO_ORDER":
      return planBooking(facts);
    case "REVERSE_CAPTURE":
      return planCaptureReversal(facts);
    case "OFFSET":
      return planOffset(facts);
    case "MATCH_BY_HAND":
      return planMatch(facts);
    case "CHARGE_TO_SETTLEMENT":
    case "CHARGE_TO_DEPOSIT":
      return facts.merchantNo === null
        ? refuse("resolution_needs_merchant", "No merchant is known for this item, so nobody can be charged.")
        : planWholeAmount(resolution, item);
    case "REFUND_TO_PAYER":
    case "WRITE_OFF_TO_INCOME":
    case "CLAIM_FROM_CHANNEL":
    case "WRITE_OFF_AS_LOSS":
      return planWholeAmount(resolution, item);
  }
}

/** The item's whole amount by the rule that the playbook names. */
function planWholeAmount(resolution: Resolution, { amountMinor }: SuspenseItem) {
  return accept({
    resolution,
    event: PLAYBOOK[resolution].event,
    amounts: { amount: amountMinor },
    orderBecomes: null,
    makesRefund: resolution === "REFUND_TO_PAYER",
  });
}

/** 补单: the order that was not counted as paid is captured out of suspense; a higher amount goes to its merchant. */
function planBooking({ item, order }: ResolutionFacts): Result<ResolutionPlan, ResolutionRefusal> {
  const resolution = "BOOK_TO_ORDER";
  if (!order) return refuse("resolution_needs_order", "Name the order that this payment belongs to.");
  const { event } = PLAYBOOK[resolution];
  if (item.kind === "AMOUNT_MISMATCH") {
    const surplus = {
      cash: item.amountMinor,
      gross: item.amountMinor,
      merchantCoupon: 0n,
      couponShortfall: 0n,
      platformCoupon: 0n,
    };
    return accept({ resolution, event, amounts: surplus, orderBecomes: null, makesRefund: false });
  }
  if (order.channelId !== item.channelId || order.asset !== item.asset || order.channelMinor !== item.amountMinor) {
    return refuse(
      "resolution_order_differs",
      `Order ${order.orderNo} is over another channel, asset or amount than this payment; book it to the right one.`,
      { orderNo: order.orderNo },
    );
  }
  if (order.status === "PAID" || order.bookedBy !== null) {
    return refuse("resolution_order_settled", `Order ${order.orderNo} has been booked already.`, {
      orderNo: order.orderNo,
    });
  }
  return accept({ resolution, event, amounts: order.captureNow, orderBecomes: "PAID", makesRefund: false });
}

/** The channel never took the payment: the capture is taken back as it was posted, coupons included. */
function planCaptureReversal({ item, order }: ResolutionFacts): Result<ResolutionPlan, ResolutionRefusal> {
  const resolution = "REVERSE_CAPTURE";
  if (!order) return refuse("resolution_needs_order", "This item has no order whose capture could be reversed.");
  if (
    order.status !== "PAID" ||
    order.bookedBy !== "ARRIVAL" ||
    !order.captured ||
    order.channelMinor !== item.amountMinor
  ) {
    return refuse("resolution_order_settled", `Order ${order.orderNo} has no capture of this amount to reverse.`, {
      orderNo: order.orderNo,
    });
  }
  if (order.refundedMinor > 0n) {
    return refuse(
      "resolution_order_refunded",
      `Order ${order.orderNo} has refunds; charge or claim the amount instead.`,
      {
        orderNo: order.orderNo,
      },
    );
  }
  return accept({
    resolution,
    event: PLAYBOOK[resolution].event,
    amounts: order.captured,
    orderBecomes: "CLOSED",
    makesRefund: false,
  });
}

/** 跨日抵消: one long and one short of the same channel and amount take each other back. */
function planOffset({ item, counterpart }: ResolutionFacts): Result<ResolutionPlan, ResolutionRefusal> {
  if (!counterpart) return refuse("resolution_needs_counterpart", "Name the item that this one is offset against.");
  const fits =
    counterpart.direction !== item.direction &&
    counterpart.channelId === item.channelId &&
    counterpart.asset === item.asset &&
    counterpart.amountMinor === item.amountMinor &&
    counterpart.status !== "PROPOSED" &&
    counterpart.status !== "RESOLVED" &&
    counterpart.status !== "AUTO_RESOLVED";
  if (!fits) {
    return refuse(
      "resolution_counterpart_differs",
      `Item ${counterpart.itemNo} cannot offset this one: it must be open, of the other direction, with the same channel, asset and amount.`,
      { itemNo: counterpart.itemNo },
    );
  }
  return accept({
    resolution: "OFFSET",
    event: null,
    amounts: { amount: item.amountMinor },
    orderBecomes: null,
    makesRefund: false,
  });
}
