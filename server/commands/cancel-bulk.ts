import "server-only";
import type { CancelBulkInput } from "@/contracts/bulk";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** A job that nobody works on ends at once; a worker is told, and looks before its next row. */
const ASK = `
  UPDATE bulk_jobs SET cancel_asked_at = clock_timestamp(),
    status = CASE WHEN worker IS NULL THEN 'CANCELLED' ELSE status END,
    finished_at = CASE WHEN worker IS NULL THEN clock_timestamp() END
  WHERE job_no = $1 AND created_by = $2 AND status IN ('PREPARING', 'READY', 'RUNNING') RETURNING id, status`;

/** Ends a job: rows that were proposed stay proposed, the others are left as they were. */
export const cancelBulk = defineCommand<CancelBulkInput, { jobNo: string; isEnded: boolean }>({
  action: "bulk.cancel",
  permission: "suspense.propose",
  object: ({ jobNo }) => ({ type: "bulk", no: jobNo }),
  toHashed: ({ jobNo }) => ({ jobNo }),
  async effect(tx, { jobNo }) {
    const [asked] = await tx.query<{ id: bigint; status: string }>(ASK, [jobNo, tx.context.actor.userId]);
    if (!asked) {
      return refuse("bulk_not_cancellable", `${jobNo} has ended already, or is not yours.`, { jobNo });
    }
    const isEnded = asked.status === "CANCELLED";
    if (isEnded) {
      await tx.query("UPDATE bulk_rows SET state = 'SKIPPED' WHERE job_id = $1 AND state = 'READY'", [asked.id]);
    }
    await appendAudit(tx, { action: "bulk.cancelled", objectType: "bulk", objectNo: jobNo, detail: {} });
    return accept({ jobNo, isEnded });
  },
});
