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
import { getEnv } from "@/server/env";
import { failpoint } from "@/server/failpoint";
import { type Attempt, type Heard, lockAttempt } from "@/server/money-out/attempts";
import { isSettledLate, listPaidBeside } from "@/server/money-out/list-paid-beside";
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
  await keepAnswer(tx, attempt, heard, decided.to);
  await moveAttempt(tx, attempt, outcome, decided);
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

async function keepAnswer(tx: DbTransaction, attempt: Attempt, { source, outcome }: Heard, to: AttemptStatus | null) {
  const paid = outcome.kind === "SUCCEEDED" || outcome.kind === "BOUNCED" ? outcome : null;
  await tx.query(
    `INSERT INTO money_answers (attempt_id, source, kind, fault, code, message, channel_no, amount_minor, asset, happened_at,
                                moved_to, command_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      attempt.id,
      source,
      outcome.kind,
      outcome.kind === "FAILED" ? outcome.fault : null,
      "code" in outcome ? outcome.code : "",
      "message" in outcome ? outcome.message : "",
      "channelNo" in outcome ? outcome.channelNo : null,
      paid?.amountMinor ?? null,
      paid?.asset ?? null,
      paid?.happenedAt ?? null,
      to,
      tx.context.commandId,
    ],
  );
}

/** Again later: sooner at first, at most every ten minutes. */
const RESEND = "least(600, 5 * 2 ^ least(attempt.sends, 8))";

async function moveAttempt(tx: DbTransaction, attempt: Attempt, outcome: ChannelOutcome, decided: AnswerDecision) {
  const { to, caseKind } = decided;
  const failure = outcome.kind === "FAILED" && to === "FAILED" ? outcome : null;
  await tx.query(
    `UPDATE money_attempts AS attempt SET version = version + 1, lease_until = NULL,
       status = coalesce($2, status),
       fault = coalesce($3, fault), code = coalesce($4, code), message = coalesce($5, message),
       channel_no = CASE WHEN finished_at IS NULL THEN coalesce($6, channel_no) ELSE channel_no END,
       finished_at = CASE WHEN $2 IN ('SUCCEEDED', 'FAILED') THEN now() ELSE finished_at END,
       contradicted_at = CASE WHEN $7 THEN coalesce(contradicted_at, now()) ELSE contradicted_at END,
       available_at = CASE WHEN $2 = 'WAITING' AND status = 'SENT' THEN now() + make_interval(secs => ${RESEND})
                           WHEN $2 = 'WAITING' THEN now() ELSE available_at END,
       next_inquiry_at = CASE WHEN $2 IN ('SUCCEEDED', 'FAILED') THEN NULL
                              WHEN inquiries >= ${AUTOMATIC_ROUNDS} THEN NULL
                              WHEN $2 IN ('IN_DOUBT', 'PROCESSING')
                                THEN now() + make_interval(secs => CASE inquiries WHEN 0 THEN $8::int ELSE $9::int END)
                              ELSE next_inquiry_at END
     WHERE id = $1`,
    [
      attempt.id,
      to,
      failure?.fault ?? null,
      failure?.code ?? null,
      failure?.message ?? null,
      "channelNo" in outcome ? outcome.channelNo : null,
      caseKind !== null,
      getEnv().DESK_FIRST_INQUIRY_SECONDS,
      getEnv().DESK_INQUIRY_SECONDS,
    ],
  );
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
