import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";

export type NewBulkJob = {
  readonly kind: "PROPOSE" | "EXPORT";
  readonly source: "SELECTION" | "FILTER" | "SHEET";
  readonly criteria: Json;
  readonly makerId: string;
};

/** A job without rows; the caller adds them in the same transaction and says how many they are. */
export async function insertBulkJob(
  tx: DbTransaction,
  { kind, source, criteria, makerId }: NewBulkJob,
): Promise<{ jobId: bigint; jobNo: string }> {
  const { now, commandId } = tx.context;
  const jobNo = await nextDocumentNo(tx, "bulk", accountingDayOf(now));
  const [job] = await tx.query<{ id: bigint }>(
    `INSERT INTO bulk_jobs (job_no, kind, source, criteria, status, row_count, created_by, created_at, command_id)
     VALUES ($1, $2, $3, $4, 'PREPARING', 0, $5, clock_timestamp(), $6) RETURNING id`,
    [jobNo, kind, source, JSON.stringify(criteria), makerId, commandId],
  );
  invariant(job, "an inserted row is returned");
  return { jobId: job.id, jobNo };
}
