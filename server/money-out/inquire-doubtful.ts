import "server-only";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { findChannelClient } from "@/server/channels/find-channel-client";
import { getEnv } from "@/server/env";
import { failpoint } from "@/server/failpoint";
import { type Attempt, readTaken } from "@/server/money-out/attempts";
import { hearAnswer } from "@/server/money-out/hear-answer";
import { isTransfer } from "@/server/money-out/outgoing";
import { OUTGOING } from "@/server/money-out/registry";
import { type FindClient, LEASE_SECONDS } from "@/server/money-out/send-waiting";
import { reader } from "@/server/transact";

const ASKED_AT_ONCE = 8;

/** The next turn is set with the taking: a worker that dies with its question leaves it to be asked an hour later. */
const TAKE_DUE = `
  UPDATE money_attempts SET inquiries = inquiries + 1, version = version + 1, lease_token = nextval('attempt_leases'),
    lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
    next_inquiry_at = now() + make_interval(secs => $1)
  WHERE id IN (
    SELECT id FROM money_attempts
    WHERE status IN ('PROCESSING', 'IN_DOUBT') AND next_inquiry_at <= now()
      AND (lease_until IS NULL OR lease_until < clock_timestamp())
    ORDER BY next_inquiry_at LIMIT ${ASKED_AT_ONCE} FOR UPDATE SKIP LOCKED)
  RETURNING *`;
const TAKE_LOST = `
  UPDATE money_attempts SET version = version + 1, lease_token = nextval('attempt_leases'),
    lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
  WHERE id IN (
    SELECT id FROM money_attempts WHERE status = 'SENT' AND lease_until < clock_timestamp()
    ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED)
  RETURNING *`;
const LOST: ChannelOutcome = {
  kind: "NO_ANSWER",
  code: "WORKER_LOST",
  message: "the worker that sent it has not come back",
};

/**
 * Asks the channels about what is in doubt or under way and due (查复): asking changes nothing there, and goes on while money is
 * stopped. Answers how many were asked.
 */
export async function inquireDoubtful(findClient: FindClient = findChannelClient): Promise<{ asked: number }> {
  let asked = 0;
  for (;;) {
    const due = await readTaken(reader, TAKE_DUE, [getEnv().DESK_INQUIRY_SECONDS]);
    if (due.length === 0) return { asked };
    await failpoint("inquiry.taken");
    await Promise.all(due.map((attempt) => askOnce(attempt, findClient)));
    asked += due.length;
  }
}

async function askOnce(attempt: Attempt, findClient: FindClient): Promise<void> {
  const client = findClient(attempt.channelCode);
  if (client === null) return;
  const instruction = await OUTGOING[attempt.kind].instruct(reader, attempt);
  const outcome = await (isTransfer(instruction)
    ? client.askTransfer(attempt.outNo)
    : client.askRefund(attempt.outNo, instruction.orderNo));
  await failpoint("inquiry.called");
  await hearAnswer(attempt, { source: "INQUIRY", outcome }, attempt.leaseToken);
}

/** What was being sent when its worker died is in doubt; a worker that only dawdled finds its lease gone. */
export async function doubtLost(): Promise<{ lost: number }> {
  const lost = await readTaken(reader, TAKE_LOST, []);
  for (const attempt of lost) await hearAnswer(attempt, { source: "WORKER", outcome: LOST }, attempt.leaseToken);
  return { lost: lost.length };
}
