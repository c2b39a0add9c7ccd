import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { moveClaim } from "@/server/store/claims";
import { lockOrders, lockRefunds, saveRefunds, updateOrders } from "@/server/store/order-records";
import { type PostedVoucher, reverseVouchers } from "@/server/store/post-vouchers";
import { reopenSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";
import type { LoadedReopening } from "./load-reopening";

/**
 * Takes a resolution back as it was approved: reverses its voucher, puts the order, the refund or the claim that went
 * with it back, and gives the item to whoever asked. Nothing is deleted.
 */
export async function executeReopening(
  tx: DbTransaction,
  approval: { readonly id: bigint; readonly approvalNo: string; readonly makerId: bigint; readonly reason: string },
  item: SuspenseItemRow,
  loaded: LoadedReopening,
): Promise<PostedVoucher> {
  const { plan, orderNo, refundNo, claim } = loaded;
  const [voucher] = await reverseVouchers(tx, {
    voucherIds: [loaded.voucherId],
    on: accountingDayOf(tx.context.now),
    memo: `${item.itemNo} reopened`,
    approvalId: approval.id,
  });
  invariant(voucher && !voucher.existed, `the resolution of ${item.itemNo} is reversed once`);
  if (orderNo !== null) await putOrderBack(tx, orderNo, plan.orderBecomes);
  if (refundNo !== null) await failRefund(tx, refundNo);
  if (claim !== null) {
    const { voucherId } = voucher;
    const back = { kind: "TAKING_BACK", amountMinor: claim.claimedMinor, becomes: "TAKEN_BACK" } as const;
    const moved = await moveClaim(tx, claim, { ...back, voucherId, approvalId: approval.id });
    invariant(moved, `claim ${claim.claimNo} is locked and open`);
    const detail = { itemNo: item.itemNo, voucherNo: voucher.voucherNo };
    await appendAudit(tx, { action: "claim.taken_back", objectType: "claim", objectNo: claim.claimNo, detail });
  }
  const reopened = await reopenSuspenseItem(tx, item, approval.makerId);
  invariant(reopened, `item ${item.itemNo} is locked and resolved`);
  const detail = { resolution: plan.resolution, reason: approval.reason, voucherNo: voucher.voucherNo };
  await appendAudit(tx, { action: "suspense.reopened", objectType: "suspense", objectNo: item.itemNo, detail });
  return voucher;
}

async function putOrderBack(
  tx: DbTransaction,
  orderNo: string,
  status: LoadedReopening["plan"]["orderBecomes"],
): Promise<void> {
  const order = (await lockOrders(tx, [orderNo])).get(orderNo);
  invariant(order && status !== null, `order ${orderNo} is put back to what it was`);
  order.status = status;
  if (status === "PAID") {
    await updateOrders(tx, [order]);
    await tx.query("UPDATE orders SET capture_reversed_at = NULL WHERE order_no = $1", [orderNo]);
    return;
  }
  // Unbooked: neither paid nor expected in a statement until somebody says so again.
  order.bookedBy = null;
  order.paidAt = null;
  order.expectedOn = null;
  await updateOrders(tx, [order]);
}

/** It never left: the money goes back from refund in transit into suspense with the voucher. */
async function failRefund(tx: DbTransaction, refundNo: string): Promise<void> {
  const refund = (await lockRefunds(tx, [refundNo])).get(refundNo);
  invariant(refund?.status === "ACCEPTED", `refund ${refundNo} has not left`);
  refund.status = "FAILED";
  refund.seenStatuses = [...refund.seenStatuses, "FAILED"];
  await saveRefunds(tx, [refund]);
}
