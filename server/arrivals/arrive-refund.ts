import "server-only";
import type { RefundLine } from "@/contracts/orders";
import { accountingDayOf, settlementDayOf } from "@/core/calendar/settlement-day";
import { sumMinor } from "@/core/money/money";
import { refundAmounts } from "@/core/orders/booking-amounts";
import { decideRefundArrival } from "@/core/orders/decide-arrival";
import type { RefundStatus } from "@/core/orders/order";
import { leftOf, splitRefund, withoutDisputed } from "@/core/refunds/split-refund";
import { accept, invariant, type Result, refuse } from "@/core/result";
import type { ArrivalDesk } from "@/server/arrivals/arrival-desk";
import type { AccountOwner } from "@/server/store/accounts";
import { NOT_ASKED, type OrderRecord, type RefundRecord } from "@/server/store/order-records";
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
    remainingMinor: sumMinor(order.legs.map(withoutDisputed).map(leftOf)),
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
  if (known) {
    forwardRefund(desk, known, order, line);
    return accept({ changed: true });
  }
  invariant(order, `refund ${line.refundNo} is of a known order`);
  const accepted = acceptRefund(desk, order, line, contentHash);
  return accepted.ok ? accept({ changed: true }) : accepted;
}

function acceptRefund(desk: ArrivalDesk, order: OrderRecord, line: RefundLine, contentHash: string): Result<null> {
  const { owner, policy } = merchantOf(desk, order);
  const failed = line.status === "FAILED";
  const legs = order.legs.map(withoutDisputed);
  const parts = failed ? order.legs.map(() => 0n) : splitRefund(line.amountMinor, legs, policy);
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
    ...NOT_ASKED,
  };
  if (!failed) {
    const drafted = draftAcceptance(desk, order, refund, owner, line.createdAt ?? line.succeededAt ?? desk.now);
    if (!drafted.ok) return drafted;
    moveLegs(desk, order, parts);
    if (line.status === "SUCCEEDED") succeed(desk, refund, line, refund.channelId);
  }
  desk.refunds.set(refund.refundNo, refund);
  desk.changedRefunds.add(refund);
  return accept(null);
}

/**
 * Accepts a refund that was asked for at the desk and approved: its legs hold its parts already, so that only its voucher is
 * drafted. Coupons alone are given back with that. Refuses where the merchant's accounts lack the money.
 */
export function acceptAsked(
  desk: ArrivalDesk,
  order: OrderRecord,
  refund: RefundRecord,
  approvalId: bigint,
): Result<null> {
  const drafted = draftAcceptance(desk, order, refund, merchantOf(desk, order).owner, desk.now);
  if (!drafted.ok) return drafted;
  refund.approvalId = approvalId;
  if (refund.channelMinor > 0n) moveTo(desk, refund, "ACCEPTED");
  else forwardRefund(desk, refund, order, { status: "SUCCEEDED", succeededAt: desk.now });
  return accept(null);
}

/** Whether anybody knows what became of a refund that is on its way. */
export function setDoubt(desk: ArrivalDesk, refund: RefundRecord, inDoubt: boolean): void {
  moveTo(desk, refund, inDoubt ? "UNKNOWN" : "ACCEPTED");
}

function moveTo(desk: ArrivalDesk, refund: RefundRecord, status: RefundStatus): void {
  refund.status = status;
  if (!refund.seenStatuses.includes(status)) refund.seenStatuses.push(status);
  desk.changedRefunds.add(refund);
}

function merchantOf(desk: ArrivalDesk, order: OrderRecord) {
  const merchant = desk.merchantsById.get(order.merchantId);
  invariant(merchant, `order ${order.orderNo} has its merchant`);
  return { owner: { merchant }, policy: merchant.policy };
}

type RefundNews = Pick<RefundLine, "status" | "succeededAt" | "channelRefundNo">;

/**
 * Moves a known refund forward: its vouchers are drafted, and a failed one gives its legs back. `throughId`: the channel
 * that gave the money back, or, where it could not go back as it came, the one that transferred it.
 */
export function forwardRefund(
  desk: ArrivalDesk,
  refund: RefundRecord,
  order: OrderRecord | null,
  line: RefundNews,
  throughId: bigint = refund.channelId,
): void {
  moveTo(desk, refund, line.status);
  refund.channelRefundNo ??= line.channelRefundNo ?? null;
  if (line.status === "SUCCEEDED") succeed(desk, refund, line, throughId);
  if (line.status === "FAILED") {
    desk.failedRefundNos.push(refund.refundNo);
    if (order) giveBackLegs(desk, order, refund);
  }
}

function giveBackLegs(desk: ArrivalDesk, order: OrderRecord, refund: RefundRecord): void {
  moveLegs(
    desk,
    order,
    refund.legAmounts.map((part) => -part),
  );
}

function moveLegs(desk: ArrivalDesk, order: OrderRecord, parts: readonly bigint[]): void {
  order.legs.forEach((leg, index) => {
    leg.refundedMinor += parts[index] ?? 0n;
  });
  if (!desk.newOrders.has(order)) desk.changedOrders.add(order);
}

/** Drafts the voucher, or refuses the line: the database would refuse the whole chunk and could not say for which one. */
function draftAcceptance(
  desk: ArrivalDesk,
  order: OrderRecord,
  refund: RefundRecord,
  owner: AccountOwner,
  acceptedAt: Date,
): Result<null> {
  const { asset } = order;
  const pending = { place: "MERCHANT_PENDING", asset, owner } as const;
  const settlement = { place: "MERCHANT_SETTLEMENT", asset, owner } as const;
  const marketing = { place: "MERCHANT_MARKETING", asset, owner } as const;
  const parts = order.legs.map((leg, index) => ({ ...leg, amountMinor: refund.legAmounts[index] ?? 0n }));
  const { amounts, shortMinor } = refundAmounts(parts, {
    pendingMinor: desk.balances.availableOf(pending),
    settlementMinor: desk.balances.availableOf(settlement),
    marketingMinor: desk.balances.availableOf(marketing),
  });
  if (shortMinor > 0n) {
    return refuse(
      "balance_insufficient",
      `refund ${refund.refundNo} of ${refund.amountMinor}: its merchant's accounts lack ${shortMinor}`,
      { refundNo: refund.refundNo, amountMinor: `${refund.amountMinor}`, shortMinor: `${shortMinor}` },
    );
  }
  const { fromPending = 0n, fromSettlement = 0n, fromMarketing = 0n, merchantCoupon = 0n } = amounts;
  desk.balances.move(pending, -fromPending);
  desk.balances.move(settlement, -fromSettlement);
  desk.balances.move(marketing, merchantCoupon - fromMarketing);
  desk.drafts.push({
    event: "refund.accepted",
    key: `refund-accept:${refund.refundNo}`,
    amounts,
    asset,
    owner,
    on: accountingDayOf(acceptedAt),
    occurredAt: acceptedAt,
    objectType: "refund",
    objectNo: refund.refundNo,
  });
  return accept(null);
}

/** What a channel gives back it keeps from what it owes us; a transfer is paid from the bank account. */
function succeed(desk: ArrivalDesk, refund: RefundRecord, line: RefundNews, throughId: bigint): void {
  invariant(line.succeededAt, "a refund that succeeded says when");
  const channel = desk.channelsById.get(throughId);
  const isTransfer = refund.route === "B2C" || refund.route === "BANK";
  refund.succeededAt = line.succeededAt;
  refund.expectedOn = channel
    ? settlementDayOf(line.succeededAt, channel.timezone, channel.cutoff)
    : accountingDayOf(line.succeededAt);
  // A refund of coupons alone gives no cash back, so nothing is in transit.
  if (refund.channelMinor === 0n || !channel) return;
  desk.drafts.push({
    event: isTransfer ? "refund.paid_by_bank" : "refund.succeeded",
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
