import "server-only";
import { randomUUID } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import type { Refusal } from "@/core/result";
import { type SnapshotRow, snapshotContent } from "@/core/suspense/bulk";
import { getClock } from "@/server/clock";
import { proposeBulkRow } from "@/server/commands/propose-bulk-row";
import { proposeBundle } from "@/server/commands/propose-bundle";
import { getLog } from "@/server/log";
import { hashInput, reader } from "@/server/transact";
import { type BulkJob, BulkStopped, MAX_ATTEMPTS, SNAPSHOT_MINUTES } from "./bulk-job";
import { BulkBeat, claimBulk } from "./claim-bulk";
import { findMaker } from "./find-maker";
import { planRows } from "./plan-rows";
import { writeExport } from "./write-export";

const READY = `
  UPDATE bulk_jobs SET status = 'READY', snapshot_hash = $3, expires_at = clock_timestamp() + make_interval(mins => $4),
    worker = NULL, lease_until = NULL, attempts = 0, done_count = 0
  WHERE id = $1 AND worker = $2`;
const END = `
  UPDATE bulk_jobs SET status = $3, failure = $4, finished_at = clock_timestamp(), worker = NULL, lease_until = NULL
  WHERE id = $1 AND worker = $2`;
const FREE =
  "UPDATE bulk_jobs SET lease_until = clock_timestamp() + interval '2 seconds' WHERE id = $1 AND worker = $2";
const SKIP = "UPDATE bulk_rows SET state = 'SKIPPED' WHERE job_id = $1 AND state = 'READY'";
const ROWS_AT_ONCE = 100;

/**
 * Goes on with the oldest bulk job that waits; answers how many there were (0 or 1). Each row is a command of its own that
 * also says what became of the row: whoever takes the job up again finds only the rows that are still to be done.
 */
export async function runNextBulk(): Promise<number> {
  const claimed = await claimBulk();
  if (claimed === null) return 0;
  const { job, worker } = claimed;
  const beat = new BulkBeat(job.id, worker);
  try {
    if (job.attempts > MAX_ATTEMPTS) {
      await end(job, worker, "FAILED", sayWorkersDied(job));
    } else if (job.kind === "EXPORT") {
      await writeExport(job, beat);
      await end(job, worker, "DONE");
    } else if (job.status === "PREPARING") {
      await prepare(job, worker, beat);
    } else if (job.mode === "BUNDLE") {
      await bundle(job, worker, beat);
    } else {
      await proposeEach(job, await findMaker(job.createdBy), beat);
      await end(job, worker, "DONE");
    }
  } catch (error) {
    await endByError(job, worker, error);
  }
  return 1;
}

async function prepare(job: BulkJob, worker: string, beat: BulkBeat): Promise<void> {
  await planRows(job.id, await findMaker(job.createdBy), beat);
  await beat.say(0, true);
  const rows = await reader.query<SnapshotRow>(
    `SELECT row_no AS "rowNo", item_no AS "itemNo", item_version AS "itemVersion", state, payload_hash AS "payloadHash",
            reason, refusal ->> 'code' AS code FROM bulk_rows WHERE job_id = $1`,
    [job.id],
  );
  await reader.query(READY, [job.id, worker, hashInput(snapshotContent(job.jobNo, rows)), SNAPSHOT_MINUTES]);
}

/** All in one transaction, under the job's own command: after a crash it has happened, or nothing has. */
async function bundle(job: BulkJob, worker: string, beat: BulkBeat): Promise<void> {
  await beat.say(0, true);
  const context = { actor: await findMaker(job.createdBy), commandId: job.runCommandId, now: getClock().now() };
  const proposed = await proposeBundle(context, { jobNo: job.jobNo });
  if (proposed.ok) await end(job, worker, "DONE");
  else await end(job, worker, "FAILED", proposed.refusal);
}

async function proposeEach(job: BulkJob, maker: Actor, beat: BulkBeat): Promise<void> {
  let done = 0;
  for (;;) {
    const rows = await reader.query<{ rowNo: number; commandId: string }>(
      `SELECT row_no AS "rowNo", row_command_id AS "commandId" FROM bulk_rows
       WHERE job_id = $1 AND state = 'READY' ORDER BY row_no LIMIT ${ROWS_AT_ONCE}`,
      [job.id],
    );
    if (rows.length === 0) return;
    for (const { rowNo, commandId } of rows) {
      await beat.say(done);
      const context = { actor: maker, commandId, now: getClock().now() };
      const proposed = await proposeBulkRow(context, { jobNo: job.jobNo, rowNo });
      if (!proposed.ok) await keepRefusal(job.id, rowNo, proposed.refusal);
      done += 1;
    }
  }
}

async function keepRefusal(jobId: bigint, rowNo: number, refusal: Refusal): Promise<void> {
  await reader.query(
    "UPDATE bulk_rows SET state = 'REFUSED', refusal = $3 WHERE job_id = $1 AND row_no = $2 AND state = 'READY'",
    [jobId, rowNo, JSON.stringify(refusal)],
  );
}

async function end(
  job: BulkJob,
  worker: string,
  status: "DONE" | "CANCELLED" | "FAILED",
  failure: Refusal | null = null,
): Promise<void> {
  if (status !== "DONE") await reader.query(SKIP, [job.id]);
  await reader.query(END, [job.id, worker, status, failure && JSON.stringify(failure)]);
}

async function endByError(job: BulkJob, worker: string, error: unknown): Promise<void> {
  if (error instanceof BulkStopped) {
    // Lost: another worker has it, and goes on.
    if (error.why === "cancelled") await end(job, worker, "CANCELLED");
    return;
  }
  const requestId = randomUUID();
  getLog().error({ err: error, requestId, jobNo: job.jobNo, attempt: job.attempts }, "a bulk job has failed");
  if (job.attempts < MAX_ATTEMPTS) {
    await reader.query(FREE, [job.id, worker]);
    return;
  }
  const message = `Something went wrong on our side. What is marked as proposed is proposed, nothing else; request ${requestId}.`;
  await end(job, worker, "FAILED", { code: "bulk_fault", message, params: { requestId } });
}

function sayWorkersDied({ attempts }: BulkJob): Refusal {
  const times = `${attempts - 1}`;
  const message = `The process that worked on it ended ${times} times. What is marked as proposed is proposed, nothing else. Have someone look at the worker.`;
  return { code: "bulk_workers_died", message, params: { times } };
}
