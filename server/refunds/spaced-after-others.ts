import "server-only";
import { earliestSend } from "@/core/refunds/route";
import type { RefundRecord } from "@/server/store/order-records";
import type { DbTransaction } from "@/server/transact";

/**
 * When a refund may be sent, for the spacing that channels want between refunds of one payment; nothing where it is the
 * first. The order is locked, so that two that are approved at once are spaced from each other.
 */
export async function spacedAfterOthers(
  tx: DbTransaction,
  { orderNo, refundNo }: Pick<RefundRecord, "orderNo" | "refundNo">,
): Promise<{ availableAt?: Date }> {
  const [last] = await tx.query<{ sentAt: Date | null; now: Date }>(
    `SELECT max(greatest(t.available_at, t.first_sent_at)) AS "sentAt", now() AS now
     FROM money_attempts t JOIN refunds r ON r.refund_no = t.object_no
     WHERE t.kind = 'REFUND' AND t.operation = 'REFUND' AND r.order_no = $1 AND r.refund_no <> $2`,
    [orderNo, refundNo],
  );
  return last?.sentAt ? { availableAt: earliestSend(last.sentAt, last.now) } : {};
}
