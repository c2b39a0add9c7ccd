import "server-only";
import { randomUUID } from "node:crypto";
import { reader } from "@/server/transact";
import { type BulkJob, BulkStopped, LEASE_SECONDS } from "./bulk-job";

const CLAIM = `
  WITH next AS (
    SELECT id FROM bulk_jobs
    WHERE status IN ('PREPARING', 'RUNNING') AND (worker IS NULL OR lease_until < clock_timestamp())
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE bulk_jobs j SET worker = $1, lease_until = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
  FROM next WHERE j.id = next.id
  RETURNING j.id, j.job_no AS "jobNo", j.kind, j.status, j.source, j.criteria, j.mode, j.created_by AS "createdBy",
    j.created_at AS "createdAt", j.run_command_id AS "runCommandId", j.attempts`;
const BEAT = `
  UPDATE bulk_jobs SET lease_until = clock_timestamp() + make_interval(secs => $3), done_count = greatest(done_count, $4)
  WHERE id = $1 AND worker = $2 RETURNING cancel_asked_at IS NOT NULL AS "isCancelAsked"`;
const BEAT_MS = 500;

/** Takes the oldest job that is free: new, confirmed, or left by a worker that does not answer any more. */
export async function claimBulk(): Promise<{ job: BulkJob; worker: string } | null> {
  const worker = randomUUID();
  const [job] = await reader.query<BulkJob>(CLAIM, [worker, LEASE_SECONDS]);
  return job ? { job, worker } : null;
}

/** Says now and then that the worker lives and how far it is, and learns there that it is to stop. */
export class BulkBeat {
  private beatenAt = 0;

  constructor(
    private readonly jobId: bigint,
    private readonly worker: string,
  ) {}

  /** Throws `BulkStopped` when the job was cancelled or is another worker's. */
  async say(doneCount: number, isDue = false): Promise<void> {
    const now = performance.now();
    if (!isDue && now - this.beatenAt < BEAT_MS) return;
    this.beatenAt = now;
    const values = [this.jobId, this.worker, LEASE_SECONDS, doneCount];
    const [row] = await reader.query<{ isCancelAsked: boolean }>(BEAT, values);
    if (!row) throw new BulkStopped("lost");
    if (row.isCancelAsked) throw new BulkStopped("cancelled");
  }
}
