import { setTimeout as sleep } from "node:timers/promises";
import { getChannelClients } from "@/server/channels/find-channel-client";
import { assertAppRole, getPool } from "@/server/db";
import { warnOfDurabilityRisks } from "@/server/durability";
import { getEnv } from "@/server/env";
import { LANE_NAMES, type Lane } from "@/server/jobs/lanes";
import { runDueJobs } from "@/server/jobs/run";
import { getLog } from "@/server/log";
import { fenceRestored } from "@/server/money-out/fence-restored";
import { sendingDone } from "@/server/money-out/send-waiting";
import { requireSetUp } from "./desk/require-set-up";

const IDLE_PAUSE_MS = 1_000;
const FAILURE_PAUSE_MS = 5_000;

/** `npm run worker`: takes due jobs from the database until it is told to stop. Any number of workers may run. */
async function work(stopped: AbortSignal): Promise<void> {
  getEnv();
  const pool = getPool();
  await requireSetUp(pool);
  await assertAppRole(pool);
  await warnOfDurabilityRisks(pool);
  // A mistake in the channels' settings is told now, not when the first payout waits.
  getChannelClients();
  getLog().info("worker started");
  // Before anything is sent: this may be a restored database.
  await fenceRestored();
  await Promise.all(LANE_NAMES.map((lane) => workLane(lane, stopped)));
  await sendingDone();
  await pool.end();
  getLog().info("worker stopped");
}

/** Each lane has its own loop, so that what has to happen every second never waits for a proof of minutes. */
async function workLane(lane: Lane, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const pauseMs = await runDueJobs(lane).then(
      (count) => (count > 0 ? 0 : IDLE_PAUSE_MS),
      (error: unknown) => {
        // The database may be away for a while; each job's own failure is recorded with the job.
        getLog().error({ err: error, lane }, "jobs could not be run");
        return FAILURE_PAUSE_MS;
      },
    );
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
  }
}

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopping.abort());

work(stopping.signal).then(
  () => process.exit(0),
  (error: unknown) => {
    getLog().fatal({ err: error }, "the worker cannot run");
    process.exit(1);
  },
);
