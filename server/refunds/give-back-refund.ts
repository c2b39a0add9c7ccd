import "server-only";
import type { ManualRefundPayload } from "@/contracts/refunds";
import { invariant } from "@/core/result";
import type { UndoneStatus } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { releaseLegs } from "@/server/refunds/reserve-legs";
import { lockOrders, lockRefunds, saveRefunds } from "@/server/store/order-records";
import type { DbTransaction } from "@/server/transact";

/** A request that ended undone: the refund is refused, and its order's legs have again what it held. Nothing was posted. */
export async function giveBackRefund(
  tx: DbTransaction,
  { refundNo, orderNo, parts }: ManualRefundPayload,
  status: UndoneStatus,
): Promise<void> {
  await lockOrders(tx, [orderNo]);
  const refund = (await lockRefunds(tx, [refundNo])).get(refundNo);
  invariant(refund, `refund ${refundNo} does not go away`);
  // Moved past all commands, it is no request any more; what it holds is for the proof of the books to tell.
  if (refund.status !== "REQUESTED") return;
  refund.status = "REFUSED";
  refund.seenStatuses.push("REFUSED");
  await releaseLegs(tx, orderNo, parts.map(BigInt));
  await saveRefunds(tx, [refund]);
  await appendAudit(tx, { action: "refund.refused", objectType: "refund", objectNo: refundNo, detail: { status } });
}
