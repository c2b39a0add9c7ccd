import "server-only";
import { runNextBulk } from "@/server/bulk/run-bulk";
import { LANES, type Lane } from "@/server/jobs/lanes";
import { type PeriodicJob, takeTurn } from "@/server/jobs/take-turn";
import { getLog } from "@/server/log";
import { startSending } from "@/server/money-out/send-waiting";
import { deliverOutbox } from "@/server/outbox/deliver";
import { runNextPayoutBatch } from "@/server/payouts/run-payout-batch";
import { runNextImport } from "@/server/statements/imports/run-import";

/**
 * Runs every job of the lane whose turn it is, and hands out what waits where that is the lane's; answers how much there was to
 * do.
 */
export async function runDueJobs(lane: Lane): Promise<number> {
  return (await runQueues(lane)) + (await runTurns(lane));
}

/** What waits for the lane: messages, imports, bulk jobs, payments to send. */
export async function runQueues(lane: Lane): Promise<number> {
  if (lane === "housekeeping") return deliverOutbox();
  if (lane === "importing") return runNextImport();
  if (lane === "bulk") return (await runNextBulk()) + (await runNextPayoutBatch());
  return lane === "paying" ? startSending() : 0;
}

/** The lane's periodic jobs. One job's failure is logged and stands with the job: the others run all the same. */
export async function runTurns(lane: Lane): Promise<number> {
  let ran = 0;
  const jobs: readonly PeriodicJob[] = LANES[lane];
  for (const job of jobs) {
    try {
      if (await takeTurn(job)) ran += 1;
    } catch (error) {
      getLog().error({ err: error, job: job.kind }, "a job has failed");
    }
  }
  return ran;
}
