import "server-only";
import { invariant } from "@/core/result";
import type { UndoneStatus } from "@/server/approvals/act";
import { openArrivalDesk } from "@/server/arrivals/arrival-desk";
import { refuseAsked } from "@/server/arrivals/arrive-refund";
import { saveDesk } from "@/server/arrivals/save-desk";
import { appendAudit } from "@/server/audit/append-audit";
import type { DbTransaction } from "@/server/transact";

/** A request that ended undone: the refund is refused, and its order's legs have again what it held. Nothing was posted. */
export async function giveBackRefund(tx: DbTransaction, refundNo: string, status: UndoneStatus): Promise<void> {
  const [row] = await tx.query<{ orderNo: string }>(`SELECT order_no AS "orderNo" FROM refunds WHERE refund_no = $1`, [
    refundNo,
  ]);
  invariant(row, `refund ${refundNo} does not go away`);
  const desk = await openArrivalDesk(tx, [{ type: "refund", orderNo: row.orderNo, refundNo }]);
  const refund = desk.refunds.get(refundNo);
  const order = desk.orders.get(row.orderNo);
  invariant(refund && order, `refund ${refundNo} and its order are locked`);
  // Found changed past all commands, it may wait no more; what it holds is then for the proof of the books to tell.
  if (refund.status !== "REQUESTED") return;
  refuseAsked(desk, order, refund);
  await saveDesk(tx, desk);
  await appendAudit(tx, { action: "refund.refused", objectType: "refund", objectNo: refundNo, detail: { status } });
}
