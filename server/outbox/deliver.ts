import "server-only";
import type { Json } from "@/core/json";
import { getPool } from "@/server/db";
import { getLog } from "@/server/log";
import { TOPICS, type Topic } from "./topics";

type Message = { id: bigint; topic: string; payload: Json; attempts: number };

/** A worker that dies loses its messages to the others after this time. */
const LEASE_SECONDS = 120;
/** After so many failures a message stays where it is, with its last error, for a person to look at. */
const MAX_ATTEMPTS = 10;

const CLAIM = `
  UPDATE outbox SET attempts = attempts + 1, available_at = now() + make_interval(secs => ${LEASE_SECONDS})
  WHERE id IN (
    SELECT id FROM outbox
    WHERE done_at IS NULL AND available_at <= now() AND attempts < ${MAX_ATTEMPTS} AND topic = $1
    ORDER BY available_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING id, topic, payload, attempts`;
const DONE = "UPDATE outbox SET done_at = now(), last_error = NULL WHERE id = ANY ($1)";
const FAILED = `UPDATE outbox SET last_error = $2, available_at = now() + make_interval(secs => least(3600, 2 ^ attempts)::int)
  WHERE id = ANY ($1)`;

/**
 * Hands waiting messages to their topics: claimed under a lease, so that each is worked by one worker at a time, and at
 * least once. A failure waits longer each time. Answers how many messages were done.
 */
export async function deliverOutbox(topics: Readonly<Record<string, Topic>> = TOPICS): Promise<number> {
  let done = 0;
  for (const [name, topic] of Object.entries(topics)) {
    const { rows } = await getPool().query<Message>(CLAIM, [name, topic.takesAll ? 1_000 : 1]);
    const [first] = rows;
    if (!first) continue;
    const ids = rows.map((message) => message.id);
    try {
      await topic.handle(first.payload);
      await getPool().query(DONE, [ids]);
      done += ids.length;
    } catch (error) {
      getLog().error({ err: error, topic: name, messages: ids.length }, "a message could not be delivered");
      await getPool().query(FAILED, [ids, error instanceof Error ? error.message : String(error)]);
    }
  }
  return done;
}
