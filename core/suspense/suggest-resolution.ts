import type { OffsetSign, OrderSign, PairSign } from "./candidate-signs";
import type { SuspenseItem } from "./item";
import type { OrderFacts } from "./plan-resolution";
import type { Resolution } from "./resolutions";

export const SUGGESTION_REASONS = [
  "OFFSET_SAME_ORDER",
  "OFFSET_SAME_TRADE_NO",
  "OFFSET_ONLY_ONE_OF_MERCHANT",
  "PAIR_SAME_TRADE_NO",
  "PAIR_NUMBERS_CROSSED",
  "PAIR_NUMBER_CONTAINED",
  "ORDER_SAME_TRADE_NO",
  "ORDER_NUMBER_CONTAINED",
  "ORDER_ONLY_ONE_OF_DAY",
  "ORDERS_TOO_MANY",
  "NO_ORDER_FITS",
  "CHANNEL_SAYS_PAID",
  "PAID_MEANWHILE",
  "PAID_AFTER_CLOSING",
  "CHANNEL_TOOK_MORE",
  "PAID_TWICE",
  "LISTED_TWICE",
  "FEE_BELOW_CONTRACT",
  "FEE_ABOVE_CONTRACT",
  "ASSETS_DIFFER",
  "REFUND_NOT_MADE",
  "REFUND_TOO_SMALL",
  "REFUND_NOT_OURS",
  "DISPUTE_LOST",
  "REFUND_CALLED_FAILED",
  "REFUND_STILL_OPEN",
  "REFUND_TOO_LARGE",
  "REFUNDED_TWICE",
  "CHANNEL_KNOWS_PAYMENT",
  "CHANNEL_NEVER_LISTED",
  "CHANNEL_SAYS_FAILED",
  "CAPTURE_WAS_REFUNDED",
  "CHANNEL_TOOK_LESS",
  "MERCHANT_LACKS_MONEY",
] as const;
export type SuggestionReason = (typeof SUGGESTION_REASONS)[number];

/** `resolution` null: what is known does not decide it; the reason says what to find out first. */
export type Suggestion = {
  readonly resolution: Resolution | null;
  readonly reason: SuggestionReason;
  readonly orderNo: string | null;
  readonly counterpartNo: string | null;
};

export type SuggestionFacts = {
  readonly item: Pick<SuspenseItem, "kind" | "itemKind" | "direction" | "amountMinor">;
  /** The order that the item is about, if we have it. */
  readonly order: (Pick<OrderFacts, "orderNo" | "status" | "refundedMinor"> & { readonly hasTradeNo: boolean }) | null;
  /** The state of the refund that the item is about, if we have it. */
  readonly refundStatus: "ACCEPTED" | "SUCCEEDED" | "FAILED" | "UNKNOWN" | null;
  /** The payer has won a dispute about just this amount of the order: the channel has taken it back. */
  readonly isDisputeLost: boolean;
  /** For a surplus line: whether it carries the channel's number of the first one. */
  readonly repeatsTradeNo: boolean;
  /** What the merchant could pay with, minor units; null when no merchant is known. */
  readonly merchant: { readonly settlementMinor: bigint; readonly depositMinor: bigint } | null;
  readonly offsets: readonly { readonly itemNo: string; readonly signs: readonly OffsetSign[] }[];
  /** Items that are one with this one, if numbers say so; their amounts may differ. */
  readonly pairs: readonly { readonly itemNo: string; readonly signs: readonly PairSign[] }[];
  readonly orders: readonly {
    readonly orderNo: string;
    /** Given up by whoever ordered it: without a number that names it, such an order is not what somebody paid. */
    readonly isClosed: boolean;
    readonly signs: readonly OrderSign[];
  }[];
};

/**
 * What a careful colleague would propose, best first, each with its reason. Equal amounts alone never suggest anything:
 * a number, or the only candidate of its kind in the time that counts, has to speak for it as well.
 */
export function suggestResolutions(facts: SuggestionFacts): Suggestion[] {
  const { direction, itemKind } = facts.item;
  const offset = suggestOffset(facts) ?? suggestPair(facts);
  const other =
    itemKind === "PAYMENT"
      ? direction === "LONG"
        ? suggestForLongPayment(facts)
        : suggestForShortPayment(facts)
      : direction === "LONG"
        ? suggestForLongRefund(facts)
        : suggestForShortRefund(facts);
  return offset ? [offset, ...other] : other;
}

function suggest(
  resolution: Resolution | null,
  reason: SuggestionReason,
  with_: Partial<Pick<Suggestion, "orderNo" | "counterpartNo">> = {},
): Suggestion {
  return { resolution, reason, orderNo: null, counterpartNo: null, ...with_ };
}

function suggestOffset({ offsets }: SuggestionFacts): Suggestion | null {
  const bySign = (sign: OffsetSign) => offsets.filter((one) => one.signs.includes(sign));
  const to = (found: { itemNo: string } | undefined, reason: SuggestionReason) =>
    found ? suggest("OFFSET", reason, { counterpartNo: found.itemNo }) : null;
  const nearby = bySign("SAME_MERCHANT").filter((one) => one.signs.includes("NEAR_IN_TIME"));
  return (
    to(only(bySign("SAME_ORDER")), "OFFSET_SAME_ORDER") ??
    to(only(bySign("SAME_TRADE_NO")), "OFFSET_SAME_TRADE_NO") ??
    to(only(nearby), "OFFSET_ONLY_ONE_OF_MERCHANT")
  );
}

/** The other side of a line or of ours under another number; where amounts agree, taking each other back comes first. */
function suggestPair({ item, pairs }: SuggestionFacts): Suggestion | null {
  if (item.kind !== "LONG" && item.kind !== "SHORT") return null;
  const to = (sign: PairSign, reason: SuggestionReason) => {
    const found = only(pairs.filter((one) => one.signs.includes(sign)));
    return found ? suggest("MATCH_BY_HAND", reason, { counterpartNo: found.itemNo }) : null;
  };
  return (
    to("SAME_TRADE_NO", "PAIR_SAME_TRADE_NO") ??
    to("NUMBERS_CROSSED", "PAIR_NUMBERS_CROSSED") ??
    to("NUMBER_CONTAINED", "PAIR_NUMBER_CONTAINED")
  );
}

/** The one element of a list of one: where two fit equally well, neither is suggested. */
function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function suggestForLongPayment(facts: SuggestionFacts): Suggestion[] {
  const { order } = facts;
  switch (facts.item.kind) {
    case "LONG":
    case "SHORT":
      return suggestOrder(facts);
    case "STATUS_MISMATCH":
      // Its own message came after all: the next run of the reconciliation explains the item.
      if (order?.status === "PAID") return [suggest(null, "PAID_MEANWHILE")];
      return order?.status === "CLOSED"
        ? [suggest("REFUND_TO_PAYER", "PAID_AFTER_CLOSING"), suggest("BOOK_TO_ORDER", "CHANNEL_SAYS_PAID")]
        : [suggest("BOOK_TO_ORDER", "CHANNEL_SAYS_PAID")];
    case "AMOUNT_MISMATCH":
      return [suggest("BOOK_TO_ORDER", "CHANNEL_TOOK_MORE"), suggest("REFUND_TO_PAYER", "CHANNEL_TOOK_MORE")];
    case "DUPLICATE":
      return [facts.repeatsTradeNo ? suggest(null, "LISTED_TWICE") : suggest("REFUND_TO_PAYER", "PAID_TWICE")];
    case "FEE_MISMATCH":
      return [suggest("WRITE_OFF_TO_INCOME", "FEE_BELOW_CONTRACT")];
    case "ASSET_MISMATCH":
      return [suggest(null, "ASSETS_DIFFER")];
  }
}

/** The payment's order, if numbers or its being alone on that day name it; otherwise the money goes back. */
function suggestOrder({ orders }: SuggestionFacts): Suggestion[] {
  const bySign = (sign: OrderSign) => orders.filter((one) => one.signs.includes(sign));
  const to = (found: { orderNo: string } | undefined, reason: SuggestionReason) =>
    found ? suggest("BOOK_TO_ORDER", reason, { orderNo: found.orderNo }) : null;
  const sameDay = bySign("SAME_DAY").filter((one) => !one.isClosed);
  const booking =
    to(only(bySign("SAME_TRADE_NO")), "ORDER_SAME_TRADE_NO") ??
    to(only(bySign("NUMBER_CONTAINED")), "ORDER_NUMBER_CONTAINED") ??
    to(only(sameDay), "ORDER_ONLY_ONE_OF_DAY");
  const refund = suggest("REFUND_TO_PAYER", "NO_ORDER_FITS");
  if (booking) return [booking, refund];
  return sameDay.length > 1 ? [suggest(null, "ORDERS_TOO_MANY"), refund] : [refund];
}

function suggestForShortPayment(facts: SuggestionFacts): Suggestion[] {
  const { order } = facts;
  const isRefunded = order !== null && order.refundedMinor > 0n;
  switch (facts.item.kind) {
    case "SHORT":
    case "LONG":
      // A refund of the capture went out: taking the capture back as well would take the money twice.
      if (isRefunded) return [suggest("CLAIM_FROM_CHANNEL", "CAPTURE_WAS_REFUNDED")];
      return order?.hasTradeNo
        ? [suggest("CLAIM_FROM_CHANNEL", "CHANNEL_KNOWS_PAYMENT"), suggest("REVERSE_CAPTURE", "CHANNEL_NEVER_LISTED")]
        : [suggest("REVERSE_CAPTURE", "CHANNEL_NEVER_LISTED")];
    case "STATUS_MISMATCH":
      return isRefunded
        ? [suggestCharge(facts, "CAPTURE_WAS_REFUNDED")]
        : [suggest("REVERSE_CAPTURE", "CHANNEL_SAYS_FAILED")];
    case "AMOUNT_MISMATCH":
      return [suggestCharge(facts, "CHANNEL_TOOK_LESS"), suggest("CLAIM_FROM_CHANNEL", "CHANNEL_TOOK_LESS")];
    case "FEE_MISMATCH":
      return [suggest("CLAIM_FROM_CHANNEL", "FEE_ABOVE_CONTRACT")];
    case "DUPLICATE":
      return [suggest(null, "LISTED_TWICE")];
    case "ASSET_MISMATCH":
      return [suggest(null, "ASSETS_DIFFER")];
  }
}

/** We booked a refund that the channel did not make, or not in full: the payer still waits for the money. */
function suggestForLongRefund({ item }: SuggestionFacts): Suggestion[] {
  switch (item.kind) {
    case "LONG":
    case "SHORT":
    case "STATUS_MISMATCH":
      return [suggest("REFUND_TO_PAYER", "REFUND_NOT_MADE")];
    case "AMOUNT_MISMATCH":
      return [suggest("REFUND_TO_PAYER", "REFUND_TOO_SMALL")];
    case "FEE_MISMATCH":
      return [suggest("WRITE_OFF_TO_INCOME", "FEE_BELOW_CONTRACT")];
    case "DUPLICATE":
      return [suggest(null, "LISTED_TWICE")];
    case "ASSET_MISMATCH":
      return [suggest(null, "ASSETS_DIFFER")];
  }
}

/** The channel gave money back that we did not book: the merchant's, if it is the merchant's doing. */
function suggestForShortRefund(facts: SuggestionFacts): Suggestion[] {
  switch (facts.item.kind) {
    case "SHORT":
    case "LONG":
      return [suggestCharge(facts, facts.isDisputeLost ? "DISPUTE_LOST" : "REFUND_NOT_OURS")];
    case "STATUS_MISMATCH":
      // Only where we called it failed did the merchant get the money back that the payer has, too.
      return facts.refundStatus === "FAILED"
        ? [suggestCharge(facts, "REFUND_CALLED_FAILED")]
        : [suggest(null, "REFUND_STILL_OPEN")];
    case "AMOUNT_MISMATCH":
      return [suggest("CLAIM_FROM_CHANNEL", "REFUND_TOO_LARGE")];
    case "DUPLICATE":
      return [facts.repeatsTradeNo ? suggest(null, "LISTED_TWICE") : suggest("CLAIM_FROM_CHANNEL", "REFUNDED_TWICE")];
    case "FEE_MISMATCH":
      return [suggest("CLAIM_FROM_CHANNEL", "FEE_ABOVE_CONTRACT")];
    case "ASSET_MISMATCH":
      return [suggest(null, "ASSETS_DIFFER")];
  }
}

/** From whichever of the merchant's accounts can bear it; without a merchant only the channel can be asked. */
function suggestCharge({ item, merchant }: SuggestionFacts, reason: SuggestionReason): Suggestion {
  if (!merchant) return suggest("CLAIM_FROM_CHANNEL", reason);
  if (merchant.settlementMinor >= item.amountMinor) return suggest("CHARGE_TO_SETTLEMENT", reason);
  if (merchant.depositMinor >= item.amountMinor) return suggest("CHARGE_TO_DEPOSIT", reason);
  return suggest(null, "MERCHANT_LACKS_MONEY");
}
