import "server-only";
import { randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { appendAnchors } from "@/server/audit/append-anchors";
import { sendAnchors } from "@/server/audit/send-anchors";
import { getClock } from "@/server/clock";
import { expireApprovals } from "@/server/commands/expire-approvals";
import { type PeriodicJob, takeTurn } from "@/server/jobs/take-turn";
import { getLog } from "@/server/log";
import { deliverOutbox } from "@/server/outbox/deliver";
import { proveAndKeep } from "@/server/verify/verify-books";

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
  {
    kind: "audit.anchor",
    everySeconds: 300,
    async run() {
      const appended = await appendAnchors();
      return { ...appended, ...(await sendAnchors()) };
    },
  },
  {
    kind: "books.prove",
    everySeconds: 300,
    async run() {
      const { ok, checks } = await proveAndKeep(getClock().now());
      const failed = checks.filter((check) => !check.ok).map((check) => check.name);
      if (!ok) getLog().error({ failed }, "the books do not prove");
      return { ok, failed };
    },
  },
];

/** Delivers what waits in the outbox and runs every job whose turn it is; answers how much there was to do. */
export async function runDueJobs(): Promise<number> {
  let ran = await deliverOutbox();
  for (const job of JOBS) {
    if (await takeTurn(job)) ran += 1;
  }
  return ran;
}
