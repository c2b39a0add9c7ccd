import "server-only";
import { invariant } from "@/core/result";
import { type ArrivalDesk, openArrivalDesk } from "@/server/arrivals/arrival-desk";
import { forwardRefund, setDoubt } from "@/server/arrivals/arrive-refund";
import { saveDesk } from "@/server/arrivals/save-desk";
import { appendAudit } from "@/server/audit/append-audit";
import type { Attempt } from "@/server/money-out/attempts";
import type { Outgoing } from "@/server/money-out/outgoing";
import { enqueue } from "@/server/outbox/enqueue";
import { instructRefund } from "@/server/refunds/instruct-refund";
import { returnToSuspense } from "@/server/refunds/return-to-suspense";
import type { OrderRecord, RefundRecord } from "@/server/store/order-records";
import type { DbTransaction } from "@/server/transact";

/** What the desk's refunds do with what their channels answer: the same as news of an order system's refunds would. */
export const refundOutgoing: Outgoing = {
  instruct: instructRefund,

  async succeeded(tx, attempt, { channelNo, happenedAt }) {
    const { desk, refund, order } = await openRefund(tx, attempt);
    // An orders file may have been faster with a refund out of suspense; it has booked it then.
    if (refund.status === "SUCCEEDED") return;
    forwardRefund(
      desk,
      refund,
      order,
      { status: "SUCCEEDED", succeededAt: happenedAt, channelRefundNo: channelNo },
      attempt.channelId,
    );
    await end(tx, desk, refund, "refund.succeeded", { channelNo, outNo: attempt.outNo });
  },

  async failed(tx, attempt, { fault, code, message }) {
    const detail = { outNo: attempt.outNo, fault, code, message };
    if (await returnToSuspense(tx, attempt.objectNo, `${code} ${message}`.trim())) {
      return tellRefund(tx, attempt.objectNo, "refund.failed", detail);
    }
    const { desk, refund, order } = await openRefund(tx, attempt);
    // Suspense money belongs to nobody else: where its item has gone on, it stays in transit until it is paid another way.
    if (refund.origin !== "SUSPENSE") forwardRefund(desk, refund, order, { status: "FAILED" });
    else if (refund.status === "UNKNOWN") setDoubt(desk, refund, false);
    await end(tx, desk, refund, "refund.failed", detail);
  },

  async doubted(tx, attempt, inDoubt) {
    const { desk, refund } = await openRefund(tx, attempt);
    const wanted = inDoubt ? "UNKNOWN" : "ACCEPTED";
    const isOpen = refund.status === "ACCEPTED" || refund.status === "UNKNOWN";
    if (!isOpen || refund.status === wanted) return;
    setDoubt(desk, refund, inDoubt);
    await saveDesk(tx, desk);
  },
};

type OpenedRefund = { desk: ArrivalDesk; refund: RefundRecord; order: OrderRecord | null };

/** Locks the order, then the refund, then the balances, as arrivals do. */
async function openRefund(tx: DbTransaction, { objectNo }: Attempt): Promise<OpenedRefund> {
  const [row] = await tx.query<{ orderNo: string | null }>(
    `SELECT order_no AS "orderNo" FROM refunds WHERE refund_no = $1`,
    [objectNo],
  );
  const orderNo = row?.orderNo ?? "";
  const desk = await openArrivalDesk(tx, [{ type: "refund", orderNo, refundNo: objectNo }]);
  const refund = desk.refunds.get(objectNo);
  invariant(refund, `refund ${objectNo} does not go away`);
  return { desk, refund, order: desk.orders.get(orderNo) ?? null };
}

async function end(
  tx: DbTransaction,
  desk: ArrivalDesk,
  { refundNo }: RefundRecord,
  action: "refund.succeeded" | "refund.failed",
  detail: Record<string, string | null>,
): Promise<void> {
  await saveDesk(tx, desk);
  await tellRefund(tx, refundNo, action, detail);
  await enqueue(tx, "books.prove", { refundNo });
}

async function tellRefund(
  tx: DbTransaction,
  objectNo: string,
  action: "refund.succeeded" | "refund.failed",
  detail: Record<string, string | null>,
): Promise<void> {
  await appendAudit(tx, { action, objectType: "refund", objectNo, detail });
}
