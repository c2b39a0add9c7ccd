import "server-only";
import { randomUUID } from "node:crypto";
import {
  type AnswerSource,
  type AttemptStatus,
  AUTOMATIC_ROUNDS,
  type CaseKind,
  isFinal,
} from "@/core/money-out/attempt";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { type AnswerDecision, decideAnswer, saysBounced } from "@/core/money-out/decide-answer";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { getClock } from "@/server/clock";
import { failpoint } from "@/server/failpoint";
import { type Attempt, type Heard, lockAttempt } from "@/server/money-out/attempts";
import { isSettledLate, listPaidBeside } from "@/server/money-out/list-paid-beside";
import { moveAttempts } from "@/server/money-out/move-attempts";
import { openCase } from "@/server/money-out/open-case";
import { OUTGOING } from "@/server/money-out/registry";
import { type CommandContext, type DbTransaction, transact } from "@/server/transact";

/** `moved`: the attempt or its object is another one by this word. `contradicts`: what about the word is a case by itself. */
export type HeardResult = {
  status: AttemptStatus;
  moved: boolean;
  contradicts: CaseKind | null;
  caseNo: string | null;
};

/**
 * Takes what was heard of an attempt: the only way by which one moves after it was prepared and taken. With a lease's token, an
 * answer is refused once somebody else has taken the attempt: what it said will be learnt by asking.
 */
export function hearAnswer(attempt: Attempt, heard: Heard, leaseToken?: bigint): Promise<Result<HeardResult>> {
  const context: CommandContext = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() };
  const input = { outNo: attempt.outNo, source: heard.source, kind: heard.outcome.kind, lease: `${leaseToken ?? ""}` };
  return transact("attempt.hear", context, input, async (tx) => {
    const locked = await lockAttempt(tx, { id: attempt.id });
    invariant(locked, `attempt ${attempt.outNo} does not go away`);
    if (leaseToken !== undefined && locked.leaseToken !== leaseToken) {
      return refuse(
        "lease_lost",
        `Somebody else has taken attempt ${attempt.outNo} meanwhile; this answer is not used.`,
      );
    }
    const result = await hearAnswerIn(tx, locked, heard);
    await failpoint("answer.hearing");
    return accept(result);
  });
}

/** The same in a transaction that others have begun; the attempt is locked. */
export async function hearAnswerIn(tx: DbTransaction, attempt: Attempt, said: Heard): Promise<HeardResult> {
  const heard = { ...said, outcome: understand(attempt, said.outcome) };
  const { source, outcome } = heard;
  const decided = decideAnswer(attempt, outcome);
  await moveAttempts(tx, [{ attempt, heard, decided }]);
  // Before the object is told: its locks come after this one.
  const paidBeside = mayBePaidTwice(attempt, decided) ? await listPaidBeside(tx, attempt) : [];
  await tellObject(tx, attempt, outcome, decided.to);
  const hasBounced = saysBounced(outcome, decided) && (await tellBounced(tx, attempt, outcome));
  const result = {
    status: decided.to ?? attempt.status,
    moved: decided.to !== null || hasBounced,
    contradicts: decided.caseKind,
  };
  const [other] = paidBeside;
  if (decided.caseKind === "LATE_SUCCESS" && (await isSettledLate(tx, attempt))) return { ...result, caseNo: null };
  if (other) {
    // Whichever word came first, the case is of the attempt that had been called failed.
    const failed = attempt.status === "FAILED" ? attempt : other;
    const caseNo = await openCase(tx, "PAID_TWICE", failed, heard, [attempt, ...paidBeside]);
    return { ...result, caseNo };
  }
  const kind = decided.caseKind ?? (isUnanswered(attempt, source, decided) ? "UNANSWERED" : null);
  const caseNo = kind === null ? null : await openCase(tx, kind, attempt, heard);
  return { ...result, caseNo };
}

/** What has no bouncing of its own (a refund) was not paid where the money has come back. */
function understand({ kind }: Attempt, outcome: ChannelOutcome): ChannelOutcome {
  if (outcome.kind !== "BOUNCED" || OUTGOING[kind].bounced) return outcome;
  const { code, message } = outcome;
  return { kind: "FAILED", fault: "PAYEE", code, message };
}

/** Money has left by this word, and it may not be the first time: only after a failure is there another attempt. */
function mayBePaidTwice(attempt: Attempt, { to, caseKind }: AnswerDecision): boolean {
  return to === "SUCCEEDED" ? attempt.attemptNo > 1 : caseKind === "LATE_SUCCESS";
}

/** Asked as often as the desk asks by itself, and still nobody knows. */
function isUnanswered(attempt: Attempt, source: AnswerSource, { to }: AnswerDecision): boolean {
  return source === "INQUIRY" && !isFinal(to ?? attempt.status) && attempt.inquiries >= AUTOMATIC_ROUNDS;
}

async function tellObject(tx: DbTransaction, attempt: Attempt, outcome: ChannelOutcome, to: AttemptStatus | null) {
  const object = OUTGOING[attempt.kind];
  const isPaid = outcome.kind === "SUCCEEDED" || outcome.kind === "BOUNCED";
  if (to === "SUCCEEDED" && isPaid) await object.succeeded(tx, attempt, outcome);
  if (to === "FAILED" && outcome.kind === "FAILED") await object.failed(tx, attempt, outcome);
  if (to === "IN_DOUBT" || to === "PROCESSING") await object.doubted(tx, attempt, to === "IN_DOUBT");
}

/** After the object was told of its success, where this word is the first that says so. */
async function tellBounced(tx: DbTransaction, attempt: Attempt, outcome: ChannelOutcome): Promise<boolean> {
  const object = OUTGOING[attempt.kind];
  return outcome.kind === "BOUNCED" && object.bounced !== undefined && object.bounced(tx, attempt, outcome);
}
