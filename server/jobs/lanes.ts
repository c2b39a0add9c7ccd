import "server-only";
import { randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { sweepAttachments } from "@/server/attachments/folder-store";
import { appendAnchors } from "@/server/audit/append-anchors";
import { proveTrailByClock } from "@/server/audit/prove-trail-by-clock";
import { sendAnchors } from "@/server/audit/send-anchors";
import { getChannelClients } from "@/server/channels/find-channel-client";
import { clearByClock } from "@/server/clearing/clear-by-clock";
import { getClock } from "@/server/clock";
import { expireApprovals } from "@/server/commands/expire-approvals";
import { expireHolds } from "@/server/commands/expire-holds";
import { matchBankAccounts } from "@/server/commands/match-bank-lines";
import { releaseAwayItems } from "@/server/commands/release-away-items";
import type { PeriodicJob } from "@/server/jobs/take-turn";
import { fenceRestored } from "@/server/money-out/fence-restored";
import { doubtLost, inquireDoubtful } from "@/server/money-out/inquire-doubtful";
import { inquireDue } from "@/server/reconciliation/inquire";
import { settleByClock } from "@/server/settlement/settle-by-clock";
import { sweepKept } from "@/server/statements/kept-folder";
import { foldBuffered } from "@/server/store/fold-buffered";
import { prepareMonths } from "@/server/store/prepare-months";
import { sweepPresences } from "@/server/teamwork/note-presence";
import type { CommandContext } from "@/server/transact";
import { sweepUploads } from "@/server/uploads/upload-folder";
import { watchInbox } from "@/server/uploads/watch-inbox";
import { proveIncrement } from "@/server/verify/prove-increment";
import { proveAndKeep } from "@/server/verify/verify-books";

/**
 * The worker's jobs by how long they may take: each lane runs its own, one after the other, so that what has to happen
 * every second never waits for what takes minutes. `deliver` is the outbox beside them.
 */
export const LANES = {
  /** Milliseconds. */
  folding: [{ kind: "ledger.fold", every: { seconds: 1 }, run: async () => ({ entries: `${await foldBuffered()}` }) }],
  /** Seconds. */
  housekeeping: [
    { kind: "approvals.expire", every: { seconds: 60 }, run: () => asSystem(expireApprovals) },
    { kind: "holds.expire", every: { seconds: 60 }, run: () => asSystem(expireHolds) },
    { kind: "suspense.release", every: { seconds: 60 }, run: releaseAndSweep },
    // A channel's statement may have come in since a bank's was read.
    { kind: "bank.match", every: { seconds: 600 }, run: () => asSystem(matchAllBankAccounts) },
    { kind: "files.sweep", every: { seconds: 3_600 }, run: sweepFiles },
    {
      kind: "audit.anchor",
      every: { seconds: 300 },
      async run() {
        const appended = await appendAnchors();
        return { ...appended, ...(await sendAnchors()) };
      },
    },
  ],
  /** The copying of a file at most. */
  arriving: [{ kind: "inbox.watch", every: { seconds: 3 }, run: watchInbox }],
  /** Statements on their way in, one after the other; more workers read more at a time. */
  importing: [],
  /** What people do with many items at once: each row is quick, the job may take minutes. */
  bulk: [],
  /** As long as channels take to answer: what is unknown or mismatched is asked about, each of it hourly. */
  asking: [
    {
      kind: "channels.inquire",
      every: { seconds: 300 },
      lostAfterSeconds: 3_600,
      run: () => inquireDue(getChannelClients(), getClock().now()),
    },
  ],
  /** The time of a call each: what was sent and not answered, and what is under way; the workers that died with it. */
  doubting: [
    { kind: "money.doubt", every: { seconds: 10 }, run: doubtLost },
    { kind: "money.inquire", every: { seconds: 1 }, run: inquireDoubtful },
    { kind: "money.fence", every: { seconds: 60 }, run: fenceRestored },
  ],
  /** What waits to be sent; the calls themselves go on beside the lane. */
  paying: [],
  /** A second or so, every minute: what is new since the last green proof. */
  proving: [{ kind: "ledger.prove", every: { seconds: 60 }, run: async () => sayProof(await proveIncrement()) }],
  /** Everything, at night, the months to come, and every hour the trail. */
  nightly: [
    { kind: "clearing.run", every: { dailyAt: "00:30" }, lostAfterSeconds: 3_600, run: clearByClock },
    // After the morning's statements are reconciled: what has a break by then is held back.
    { kind: "settlement.run", every: { dailyAt: "11:00" }, lostAfterSeconds: 3_600, run: settleByClock },
    {
      kind: "books.prove",
      every: { dailyAt: "03:30" },
      lostAfterSeconds: 3_600,
      run: async () => sayProof(await proveAndKeep(getClock().now())),
    },
    { kind: "months.prepare", every: { seconds: 86_400 }, run: async () => ({ months: await prepareMonths() }) },
    { kind: "audit.prove", every: { seconds: 3_600 }, lostAfterSeconds: 3_600, run: proveTrailByClock },
  ],
} as const satisfies Record<string, readonly PeriodicJob[]>;
export type Lane = keyof typeof LANES;
export const LANE_NAMES = Object.keys(LANES) as Lane[];

const matchAllBankAccounts = (context: CommandContext) => matchBankAccounts(context, { account: null });

async function asSystem<T>(
  command: (context: CommandContext, input: Record<string, never>) => Promise<Result<T>>,
): Promise<T> {
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const result = await command(context, {});
  invariant(result.ok, "the system may do its own work");
  return result.value;
}

/** What people who are away have goes back to the queue; who looked at what is forgotten. */
async function releaseAndSweep() {
  const { released } = await asSystem(releaseAwayItems);
  return { released, forgotten: await sweepPresences() };
}

/** A file's times are the system's, whatever clock the desk runs on. */
async function sweepFiles() {
  await sweepUploads(Date.now());
  return { removed: (await sweepKept(Date.now())) + (await sweepAttachments(Date.now())) };
}

function sayProof({ ok, checks }: { ok: boolean; checks: readonly { name: string; ok: boolean }[] }) {
  return { ok, failed: checks.filter((check) => !check.ok).map((check) => check.name) };
}
