import "server-only";
import type { HandOverDto, TeamworkDto } from "@/contracts/teamwork";
import { addBusinessDays, type BusinessCalendar } from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { listAttachments } from "@/server/attachments/list-attachments";
import { loadCalendar } from "@/server/store/calendars";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import { reader } from "@/server/transact";

const SNOOZE_DAYS = [1, 7, 14] as const;
/** More notes than these nobody leaves unread. */
const MAX_NOTES = 10;

/** What people have told each other about an item that the actor may see. */
export async function findTeamwork(
  actor: Actor,
  item: Pick<SuspenseItemRow, "id" | "itemNo">,
  today: string,
): Promise<TeamworkDto> {
  const [calendar, handOvers, attachments, [state]] = await Promise.all([
    loadCalendar(reader),
    listUnreadHandOvers(actor, item.id),
    listAttachments(actor, { type: "suspense", no: item.itemNo }),
    reader.query<{ snoozeReason: string | null; isMentioned: boolean }>(
      `SELECT i.snooze_reason AS "snoozeReason", EXISTS (
         SELECT 1 FROM mentions m JOIN suspense_comments k ON k.id = m.comment_id
         WHERE k.item_id = i.id AND m.user_id = $2::bigint AND m.read_at IS NULL) AS "isMentioned"
       FROM suspense_items i WHERE i.id = $1`,
      [item.id, actor.userId],
    ),
  ]);
  const { snoozeReason = null, isMentioned = false } = state ?? {};
  return {
    today,
    snoozeDays: snoozeDaysOf(calendar, today),
    handOvers,
    attachments: attachments ?? [],
    snoozeReason,
    isMentioned,
  };
}

/** Each goes on to the next business day; one past the end of the calendar is not offered. */
function snoozeDaysOf(calendar: BusinessCalendar, today: string): TeamworkDto["snoozeDays"] {
  return SNOOZE_DAYS.flatMap((days) => {
    const day = addBusinessDays(calendar, addDays(today, days), 0);
    return day.ok ? [{ days, on: day.value }] : [];
  });
}

async function listUnreadHandOvers(actor: Actor, itemId: bigint): Promise<HandOverDto[]> {
  const rows = await reader.query<Omit<HandOverDto, "at"> & { at: Date }>(
    `SELECT f.display_name AS "from", coalesce(t.name, u.display_name) AS "to", h.note, h.created_at AS at,
            (h.to_user_id IS NOT DISTINCT FROM $2::bigint
             OR EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = h.to_team_id AND m.user_id = $2::bigint)) AS "isForMe"
     FROM hand_overs h JOIN users f ON f.id = h.from_id
     LEFT JOIN users u ON u.id = h.to_user_id LEFT JOIN teams t ON t.id = h.to_team_id
     WHERE h.item_id = $1 AND h.read_at IS NULL ORDER BY h.id DESC LIMIT ${MAX_NOTES}`,
    [itemId, actor.userId],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}
