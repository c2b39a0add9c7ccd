import "server-only";
import type { Json } from "@/core/json";
import { getPool } from "@/server/db";

/** A job that runs again and again; `run` gives what it wants remembered. */
export type PeriodicJob = {
  readonly kind: string;
  /** Every so many seconds, counted from one start to the next, or once a day at a time of the accounting zone. */
  readonly every: { readonly seconds: number } | { readonly dailyAt: string };
  /** A turn whose worker died is free again after this time; at least as long as the job may take. */
  readonly lostAfterSeconds?: number;
  readonly run: () => Promise<Json>;
};

const LOST_AFTER_SECONDS = 600;

const BEGIN = `
  INSERT INTO jobs (kind, payload, status, created_at) SELECT $1, '{"periodic": true}', 'QUEUED', now()
  WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE kind = $1)`;
/** The last time of day that has come: today's, or yesterday's while today's is still to come. */
const LAST_TIME = `
  (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai' - $3::interval) + $3::interval) AT TIME ZONE 'Asia/Shanghai'`;
const TAKE = `
  UPDATE jobs SET status = 'RUNNING', started_at = now(), finished_at = NULL
  WHERE id = (SELECT id FROM jobs WHERE kind = $1 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    AND (started_at IS NULL OR (status = 'RUNNING' AND started_at <= now() - make_interval(secs => $4))
      OR (status <> 'RUNNING' AND CASE WHEN $3::text IS NULL THEN started_at <= now() - make_interval(secs => $2)
                                       ELSE started_at < ${LAST_TIME} END))
  RETURNING id`;

/**
 * Runs a periodic job if its time has come and no other worker has it: any number of workers share the turns through
 * one row a kind. A failure is written there and thrown on. Answers whether it ran.
 */
export async function takeTurn(job: PeriodicJob): Promise<boolean> {
  const pool = getPool();
  const { every, lostAfterSeconds = LOST_AFTER_SECONDS } = job;
  const [seconds, dailyAt] = "seconds" in every ? [every.seconds, null] : [0, every.dailyAt];
  await pool.query(BEGIN, [job.kind]);
  const { rows } = await pool.query<{ id: bigint }>(TAKE, [job.kind, seconds, dailyAt, lostAfterSeconds]);
  const turn = rows[0];
  if (!turn) return false;
  const end = (status: string, result: Json) =>
    pool.query("UPDATE jobs SET status = $2, result = $3, finished_at = now() WHERE id = $1", [
      turn.id,
      status,
      JSON.stringify(result),
    ]);
  try {
    await end("DONE", await job.run());
  } catch (error) {
    await end("FAILED", { error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  return true;
}
