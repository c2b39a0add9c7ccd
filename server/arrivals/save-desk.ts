import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { ArrivalDesk } from "@/server/arrivals/arrival-desk";
import { noteShortfalls } from "@/server/store/coupon-shortfalls";
import { insertOrders, saveRefunds, updateOrders } from "@/server/store/order-records";
import { postVouchers, reverseVouchers } from "@/server/store/post-vouchers";
import type { DbTransaction } from "@/server/transact";

/** Writes what the desk has decided: orders, refunds, their vouchers, and the way back of refunds that failed. */
export async function saveDesk(tx: DbTransaction, desk: ArrivalDesk): Promise<void> {
  await insertOrders(tx, [...desk.newOrders]);
  await updateOrders(
    tx,
    [...desk.changedOrders].filter((order) => !desk.newOrders.has(order)),
  );
  await saveRefunds(tx, [...desk.changedRefunds]);
  await postVouchers(tx, desk.drafts);
  const captures = desk.drafts.filter(({ event }) => event === "order.captured");
  await noteShortfalls(
    tx,
    captures.map((draft) => ({ ...draft, orderNo: draft.objectNo })),
  );
  const acceptances = await tx.query<{ id: bigint }>(
    "SELECT v.id FROM unnest($1::text[]) AS asked (key) JOIN vouchers v ON is_key(v.idempotency_key, asked.key) ORDER BY v.id",
    [desk.failedRefundNos.map((refundNo) => `refund-accept:${refundNo}`)],
  );
  await reverseVouchers(tx, {
    voucherIds: acceptances.map((voucher) => voucher.id),
    on: accountingDayOf(tx.context.now),
    memo: "refund failed",
  });
}
