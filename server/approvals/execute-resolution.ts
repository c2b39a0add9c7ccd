import "server-only";
import { accountingDayOf, settlementDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { mintRefundNo } from "@/server/refunds/mint-refund-no";
import { sendSuspenseRefund } from "@/server/refunds/send-suspense-refund";
import { noteShortfalls } from "@/server/store/coupon-shortfalls";
import { lockOrders, NOT_ASKED, saveRefunds, updateOrders } from "@/server/store/order-records";
import { type PostedVoucher, postVouchers, reverseVouchers } from "@/server/store/post-vouchers";
import { moveSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import type { LoadedResolution } from "@/server/suspense/load-resolution";
import { openClaim } from "@/server/suspense/open-claim";
import { type DbTransaction, hashInput } from "@/server/transact";

/**
 * Does what was approved: posts the voucher, moves the order or makes the refund that goes with it, closes the item.
 * The caller has closed the approval as EXECUTED; the database refuses the voucher otherwise.
 */
export async function executeResolution(
  tx: DbTransaction,
  approvalId: bigint,
  item: SuspenseItemRow,
  loaded: LoadedResolution,
): Promise<PostedVoucher> {
  const { plan } = loaded;
  if (plan.event === null) return executeOffset(tx, approvalId, item, loaded);
  const [voucher] = await postVouchers(tx, [
    {
      event: plan.event,
      key: resolutionKey(item),
      amounts: plan.amounts,
      asset: item.asset,
      owner: loaded.owner,
      on: accountingDayOf(tx.context.now),
      occurredAt: tx.context.now,
      objectType: "suspense",
      objectNo: item.itemNo,
      approvalId,
    },
  ]);
  invariant(voucher && !voucher.existed, `item ${item.itemNo} is resolved once`);
  if (plan.orderBecomes === "PAID") await bookOrder(tx, item, loaded);
  if (plan.orderBecomes === "CLOSED") await closeOrder(tx, loaded);
  if (plan.makesRefund) await makeRefund(tx, item, loaded);
  await openClaim(tx, item, plan.resolution, voucher.voucherId);
  await resolveItem(tx, item, plan.resolution, voucher);
  return voucher;
}

/** An item is resolved once, and once more for each time that it was reopened. */
function resolutionKey({ itemNo, reopenedCount }: SuspenseItemRow): string {
  return reopenedCount === 0 ? `suspense-resolve:${itemNo}` : `suspense-resolve:${itemNo}:${reopenedCount + 1}`;
}

async function executeOffset(
  tx: DbTransaction,
  approvalId: bigint,
  item: SuspenseItemRow,
  { counterpart }: LoadedResolution,
): Promise<PostedVoucher> {
  invariant(counterpart, "an offset has its counterpart");
  // The long one first: its reversal lowers the receivable by what the short one's then gives back.
  const pair = item.direction === "LONG" ? [item, counterpart] : [counterpart, item];
  const vouchers = await reverseVouchers(tx, {
    voucherIds: pair.map((one) => one.openedVoucherId),
    on: accountingDayOf(tx.context.now),
    memo: `offset of ${item.itemNo} and ${counterpart.itemNo}`,
    approvalId,
  });
  const voucherOf = (one: SuspenseItemRow): PostedVoucher => {
    const voucher = vouchers[pair.indexOf(one)];
    invariant(voucher, "each opening was reversed");
    return voucher;
  };
  const proposed = await moveSuspenseItem(tx, counterpart, { to: "PROPOSED" });
  invariant(proposed, `counterpart ${counterpart.itemNo} is open`);
  const proposedCounterpart = { ...counterpart, status: "PROPOSED" as const, version: counterpart.version + 1 };
  await resolveItem(tx, proposedCounterpart, "OFFSET", voucherOf(counterpart));
  await resolveItem(tx, item, "OFFSET", voucherOf(item));
  return voucherOf(item);
}

/** Closes the item; its own trail then names the checker beside the maker. */
async function resolveItem(
  tx: DbTransaction,
  item: Pick<SuspenseItemRow, "id" | "itemNo" | "version" | "status">,
  resolution: string,
  { voucherId, voucherNo }: PostedVoucher,
): Promise<void> {
  const moved = await moveSuspenseItem(tx, item, { to: "RESOLVED", resolution, resolvedVoucherId: voucherId });
  invariant(moved, `item ${item.itemNo} is locked and goes to RESOLVED`);
  const detail = { resolution, voucherNo };
  await appendAudit(tx, { action: "suspense.resolved", objectType: "suspense", objectNo: item.itemNo, detail });
}

/** The order counts as paid from now on; its cash came out of suspense, so it does not touch the receivable again. */
async function bookOrder(tx: DbTransaction, item: SuspenseItemRow, loaded: LoadedResolution): Promise<void> {
  invariant(loaded.orderNo !== null, "a booking names its order");
  const order = (await lockOrders(tx, [loaded.orderNo])).get(loaded.orderNo);
  invariant(order && order.bookedBy === null, `order ${loaded.orderNo} is not booked yet`);
  const channel = loaded.owner.channel;
  const [line] = await tx.query<{ occurred_at: Date; timezone: string; cutoff: string }>(
    `SELECT l.occurred_at, c.timezone, c.cutoff FROM match_results r
     CROSS JOIN LATERAL line_at(r.line_settles_on, r.line_statement_id, r.line_no) AS l
     JOIN channels c ON c.id = r.channel_id
     WHERE r.channel_id = $1 AND r.match_key = $2 ORDER BY l.settles_on LIMIT 1`,
    [channel?.id, item.matchKey],
  );
  const paidAt = line?.occurred_at ?? tx.context.now;
  order.status = "PAID";
  order.paidAt = paidAt;
  order.expectedOn = line ? settlementDayOf(paidAt, line.timezone, line.cutoff) : accountingDayOf(paidAt);
  order.bookedBy = "SUSPENSE";
  order.channelTradeNo ??= item.channelTradeNo;
  await updateOrders(tx, [order]);
  const { asset } = item;
  await noteShortfalls(tx, [{ orderNo: loaded.orderNo, amounts: loaded.plan.amounts, asset, owner: loaded.owner }]);
}

async function closeOrder(tx: DbTransaction, loaded: LoadedResolution): Promise<void> {
  invariant(loaded.orderNo !== null, "a reversed capture names its order");
  const orders = await lockOrders(tx, [loaded.orderNo]);
  for (const order of orders.values()) order.status = "CLOSED";
  await updateOrders(tx, [...orders.values()]);
  await tx.query("UPDATE orders SET capture_reversed_at = $2 WHERE order_no = $1", [loaded.orderNo, tx.context.now]);
}

/** The money waits in refund in transit for its way back to the payer, and is sent where its channel can be asked. */
async function makeRefund(tx: DbTransaction, item: SuspenseItemRow, loaded: LoadedResolution): Promise<void> {
  const refundNo = mintRefundNo(accountingDayOf(tx.context.now));
  await saveRefunds(tx, [
    {
      refundNo,
      orderNo: loaded.orderNo,
      merchantId: loaded.owner.merchant?.id ?? null,
      channelId: item.channelId,
      matchKey: refundNo,
      asset: item.asset,
      amountMinor: item.amountMinor,
      channelMinor: item.amountMinor,
      legAmounts: [item.amountMinor],
      contentHash: hashInput(["suspense", item.itemNo]),
      origin: "SUSPENSE",
      status: "ACCEPTED",
      seenStatuses: ["ACCEPTED"],
      channelRefundNo: null,
      succeededAt: null,
      expectedOn: null,
      ...NOT_ASKED,
      itemNo: item.itemNo,
    },
  ]);
  await sendSuspenseRefund(tx, item, refundNo);
}
