import "server-only";
import { invariant } from "@/core/result";
import type { ArrivalDesk } from "@/server/arrivals/arrival-desk";
import { applyStatus } from "@/server/arrivals/arrive-order";
import { forwardRefund } from "@/server/arrivals/arrive-refund";

/** What a channel says about a payment or refund that we know, and when it happened there. */
export type ChannelWord =
  | { readonly itemKind: "PAYMENT"; readonly no: string; readonly status: "PAID" | "CLOSED"; readonly at: Date }
  | { readonly itemKind: "REFUND"; readonly no: string; readonly status: "SUCCEEDED" | "FAILED"; readonly at: Date };

/**
 * Takes a channel's word over where ours was open: the order or refund moves as if its own news had come, with the same
 * vouchers. That news may still come, and then only confirms it. Decides nothing; the desk is saved later.
 */
export function adoptStatus(desk: ArrivalDesk, word: ChannelWord, channelNo: string | null): void {
  if (word.itemKind === "REFUND") adoptRefund(desk, word, channelNo);
  else adoptPayment(desk, word, channelNo);
}

function adoptPayment(desk: ArrivalDesk, word: ChannelWord & { itemKind: "PAYMENT" }, channelNo: string | null): void {
  const order = desk.orders.get(word.no);
  invariant(order && order.bookedBy === null, `order ${word.no} is known and not booked`);
  const merchant = desk.merchantsById.get(order.merchantId);
  invariant(merchant, `order ${word.no} has its merchant`);
  const channel = desk.channelsById.get(order.channelId) ?? null;
  order.channelTradeNo ??= channelNo;
  // Its own news of the payment names another second, so that it is not counted as seen yet.
  if (word.status === "CLOSED") order.seenStatuses.push(word.status);
  applyStatus(desk, order, { status: word.status, paidAt: word.at }, merchant, channel);
  desk.changedOrders.add(order);
}

function adoptRefund(desk: ArrivalDesk, word: ChannelWord & { itemKind: "REFUND" }, channelNo: string | null): void {
  const refund = desk.refunds.get(word.no);
  invariant(refund, `refund ${word.no} is known`);
  const order = refund.orderNo === null ? null : (desk.orders.get(refund.orderNo) ?? null);
  const succeeded = word.status === "SUCCEEDED" ? { succeededAt: word.at } : {};
  forwardRefund(desk, refund, order, { status: word.status, channelRefundNo: channelNo, ...succeeded });
}
