import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept } from "@/core/result";
import { findIdleSince } from "@/core/teamwork/find-idle-since";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { loadCalendar } from "@/server/store/calendars";
import { giveItem } from "@/server/teamwork/give-item";
import type { DbTransaction } from "@/server/transact";

/** In one transaction; the rest waits for the next turn, a minute later. */
const AT_ONCE = 200;

type Held = {
  id: bigint;
  itemNo: string;
  version: number;
  status: string;
  person: string;
  why: "AWAY" | "IDLE" | "GONE";
};

/**
 * Puts back into the queue what is with people who are away: their absence has begun, they were not seen for as many hours
 * as the rules say, or they may not sign in any more. What was given to them after that has been given knowingly, and stays.
 */
export const releaseAwayItems = defineCommand<Record<string, never>, { released: number }>({
  action: "suspense.release_away",
  permission: "suspense.work",
  object: () => ({ type: "suspense", no: "away" }),
  toHashed: () => ({}),
  async effect(tx) {
    let released = 0;
    for (const item of await listHeld(tx)) {
      if (!(await giveItem(tx, item, { assigneeId: null }))) continue;
      released += 1;
      await appendAudit(tx, {
        action: "suspense.released",
        objectType: "suspense",
        objectNo: item.itemNo,
        detail: { from: item.status, to: "OPEN", why: item.why, person: item.person },
      });
    }
    return accept({ released });
  },
});

async function listHeld(tx: DbTransaction): Promise<Held[]> {
  const { now } = tx.context;
  const [set] = await tx.query<{ idleHours: number | null }>(
    `SELECT idle_hours AS "idleHours" FROM routing_sets ORDER BY version DESC LIMIT 1`,
  );
  const idleHours = set?.idleHours ?? null;
  const idleSince = idleHours === null ? null : findIdleSince(await loadCalendar(tx), now, idleHours);
  return tx.query<Held>(
    `SELECT i.id, i.item_no AS "itemNo", i.version, i.status, u.display_name AS person, reason.why
     FROM suspense_items i JOIN users u ON u.id = i.assignee_id
     CROSS JOIN LATERAL (SELECT coalesce(i.assigned_at, i.created_at) AS given_at) AS given
     CROSS JOIN LATERAL (SELECT CASE
       WHEN u.disabled_at IS NOT NULL THEN 'GONE'
       WHEN EXISTS (SELECT 1 FROM absences b WHERE b.user_id = u.id AND b.cancelled_at IS NULL
              AND $1::date BETWEEN b.from_on AND b.until_on
              AND given_at < greatest(b.set_at, b.from_on::timestamp AT TIME ZONE 'Asia/Shanghai')) THEN 'AWAY'
       WHEN $2::timestamptz IS NOT NULL AND given_at < $2
              AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.last_seen_at >= $2) THEN 'IDLE'
       END AS why) AS reason
     WHERE i.assignee_id IS NOT NULL AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
       AND i.status IN ('ASSIGNED', 'INVESTIGATING') AND reason.why IS NOT NULL
     ORDER BY i.id LIMIT ${AT_ONCE} FOR UPDATE OF i SKIP LOCKED`,
    [accountingDayOf(now), idleSince],
  );
}
