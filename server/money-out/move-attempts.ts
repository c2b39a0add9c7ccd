import "server-only";
import { AUTOMATIC_ROUNDS } from "@/core/money-out/attempt";
import type { AnswerDecision } from "@/core/money-out/decide-answer";
import { getEnv } from "@/server/env";
import type { Attempt, Heard } from "@/server/money-out/attempts";
import type { DbTransaction } from "@/server/transact";

/** What was heard of a locked attempt, and where that takes it. */
export type DecidedAnswer = { readonly attempt: Attempt; readonly heard: Heard; readonly decided: AnswerDecision };

const KEEP = `
  INSERT INTO money_answers (attempt_id, source, kind, fault, code, message, channel_no, amount_minor, asset, happened_at,
                             moved_to, command_id)
  SELECT m.id, m.source, m.kind, m.fault, m.code, m.message, m.channel_no, m.amount_minor, m.asset, m.happened_at, m.moved_to, $12
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[],
              $10::timestamptz[], $11::text[])
    WITH ORDINALITY AS m (id, source, kind, fault, code, message, channel_no, amount_minor, asset, happened_at, moved_to, n)
  ORDER BY m.n`;

/** Again later: sooner at first, at most every ten minutes. */
const RESEND = "least(600, 5 * 2 ^ least(attempt.sends, 8))";

const MOVE = `
  UPDATE money_attempts AS attempt SET version = version + 1, lease_until = NULL,
    status = coalesce(m.moved_to, status),
    fault = coalesce(m.new_fault, fault), code = coalesce(m.new_code, code), message = coalesce(m.new_message, message),
    channel_no = CASE WHEN finished_at IS NULL THEN coalesce(m.new_channel_no, channel_no) ELSE channel_no END,
    finished_at = CASE WHEN m.moved_to IN ('SUCCEEDED', 'FAILED') THEN now() ELSE finished_at END,
    contradicted_at = CASE WHEN m.is_case THEN coalesce(contradicted_at, now()) ELSE contradicted_at END,
    available_at = CASE WHEN m.moved_to = 'WAITING' AND status = 'SENT' THEN now() + make_interval(secs => ${RESEND})
                        WHEN m.moved_to = 'WAITING' THEN now() ELSE available_at END,
    next_inquiry_at = CASE WHEN m.moved_to IN ('SUCCEEDED', 'FAILED') THEN NULL
                           WHEN inquiries >= ${AUTOMATIC_ROUNDS} THEN NULL
                           WHEN m.moved_to IN ('IN_DOUBT', 'PROCESSING')
                             THEN now() + make_interval(secs => CASE inquiries WHEN 0 THEN $8::int ELSE $9::int END)
                           ELSE next_inquiry_at END
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[])
    AS m (attempt_id, moved_to, new_fault, new_code, new_message, new_channel_no, is_case)
  WHERE attempt.id = m.attempt_id`;

/** Keeps what was heard, for ever, and moves the attempts to where it was decided that it takes them. */
export async function moveAttempts(tx: DbTransaction, answers: readonly DecidedAnswer[]): Promise<void> {
  const ids = answers.map(({ attempt }) => attempt.id);
  const tos = answers.map(({ decided }) => decided.to);
  const outcomes = answers.map(({ heard }) => heard.outcome);
  const paid = outcomes.map((outcome) => (outcome.kind === "SUCCEEDED" || outcome.kind === "BOUNCED" ? outcome : null));
  const channelNos = outcomes.map((outcome) => ("channelNo" in outcome ? outcome.channelNo : null));
  const failures = answers.map(({ heard: { outcome }, decided }) =>
    outcome.kind === "FAILED" && decided.to === "FAILED" ? outcome : null,
  );
  await tx.query(KEEP, [
    ids,
    answers.map(({ heard }) => heard.source),
    outcomes.map(({ kind }) => kind),
    outcomes.map((outcome) => (outcome.kind === "FAILED" ? outcome.fault : null)),
    outcomes.map((outcome) => ("code" in outcome ? outcome.code : "")),
    outcomes.map((outcome) => ("message" in outcome ? outcome.message : "")),
    channelNos,
    paid.map((outcome) => outcome?.amountMinor ?? null),
    paid.map((outcome) => outcome?.asset ?? null),
    paid.map((outcome) => outcome?.happenedAt ?? null),
    tos,
    tx.context.commandId,
  ]);
  await tx.query(MOVE, [
    ids,
    tos,
    failures.map((failure) => failure?.fault ?? null),
    failures.map((failure) => failure?.code ?? null),
    failures.map((failure) => failure?.message ?? null),
    channelNos,
    answers.map(({ decided }) => decided.caseKind !== null),
    getEnv().DESK_FIRST_INQUIRY_SECONDS,
    getEnv().DESK_INQUIRY_SECONDS,
  ]);
}
