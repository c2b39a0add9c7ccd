import "server-only";
import type { LegDto, LegItemDto, LegSumDto } from "@/contracts/leg-views";
import type { DbReader } from "@/server/transact";

export const MAX_LEG_ITEMS = 20;

type BatchRaw = { id: bigint; statement_id: bigint; statement_on: string };
type SumRaw = { asset: string; left: bigint; right: bigint; waiting: bigint };
export type ItemRaw = {
  kind: string;
  key: string;
  orderNo: string | null;
  refundNo: string | null;
  asset: string;
  left: bigint;
  right: bigint;
  delta: bigint;
};

/**
 * The channel's lines of the day against ours. A line without a result is plainly matched and counts for both sides, so
 * our side is the file less the lines that have a result, and then what those results say is ours. What came in with
 * other days' lines belongs to those.
 */
const SUMS = `
  WITH file AS (
    SELECT asset, signed_minor AS minor FROM statement_assets WHERE statement_id = $2
  ), found AS (
    SELECT coalesce(ours_asset, channel_asset) AS asset, line_no IS NOT NULL AS has_line, outcome,
           ours_minor, channel_minor, channel_asset
    FROM match_results WHERE batch_id = $1 AND batch_on = $3 AND (line_no IS NULL OR line_statement_id = $2)
  ), ours AS (
    SELECT asset, sum(ours_minor) AS minor,
           sum(CASE outcome WHEN 'BUFFERED_OURS' THEN -ours_minor WHEN 'BUFFERED_CHANNEL' THEN channel_minor ELSE 0 END) AS waiting
    FROM found GROUP BY asset
  ), theirs AS (
    SELECT channel_asset AS asset, sum(channel_minor) AS minor FROM found WHERE has_line GROUP BY channel_asset
  )
  SELECT asset, (coalesce(file.minor, 0) - coalesce(theirs.minor, 0) + coalesce(ours.minor, 0))::bigint AS left,
         coalesce(file.minor, 0)::bigint AS right, coalesce(ours.waiting, 0)::bigint AS waiting
  FROM file FULL JOIN ours USING (asset) LEFT JOIN theirs USING (asset) ORDER BY asset`;
const ITEMS = `
  SELECT kind, match_key AS key, order_no AS "orderNo", refund_no AS "refundNo", asset, ours_minor AS left,
         channel_minor AS right, delta_minor AS delta
  FROM found_breaks WHERE batch_id = $1 ORDER BY abs(delta_minor) DESC, match_key, kind`;
const WAITING = `
  SELECT count(*)::int AS waiting FROM match_results
  WHERE batch_id = $1 AND batch_on = $2 AND superseded_by IS NULL AND outcome IN ('BUFFERED_OURS', 'BUFFERED_CHANNEL')`;

/** Our orders and refunds against the channel's statement, as the newest batch of the day found them. */
export async function findOrdersChannel(db: DbReader, channelId: bigint, date: string): Promise<LegDto> {
  const leg = "ORDERS_CHANNEL" as const;
  const [batch] = await db.query<BatchRaw>(
    "SELECT id, statement_id, statement_on FROM batches WHERE channel_id = $1 AND statement_on = $2 AND is_current",
    [channelId, date],
  );
  if (!batch) return { leg, state: "NOT_RUN", sums: [], differing: 0, waiting: 0, items: [] };
  const sums = await db.query<SumRaw>(SUMS, [batch.id, batch.statement_id, date]);
  const items = await db.query<ItemRaw>(ITEMS, [batch.id]);
  const [waits] = await db.query<{ waiting: number }>(WAITING, [batch.id, date]);
  const waiting = waits?.waiting ?? 0;
  return {
    leg,
    state: items.length > 0 ? "DIFFERS" : waiting > 0 ? "WAITS" : "AGREES",
    sums: sums.map(toSum),
    differing: items.length,
    waiting,
    items: items.slice(0, MAX_LEG_ITEMS).map(toItem),
  };
}

export function toSum({ asset, left, right, waiting }: SumRaw): LegSumDto {
  const [leftMinor, rightMinor] = [`${left}`, `${right}`];
  return { asset, leftMinor, rightMinor, differenceMinor: `${right - left}`, waitingMinor: `${waiting}` };
}

export function toItem({ left, right, delta, ...item }: ItemRaw): LegItemDto {
  return { ...item, leftMinor: `${left}`, rightMinor: `${right}`, differenceMinor: `${delta}` };
}
