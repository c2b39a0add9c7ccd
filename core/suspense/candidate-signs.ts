import { daysBetween } from "@/core/calendar/settlement-day";

/** Why an order may be the one that a payment belongs to; channel and amount are the same for every candidate. */
export const ORDER_SIGNS = ["SAME_TRADE_NO", "NUMBER_CONTAINED", "SAME_DAY"] as const;
export type OrderSign = (typeof ORDER_SIGNS)[number];
/** Why two items may take each other back; channel, asset and amount are the same for every candidate. */
export const OFFSET_SIGNS = ["SAME_ORDER", "SAME_TRADE_NO", "SAME_MERCHANT", "NEAR_IN_TIME"] as const;
export type OffsetSign = (typeof OFFSET_SIGNS)[number];

/** Why a line and a payment of ours may be one, though their numbers differ; channel, kind and asset are the same. */
export const PAIR_SIGNS = [
  "SAME_TRADE_NO",
  "NUMBER_CONTAINED",
  "NUMBERS_CROSSED",
  "SAME_AMOUNT",
  "NEAR_IN_TIME",
] as const;
export type PairSign = (typeof PAIR_SIGNS)[number];
/** A number has to speak for a pair: an amount, or a day, is what strangers share. */
const PAIRING: readonly PairSign[] = ["SAME_TRADE_NO", "NUMBER_CONTAINED", "NUMBERS_CROSSED"];

/** A number that is part of another one says something only when it is long enough not to be so by chance. */
const LEAST_CONTAINED_LENGTH = 8;
/** A day cut, a weekend: further apart, two items have little to do with each other. */
const NEAR_DAYS = 3;

/** A payment that only the channel has: the number it gives for us, its own, and the day on which it took it. */
export type ForeignPayment = { readonly number: string; readonly tradeNo: string | null; readonly paidOn: string };
export type UnbookedOrder = {
  readonly orderNo: string;
  readonly channelTradeNo: string | null;
  readonly orderedOn: string;
};

/** What speaks for this order besides its amount, strongest first. */
export function orderSigns(payment: ForeignPayment, order: UnbookedOrder): OrderSign[] {
  const has: Record<OrderSign, boolean> = {
    SAME_TRADE_NO: payment.tradeNo !== null && payment.tradeNo === order.channelTradeNo,
    NUMBER_CONTAINED: isContained(payment.number, order.orderNo),
    SAME_DAY: payment.paidOn === order.orderedOn,
  };
  return ORDER_SIGNS.filter((sign) => has[sign]);
}

export type OffsetSide = {
  readonly orderNo: string | null;
  readonly matchKey: string;
  readonly channelTradeNo: string | null;
  readonly merchantNo: string | null;
  readonly openedOn: string;
};

/** What speaks for two items taking each other back besides their amount, strongest first. */
export function offsetSigns(item: OffsetSide, other: OffsetSide): OffsetSign[] {
  const days = daysBetween(item.openedOn, other.openedOn);
  const has: Record<OffsetSign, boolean> = {
    SAME_ORDER:
      item.matchKey === other.matchKey ||
      (item.orderNo !== null && (item.orderNo === other.orderNo || item.orderNo === other.matchKey)) ||
      (other.orderNo !== null && other.orderNo === item.matchKey),
    SAME_TRADE_NO: item.channelTradeNo !== null && item.channelTradeNo === other.channelTradeNo,
    SAME_MERCHANT: item.merchantNo !== null && item.merchantNo === other.merchantNo,
    NEAR_IN_TIME: days <= NEAR_DAYS && days >= -NEAR_DAYS,
  };
  return OFFSET_SIGNS.filter((sign) => has[sign]);
}

export type PairSide = {
  readonly matchKey: string;
  readonly channelTradeNo: string | null;
  readonly amountMinor: bigint;
  readonly openedOn: string;
};

/** What speaks for two one-sided items being one payment or refund, strongest first; nothing where no number does. */
export function pairSigns(item: PairSide, other: PairSide): PairSign[] {
  const days = daysBetween(item.openedOn, other.openedOn);
  const has: Record<PairSign, boolean> = {
    SAME_TRADE_NO: item.channelTradeNo !== null && item.channelTradeNo === other.channelTradeNo,
    NUMBER_CONTAINED: isContained(item.matchKey, other.matchKey),
    // Whoever wrote the file took one number for the other.
    NUMBERS_CROSSED: item.channelTradeNo === other.matchKey || other.channelTradeNo === item.matchKey,
    SAME_AMOUNT: item.amountMinor === other.amountMinor,
    NEAR_IN_TIME: days <= NEAR_DAYS && days >= -NEAR_DAYS,
  };
  return PAIRING.some((sign) => has[sign]) ? PAIR_SIGNS.filter((sign) => has[sign]) : [];
}

/** "ORD20261119001-2" is what some cashiers send when ORD20261119001 is tried again. */
function isContained(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  return short.length >= LEAST_CONTAINED_LENGTH && short !== long && long.includes(short);
}
