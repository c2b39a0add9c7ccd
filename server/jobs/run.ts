import "server-only";
import { randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { getClock } from "@/server/clock";
import { expireApprovals } from "@/server/commands/expire-approvals";
import { type PeriodicJob, takeTurn } from "@/server/jobs/take-turn";

const JOBS: readonly PeriodicJob[] = [
  {
    kind: "approvals.expire",
    everySeconds: 60,
    async run() {
      const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
      const result = await expireApprovals(context, {});
      invariant(result.ok, "the system may expire requests");
      return result.value;
    },
  },
];

/** Runs every job whose turn it is, one after the other; answers how many ran. */
export async function runDueJobs(): Promise<number> {
  let ran = 0;
  for (const job of JOBS) {
    if (await takeTurn(job)) ran += 1;
  }
  return ran;
}
