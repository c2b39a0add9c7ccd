import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { enqueue } from "@/server/outbox/enqueue";
import { lockRefunds, saveRefunds } from "@/server/store/order-records";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { lockSuspenseItem, reopenSuspenseItem } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";

type Resolved = { itemNo: string; makerId: bigint; channelId: bigint; code: string; bankAccount: string };

/** The item whose money such a refund gives back, while its difference is still there: otherwise something else stands for it. */
const RESOLVED = `
  SELECT i.item_no AS "itemNo", a.maker_id AS "makerId", c.id AS "channelId", c.code, c.bank_account AS "bankAccount"
  FROM refunds r JOIN suspense_items i ON i.item_no = r.item_no JOIN channels c ON c.id = i.channel_id
  JOIN vouchers v ON v.id = i.resolved_voucher_id JOIN approvals a ON a.id = v.approval_id
  WHERE r.refund_no = $1 AND r.origin = 'SUSPENSE' AND i.status = 'RESOLVED' AND i.resolution = 'REFUND_TO_PAYER'
    AND NOT resolved_break_is_gone(i)`;

/**
 * Suspense money that its channel refuses to give back for good: it is in suspense again, by a voucher of its own, and its item
 * goes back to whoever had proposed the refund. False where the item has gone on: the money then stays in transit.
 */
export async function returnToSuspense(tx: DbTransaction, refundNo: string, said: string): Promise<boolean> {
  const [resolved] = await tx.query<Resolved>(RESOLVED, [refundNo]);
  if (!resolved) return false;
  const { itemNo, makerId, channelId, code, bankAccount } = resolved;
  const item = await lockSuspenseItem(tx, itemNo, null);
  const refund = (await lockRefunds(tx, [refundNo])).get(refundNo);
  const isOpen = refund?.status === "ACCEPTED" || refund?.status === "UNKNOWN";
  if (item?.status !== "RESOLVED" || !refund || !isOpen) return false;
  const { now } = tx.context;
  const [voucher] = await postVouchers(tx, [
    draftVoucher({
      event: "refund.returned_to_suspense",
      key: `refund-returned:${refundNo}`,
      amounts: { amount: refund.channelMinor },
      asset: refund.asset,
      owner: { channel: { id: channelId, code, bankAccount } },
      on: accountingDayOf(now),
      occurredAt: now,
      objectType: "suspense",
      objectNo: itemNo,
      memo: said,
    }),
  ]);
  invariant(voucher && !voucher.existed, `${refundNo} comes back once`);
  refund.status = "FAILED";
  refund.seenStatuses = [...refund.seenStatuses, "FAILED"];
  await saveRefunds(tx, [refund]);
  invariant(await reopenSuspenseItem(tx, item, makerId), `item ${itemNo} is locked and resolved`);
  const { voucherNo } = voucher;
  const detail = { resolution: "REFUND_TO_PAYER", refundNo, reason: said, voucherNo };
  await appendAudit(tx, { action: "suspense.reopened", objectType: "suspense", objectNo: itemNo, detail });
  await enqueue(tx, "books.prove", { refundNo });
  return true;
}
