import "server-only";
import type { ConfirmBulkInput } from "@/contracts/bulk";
import { accept, type Refusal, refuse } from "@/core/result";
import { MAX_BUNDLE_ROWS } from "@/core/suspense/bulk";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

type Previewed = {
  id: bigint;
  status: string;
  snapshotHash: string | null;
  isExpired: boolean;
  ready: number;
  losses: number;
};

/** Sets a previewed job going: exactly what its token covers. The worker does it, whoever closes the page. */
export const confirmBulk = defineCommand<ConfirmBulkInput, { jobNo: string; rows: number }>({
  action: "bulk.confirm",
  permission: "suspense.propose",
  object: ({ jobNo }) => ({ type: "bulk", no: jobNo }),
  toHashed: ({ jobNo, snapshot, mode }) => ({ jobNo, snapshot, mode }),
  async effect(tx, { jobNo, snapshot, mode }) {
    const [job] = await tx.query<Previewed>(
      `SELECT id, status, snapshot_hash AS "snapshotHash", expires_at <= clock_timestamp() AS "isExpired",
              (SELECT count(*)::int FROM bulk_rows r WHERE r.job_id = j.id AND r.state = 'READY') AS ready,
              (SELECT count(*)::int FROM bulk_rows r WHERE r.job_id = j.id AND r.state = 'READY'
                 AND r.choice ->> 'resolution' = 'WRITE_OFF_AS_LOSS') AS losses
       FROM bulk_jobs j WHERE job_no = $1 AND created_by = $2 FOR UPDATE`,
      [jobNo, tx.context.actor.userId],
    );
    if (!job) return bulkUnknown(jobNo);
    const refusal = refuseConfirming(job, jobNo, snapshot) ?? (mode === "BUNDLE" ? refuseBundling(job, jobNo) : null);
    if (refusal) return refusal;
    await tx.query(
      "UPDATE bulk_jobs SET status = 'RUNNING', mode = $2, confirmed_at = clock_timestamp() WHERE id = $1",
      [job.id, mode],
    );
    const detail = { mode, snapshot, rows: job.ready };
    await appendAudit(tx, { action: "bulk.confirmed", objectType: "bulk", objectNo: jobNo, detail });
    return accept({ jobNo, rows: job.ready });
  },
});

/** Most basic reason first; after it nothing refuses. */
function refuseConfirming(job: Previewed, jobNo: string, snapshot: string): { ok: false; refusal: Refusal } | null {
  if (job.status !== "READY") {
    const params = { jobNo, status: job.status };
    return refuse(
      "bulk_not_ready",
      `${jobNo} is ${job.status}; only a preview can be confirmed. Nothing was done.`,
      params,
    );
  }
  if (job.isExpired) {
    return refuse("bulk_expired", `The preview of ${jobNo} is too old. Prepare it anew; nothing was done.`, { jobNo });
  }
  if (job.snapshotHash !== snapshot) {
    return refuse(
      "bulk_snapshot_differs",
      `This is not the preview of ${jobNo} that you saw. Look again; nothing was done.`,
      {
        jobNo,
      },
    );
  }
  if (job.ready === 0) return refuse("bulk_nothing_ready", "No row of this preview can be proposed.", { jobNo });
  return null;
}

/** What one checker can look through at once, and what has rules of its own, which a sum would hide. */
function refuseBundling({ ready, losses }: Previewed, jobNo: string): { ok: false; refusal: Refusal } | null {
  if (losses > 0) {
    const count = `${losses}`;
    return refuse(
      "bundle_has_losses",
      `${count} rows write off a loss; each loss is proposed by itself. Nothing was done.`,
      {
        jobNo,
        count,
      },
    );
  }
  if (ready <= MAX_BUNDLE_ROWS) return null;
  const limit = `${MAX_BUNDLE_ROWS}`;
  return refuse("bundle_too_large", `A bundle has at most ${limit} rows. Propose them one by one, or fewer.`, {
    limit,
  });
}

export function bulkUnknown(jobNo: string): { ok: false; refusal: Refusal } {
  return refuse("bulk_unknown", `There is no job ${jobNo} of yours.`, { jobNo });
}
