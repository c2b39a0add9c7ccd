import "server-only";
import { randomUUID } from "node:crypto";
import { OUTGOING_KINDS } from "@/core/money-out/attempt";
import { decideAnswer } from "@/core/money-out/decide-answer";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, type Result, refuse } from "@/core/result";
import { getClock } from "@/server/clock";
import { failpoint } from "@/server/failpoint";
import { gatherCalls } from "@/server/gather-calls";
import { getLog } from "@/server/log";
import { type Attempt, type Heard, lockAttempts } from "@/server/money-out/attempts";
import { type HeardResult, hearAnswer } from "@/server/money-out/hear-answer";
import { type DecidedAnswer, moveAttempts } from "@/server/money-out/move-attempts";
import { OUTGOING } from "@/server/money-out/registry";
import { type CommandContext, type DbTransaction, transact } from "@/server/transact";

/** What the holder of a lease has heard of its attempt. */
type Said = { readonly attempt: Attempt; readonly heard: Heard; readonly leaseToken: bigint };

/** A batch holds the hottest accounts until it commits. */
const MAX_BATCH = 64;

/**
 * As `hearAnswer`, for whoever holds the lease: attempts that are simply paid, as nearly all are, are heard of together with the
 * others of this moment. Whatever else was said, by a lease that is lost or of an attempt that stands elsewhere by now, is heard
 * by itself.
 */
export async function hearSoon(attempt: Attempt, heard: Heard, leaseToken: bigint): Promise<Result<HeardResult>> {
  const isHeard = isPlain(attempt, heard) && (await hearGathered({ attempt, heard, leaseToken }));
  if (isHeard) return accept({ status: "SUCCEEDED", moved: true, contradicts: null, caseNo: null });
  return hearAnswer(attempt, heard, leaseToken);
}

const hearGathered = gatherCalls(MAX_BATCH, hearTogether);

/** A first attempt that is paid as it was asked for: there is no other one that might have paid, and no case to open. */
function isPlain(attempt: Attempt, { outcome }: Heard): boolean {
  const { to, caseKind } = decideAnswer(attempt, outcome);
  const isTold = OUTGOING[attempt.kind].succeededTogether !== undefined;
  return isTold && outcome.kind === "SUCCEEDED" && to === "SUCCEEDED" && caseKind === null && attempt.attemptNo === 1;
}

/** One command for all; which of them it has heard, each at its place. Where it fails, each is heard of by itself. */
async function hearTogether(said: readonly Said[]): Promise<boolean[]> {
  const context: CommandContext = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const input = said.map(({ attempt, leaseToken }) => nameOf(attempt.outNo, leaseToken));
  try {
    const result = await transact("attempts.hear", context, input, (tx) => hearIn(tx, said));
    const heard = new Set(result.ok ? result.value.heard : []);
    return said.map(({ attempt, leaseToken }) => heard.has(nameOf(attempt.outNo, leaseToken)));
  } catch (error) {
    getLog().debug({ err: error, answers: said.length }, "answers are heard one by one");
    return said.map(() => false);
  }
}

/** Of two who have something to say of one attempt, only the one with the lease is heard. */
const nameOf = (outNo: string, leaseToken: bigint) => `${outNo} ${leaseToken}`;

async function hearIn(tx: DbTransaction, said: readonly Said[]): Promise<Result<{ heard: string[] }>> {
  const locked = await lockAttempts(
    tx,
    said.map(({ attempt }) => attempt.id),
  );
  const answers = said.flatMap(({ attempt: { id }, heard, leaseToken }): DecidedAnswer[] => {
    const attempt = locked.get(id);
    if (!attempt || attempt.leaseToken !== leaseToken || !isPlain(attempt, heard)) return [];
    // Whoever says the same twice is heard once.
    locked.delete(id);
    return [{ attempt, heard, decided: decideAnswer(attempt, heard.outcome) }];
  });
  if (answers.length === 0) return refuse("nothing_to_hear", "None of these answers can be heard with others.");
  await moveAttempts(tx, answers);
  for (const kind of OUTGOING_KINDS) await tellObjects(tx, kind, answers);
  await failpoint("answer.hearing");
  return accept({ heard: answers.map(({ attempt }) => nameOf(attempt.outNo, attempt.leaseToken)) });
}

async function tellObjects(tx: DbTransaction, kind: Attempt["kind"], answers: readonly DecidedAnswer[]): Promise<void> {
  const paid = answers.flatMap(({ attempt, heard: { outcome } }) =>
    attempt.kind === kind && outcome.kind === "SUCCEEDED" ? [{ attempt, ...outcome }] : [],
  );
  if (paid.length > 0) await OUTGOING[kind].succeededTogether?.(tx, paid);
}
