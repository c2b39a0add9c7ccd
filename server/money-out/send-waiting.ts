import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import type { ChannelClient } from "@/server/channels/channel-client";
import { findChannelClient } from "@/server/channels/find-channel-client";
import { failpoint } from "@/server/failpoint";
import { getLog } from "@/server/log";
import { type Attempt, readTaken } from "@/server/money-out/attempts";
import { hearSoon } from "@/server/money-out/hear-together";
import { isTransfer } from "@/server/money-out/outgoing";
import { OUTGOING } from "@/server/money-out/registry";
import { reader } from "@/server/transact";

/** Longer than a client waits for its channel; whoever has not answered by then is taken for dead. */
export const LEASE_SECONDS = 60;
/** So many calls at a time to one channel; a slow channel keeps no other one waiting. What is taken is called at once. */
const CALLS_AT_ONCE = 32;

/** The client of a channel's code, or null where none is configured. */
export type FindClient = (channelCode: string) => ChannelClient | null;

const WAITING_CHANNELS = `
  SELECT DISTINCT a.channel_id AS id, c.code FROM money_attempts a JOIN channels c ON c.id = a.channel_id
  WHERE a.status = 'WAITING' AND a.available_at <= now() AND money_stopped_by() IS NULL`;
const TAKE = `
  UPDATE money_attempts SET status = 'SENT', sends = sends + 1, version = version + 1,
    first_sent_at = coalesce(first_sent_at, now()), lease_token = nextval('attempt_leases'),
    lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
  WHERE id IN (
    SELECT id FROM money_attempts
    WHERE status = 'WAITING' AND available_at <= now() AND channel_id = $1 AND money_stopped_by() IS NULL
    ORDER BY available_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING *`;

const running = new Map<bigint, Promise<void>>();

/**
 * Begins sending what waits, a few calls at a time for each channel, and goes on until nothing waits any more; answers how many
 * channels it has begun with. What is sent is marked as sent, and committed, before the channel is called.
 */
export async function startSending(findClient: FindClient = findChannelClient): Promise<number> {
  const channels = await reader.query<{ id: bigint; code: string }>(WAITING_CHANNELS);
  const idle = channels.filter(({ id, code }) => !running.has(id) && findClient(code) !== null);
  for (const { id, code } of idle) {
    const sending = sendThrough(id, findClient)
      .catch((error: unknown) => getLog().error({ err: error, channel: code }, "sending to a channel has stopped"))
      .finally(() => running.delete(id));
    running.set(id, sending);
  }
  return idle.length;
}

/** Until nothing is being sent any more. */
export async function sendingDone(): Promise<void> {
  while (running.size > 0) await Promise.all(running.values());
}

/**
 * Takes as many as may be called now, in one statement, and again whenever calls have ended: answers are heard many at a time, so
 * many calls end at once. A call that fails leaves its attempt to its lease.
 */
async function sendThrough(channelId: bigint, findClient: FindClient): Promise<void> {
  const calls = new Set<Promise<void>>();
  try {
    for (;;) {
      const taken = await readTaken(reader, TAKE, [channelId, CALLS_AT_ONCE - calls.size]);
      if (taken.length > 0) await failpoint("attempt.taken");
      for (const attempt of taken) {
        const call = sendOnce(attempt, findClient).finally(() => calls.delete(call));
        calls.add(call);
      }
      if (calls.size === 0) return;
      await Promise.race(calls);
      // Whatever ended with it is counted, too.
      await nextTurn();
    }
  } finally {
    await Promise.all(calls);
  }
}

/** Calls the channel, outside of any transaction, and says what was heard. */
async function sendOnce(attempt: Attempt, findClient: FindClient): Promise<void> {
  try {
    const client = findClient(attempt.channelCode);
    const outcome = client === null ? notConfigured(attempt) : await callFor(client, attempt);
    await failpoint("attempt.called");
    const heard = await hearSoon(attempt, { source: "RESPONSE", outcome }, attempt.leaseToken);
    await failpoint("answer.heard");
    if (!heard.ok) getLog().warn({ attempt: attempt.outNo, code: heard.refusal.code }, "an answer came too late");
  } catch (error) {
    getLog().error({ err: error, attempt: attempt.outNo }, "a call has failed");
  }
}

async function callFor(client: ChannelClient, attempt: Attempt): Promise<ChannelOutcome> {
  const instruction = await OUTGOING[attempt.kind].instruct(reader, attempt);
  return isTransfer(instruction) ? client.transfer(instruction) : client.refund(instruction);
}

/** The configuration has changed since it was taken: nothing has left. */
function notConfigured({ channelCode }: Attempt): ChannelOutcome {
  return { kind: "LATER", code: "NO_CLIENT", message: `no client is configured for ${channelCode}` };
}
