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
  /** An export that is written at once, while it is downloaded, has nothing to prepare. */
  readonly isDone?: boolean;
};

/** A job without rows; the caller adds them in the same transaction and says how many they are. */
export async function insertBulkJob(
  tx: DbTransaction,
  { kind, source, criteria, makerId, isDone = false }: NewBulkJob,
): Promise<{ jobId: bigint; jobNo: string }> {
  const { now, commandId } = tx.context;
  const jobNo = await nextDocumentNo(tx, "bulk", accountingDayOf(now));
  const [job] = await tx.query<{ id: bigint }>(
    `INSERT INTO bulk_jobs (job_no, kind, source, criteria, status, row_count, created_by, created_at, finished_at, command_id)
     VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN 'DONE' ELSE 'PREPARING' END, 0, $6, clock_timestamp(),
       CASE WHEN $5 THEN clock_timestamp() END, $7) RETURNING id`,
    [jobNo, kind, source, JSON.stringify(criteria), isDone, makerId, commandId],
  );
  invariant(job, "an inserted row is returned");
  return { jobId: job.id, jobNo };
}
