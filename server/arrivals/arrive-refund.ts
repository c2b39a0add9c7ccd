import "server-only";
import type { RefundLine } from "@/contracts/orders";
import { accountingDayOf, settlementDayOf } from "@/core/calendar/settlement-day";
import { sumMinor } from "@/core/money/money";
import { refundAmounts } from "@/core/orders/booking-amounts";
import { decideRefundArrival } from "@/core/orders/decide-arrival";
import { splitRefund } from "@/core/refunds/split-refund";
import { accept, invariant, type Result, refuse } from "@/core/result";
import type { ArrivalDesk } from "@/server/arrivals/arrival-desk";
import type { OrderRecord, RefundRecord } from "@/server/store/order-records";
import { hashInput } from "@/server/transact";

/** Takes one refund line in: whether it changed anything, or why it is refused. Decides only; the desk is saved later. */
export function arriveRefund(desk: ArrivalDesk, line: RefundLine): Result<{ changed: boolean }> {
  const order = desk.orders.get(line.orderNo) ?? null;
  const known = desk.refunds.get(line.refundNo) ?? null;
  const contentHash = hashInput([line.orderNo, `${line.amountMinor}`]);
  // A refund that suspense made has no order line of its own; its number is enough to recognise it.
  const hashToCompare = known?.origin === "SUSPENSE" ? known.contentHash : contentHash;
  const facts = order && {
    status: order.status,
    remainingMinor: sumMinor(order.legs.map((leg) => leg.paidMinor - leg.refundedMinor)),
  };
  const decided = decideRefundArrival(known, line, hashToCompare, facts);
  if (!decided.ok) return decided;
  if (decided.value === "SAME") return accept({ changed: false });
  if (known?.origin === "SUSPENSE" && line.status === "FAILED") {
    return refuse(
      "refund_from_suspense_failed",
      `refund ${line.refundNo} gives back suspense money; it stays in transit until it is paid another way`,
    );
  }
  if (known) forwardRefund(desk, known, order, line);
  else if (order) acceptRefund(desk, order, line, contentHash);
  return accept({ changed: true });
}

function acceptRefund(desk: ArrivalDesk, order: OrderRecord, line: RefundLine, contentHash: string): void {
  const merchant = desk.merchantsById.get(order.merchantId);
  invariant(merchant, `order ${order.orderNo} has its merchant`);
  const failed = line.status === "FAILED";
  const parts = failed ? order.legs.map(() => 0n) : splitRefund(line.amountMinor, order.legs, merchant.policy);
  const refund: RefundRecord = {
    refundNo: line.refundNo,
    orderNo: order.orderNo,
    merchantId: order.merchantId,
    channelId: order.channelId,
    matchKey: line.refundNo,
    asset: order.asset,
    amountMinor: line.amountMinor,
    channelMinor: sumMinor(parts.filter((_, index) => order.legs[index]?.kind === "CHANNEL")),
    legAmounts: parts,
    contentHash,
    origin: "ARRIVAL",
    status: line.status,
    seenStatuses: [line.status],
    channelRefundNo: line.channelRefundNo ?? null,
    succeededAt: null,
    expectedOn: null,
  };
  desk.refunds.set(refund.refundNo, refund);
  desk.changedRefunds.add(refund);
  if (failed) return;
  moveLegs(desk, order, parts);
  draftAcceptance(desk, order, refund, line.createdAt ?? line.succeededAt ?? desk.now);
  if (line.status === "SUCCEEDED") succeed(desk, refund, line);
}

function forwardRefund(desk: ArrivalDesk, refund: RefundRecord, order: OrderRecord | null, line: RefundLine): void {
  refund.status = line.status;
  refund.seenStatuses.push(line.status);
  refund.channelRefundNo ??= line.channelRefundNo ?? null;
  desk.changedRefunds.add(refund);
  if (line.status === "SUCCEEDED") succeed(desk, refund, line);
  if (line.status === "FAILED") {
    desk.failedRefundNos.push(refund.refundNo);
    if (order)
      moveLegs(
        desk,
        order,
        refund.legAmounts.map((part) => -part),
      );
  }
}

function moveLegs(desk: ArrivalDesk, order: OrderRecord, parts: readonly bigint[]): void {
  order.legs.forEach((leg, index) => {
    leg.refundedMinor += parts[index] ?? 0n;
  });
  if (!desk.newOrders.has(order)) desk.changedOrders.add(order);
}

function draftAcceptance(desk: ArrivalDesk, order: OrderRecord, refund: RefundRecord, acceptedAt: Date): void {
  const merchant = desk.merchantsById.get(order.merchantId);
  invariant(merchant, `order ${order.orderNo} has its merchant`);
  const owner = { merchant };
  const pending = { place: "MERCHANT_PENDING", asset: order.asset, owner } as const;
  const parts = order.legs.map((leg, index) => ({ ...leg, amountMinor: refund.legAmounts[index] ?? 0n }));
  const amounts = refundAmounts(parts, desk.balances.availableOf(pending));
  const { fromPending = 0n, merchantCoupon = 0n } = amounts;
  desk.balances.move(pending, -fromPending);
  desk.balances.move({ place: "MERCHANT_MARKETING", asset: order.asset, owner }, merchantCoupon);
  desk.drafts.push({
    event: "refund.accepted",
    key: `refund-accept:${refund.refundNo}`,
    amounts,
    asset: order.asset,
    owner,
    on: accountingDayOf(acceptedAt),
    occurredAt: acceptedAt,
    objectType: "refund",
    objectNo: refund.refundNo,
  });
}

function succeed(desk: ArrivalDesk, refund: RefundRecord, line: RefundLine): void {
  invariant(line.succeededAt, "a refund that succeeded says when");
  const channel = desk.channelsById.get(refund.channelId);
  refund.succeededAt = line.succeededAt;
  refund.expectedOn = channel
    ? settlementDayOf(line.succeededAt, channel.timezone, channel.cutoff)
    : accountingDayOf(line.succeededAt);
  // A refund of coupons alone gives no cash back, so nothing is in transit.
  if (refund.channelMinor === 0n || !channel) return;
  desk.drafts.push({
    event: "refund.succeeded",
    key: `refund-succeed:${refund.refundNo}`,
    amounts: { cash: refund.channelMinor },
    asset: refund.asset,
    owner: { channel },
    on: accountingDayOf(line.succeededAt),
    occurredAt: line.succeededAt,
    objectType: "refund",
    objectNo: refund.refundNo,
  });
}
