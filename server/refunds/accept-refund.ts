import "server-only";
import type { ManualRefundPayload } from "@/contracts/refunds";
import { accept, invariant, type Result } from "@/core/result";
import { openArrivalDesk } from "@/server/arrivals/arrival-desk";
import { acceptAsked } from "@/server/arrivals/arrive-refund";
import { saveDesk } from "@/server/arrivals/save-desk";
import { prepareAttempt } from "@/server/money-out/attempts";
import { spacedAfterOthers } from "@/server/refunds/spaced-after-others";
import type { RefundRecord } from "@/server/store/order-records";
import type { DbTransaction } from "@/server/transact";

/**
 * Books an approved refund as accepted and prepares its attempt, which the worker sends after the commit. Coupons alone go
 * back at once. Refuses where the merchant's accounts lack the money: the request then waits on.
 */
export async function acceptRefund(
  tx: DbTransaction,
  { orderNo, refundNo, channel }: ManualRefundPayload,
  approvalId: bigint,
): Promise<Result<{ voucherNo: string }>> {
  const desk = await openArrivalDesk(tx, [{ type: "refund", orderNo, refundNo }]);
  const order = desk.orders.get(orderNo);
  const refund = desk.refunds.get(refundNo);
  invariant(order && refund?.status === "REQUESTED", `refund ${refundNo} is locked and waits`);
  const accepted = acceptAsked(desk, order, refund, approvalId);
  if (!accepted.ok) return accepted;
  await saveDesk(tx, desk);
  if (refund.channelMinor > 0n) {
    const sender = channel === null ? undefined : desk.channels.get(channel);
    invariant(sender, `order ${orderNo} was paid through a channel`);
    await prepareRefund(tx, refund, sender.id, approvalId);
  }
  const [voucher] = await tx.query<{ voucherNo: string }>(
    `SELECT voucher_no AS "voucherNo" FROM vouchers WHERE is_key(idempotency_key, $1)`,
    [`refund-accept:${refundNo}`],
  );
  invariant(voucher, `refund ${refundNo} was just posted`);
  return accept({ voucherNo: voucher.voucherNo });
}

/** By the original route under the refund's own number, by which the channel's statement names it; a transfer under another. */
async function prepareRefund(tx: DbTransaction, refund: RefundRecord, channelId: bigint, approvalId: bigint) {
  const isOriginal = refund.route === "ORIGINAL";
  await prepareAttempt(tx, {
    kind: "REFUND",
    objectNo: refund.refundNo,
    operation: isOriginal ? "REFUND" : "TRANSFER",
    channelId,
    amountMinor: refund.channelMinor,
    asset: refund.asset,
    payeeDigest: refund.payeeDigest,
    approvalId,
    ...(isOriginal ? { outNo: refund.refundNo, ...(await spacedAfterOthers(tx, refund)) } : {}),
  });
}
