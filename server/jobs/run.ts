import "server-only";
import { runNextBulk } from "@/server/bulk/run-bulk";
import { LANES, type Lane } from "@/server/jobs/lanes";
import { type PeriodicJob, takeTurn } from "@/server/jobs/take-turn";
import { getLog } from "@/server/log";
import { startSending } from "@/server/money-out/send-waiting";
import { deliverOutbox } from "@/server/outbox/deliver";
import { runNextImport } from "@/server/statements/imports/run-import";

/**
 * Runs every job of the lane whose turn it is, and hands out what waits in the outbox where that is the lane's; answers
 * how much there was to do. One job's failure is logged and stands with the job: the others run all the same.
 */
export async function runDueJobs(lane: Lane): Promise<number> {
  let ran = lane === "housekeeping" ? await deliverOutbox() : 0;
  if (lane === "importing") ran += await runNextImport();
  if (lane === "bulk") ran += await runNextBulk();
  if (lane === "paying") ran += await startSending();
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
