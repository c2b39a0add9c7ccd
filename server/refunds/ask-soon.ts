import "server-only";
import type { DbTransaction } from "@/server/transact";

/** Has the channels asked at once about these refunds of the desk's: somebody else has heard of them first. */
export async function askSoon(tx: DbTransaction, refundNos: readonly string[]): Promise<void> {
  if (refundNos.length === 0) return;
  await tx.query(
    `UPDATE money_attempts SET next_inquiry_at = now(), version = version + 1
     WHERE kind = 'REFUND' AND object_no = ANY ($1) AND status IN ('PROCESSING', 'IN_DOUBT')`,
    [refundNos],
  );
}
