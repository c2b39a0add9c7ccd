import "server-only";
import type { PairFacts } from "@/core/suspense/plan-match";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbReader } from "@/server/transact";

type FoundRow = { settlesOn: string | null; lineKey: string | null; hasOurs: boolean };
type Side =
  | { readonly of: "CHANNEL"; readonly settlesOn: string; readonly matchKey: string }
  | { readonly of: "US"; readonly matchKey: string };

/**
 * Which of two items is the channel's line, and which is ours; null where they are not one of each. `other` is the
 * counterpart, or the key of an order of ours that only waits and has no item yet.
 */
export async function loadPair(
  db: DbReader,
  item: SuspenseItemRow,
  other: SuspenseItemRow | string | null,
): Promise<PairFacts | null> {
  if (other === null) return null;
  const mine = await sideOf(db, item);
  const theirs: Side | null = typeof other === "string" ? { of: "US", matchKey: other } : await sideOf(db, other);
  const [line, ours] = mine?.of === "CHANNEL" ? [mine, theirs] : [theirs, mine];
  if (line?.of !== "CHANNEL" || ours?.of !== "US" || line.matchKey === ours.matchKey) return null;
  return { settlesOn: line.settlesOn, itemKind: item.itemKind, matchKey: line.matchKey, asMatchKey: ours.matchKey };
}

/** As the newest result of its key says it; null where there are both a line and something of ours, or neither. */
async function sideOf(db: DbReader, item: SuspenseItemRow): Promise<Side | null> {
  const [found] = await db.query<FoundRow>(
    `SELECT r.line_settles_on AS "settlesOn", l.match_key AS "lineKey", r.ours_minor <> 0 AS "hasOurs"
     FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
     LEFT JOIN LATERAL (
       SELECT match_key FROM statement_lines
       WHERE settles_on = r.line_settles_on AND statement_id = r.line_statement_id AND line_no = r.line_no
     ) AS l ON true
     WHERE r.channel_id = $1 AND r.match_key = $2 AND r.item_kind = $3 AND r.superseded_by IS NULL AND r.duplicate_no = 0
     ORDER BY r.id DESC LIMIT 1`,
    [item.channelId, item.matchKey, item.itemKind],
  );
  if (!found) return null;
  const { settlesOn, lineKey, hasOurs } = found;
  if (settlesOn !== null && lineKey !== null) {
    return hasOurs ? null : { of: "CHANNEL", settlesOn, matchKey: lineKey };
  }
  return hasOurs ? { of: "US", matchKey: item.matchKey } : null;
}
