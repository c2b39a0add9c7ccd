import "server-only";
import type { PresenceDto } from "@/contracts/teamwork";
import type { Actor } from "@/core/permissions/actor";
import { getPool } from "@/server/db";
import { findSuspenseItem } from "@/server/store/suspense-items";
import { reader } from "@/server/transact";

/** A heartbeat comes every ten seconds; who has missed two is not there any more. */
const GONE_AFTER_SECONDS = 30;
const MAX_OTHERS = 10;

/**
 * Says that the actor has the item open, and answers who else has. No command: nothing depends on it, it blocks nobody, and
 * it is forgotten after half a minute. Null when there is no such item for the actor.
 */
export async function notePresence(actor: Actor, itemNo: string): Promise<PresenceDto | null> {
  const item = await findSuspenseItem(reader, actor, itemNo);
  if (!item) return null;
  await getPool().query(
    `INSERT INTO item_presences (item_id, user_id, seen_at) VALUES ($1, $2::bigint, now())
     ON CONFLICT (item_id, user_id) DO UPDATE SET seen_at = excluded.seen_at`,
    [item.id, actor.userId],
  );
  const others = await reader.query<{ name: string }>(
    `SELECT u.display_name AS name FROM item_presences p JOIN users u ON u.id = p.user_id
     WHERE p.item_id = $1 AND p.user_id <> $2::bigint AND p.seen_at > now() - make_interval(secs => ${GONE_AFTER_SECONDS})
     ORDER BY u.display_name LIMIT ${MAX_OTHERS}`,
    [item.id, actor.userId],
  );
  return { others: others.map(({ name }) => name), version: item.version };
}

/** Says that the actor has closed it: others see it at once and not half a minute later. */
export async function endPresence(actor: Actor, itemNo: string): Promise<void> {
  await getPool().query(
    "DELETE FROM item_presences WHERE user_id = $1::bigint AND item_id = (SELECT id FROM suspense_items WHERE item_no = $2)",
    [actor.userId, itemNo],
  );
}

/** Removes what is past; answers how much. */
export async function sweepPresences(): Promise<number> {
  const swept = await getPool().query(
    `DELETE FROM item_presences WHERE seen_at < now() - make_interval(secs => ${GONE_AFTER_SECONDS})`,
  );
  return swept.rowCount ?? 0;
}
