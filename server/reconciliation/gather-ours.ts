import "server-only";
import { type DayToMatch, selectOurs } from "@/server/reconciliation/set-apart";
import type { DbTransaction } from "@/server/transact";

/** Earlier days on which more is booked than their batches saw: news came late, or no batch was run. */
const UNSETTLED = `
  WITH booked AS (
    SELECT expected_on AS day, asset, count, signed_minor FROM channel_booked
    WHERE channel_id = $1 AND expected_on < $2::date AND expected_on > $2::date - $3::int
  ), seen AS (
    SELECT day, asset, sum(count) AS count, sum(minor) AS minor FROM (
      SELECT b.statement_on AS day, p.asset, p.count, p.signed_minor AS minor
      FROM batches b JOIN batch_plain p ON p.batch_id = b.id
      WHERE b.channel_id = $1 AND b.is_current AND b.statement_on < $2::date AND b.statement_on > $2::date - $3::int
      UNION ALL
      SELECT r.expected_on, r.ours_asset, 1, r.ours_minor
      FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
      WHERE r.channel_id = $1 AND r.batch_on < $2::date AND r.batch_on > $2::date - 2 * $3::int
        AND r.superseded_by IS NULL AND r.ours_minor <> 0
    ) AS parts GROUP BY day, asset
  )
  SELECT DISTINCT booked.day FROM booked LEFT JOIN seen USING (day, asset)
  WHERE (booked.count, booked.signed_minor) IS DISTINCT FROM (coalesce(seen.count, 0), coalesce(seen.minor, 0))
  ORDER BY booked.day`;

/**
 * Ours that may meet a line: due this day and not plain, due earlier and late, or named by a line or an earlier result
 * whatever their status. What counts as ours is what the books put into the channel receivable: a capture that arrived,
 * a refund that succeeded. A key has one order or refund, so what was set apart with its line is not looked up again.
 */
const gather = (ours: { payments: string; refunds: string }) => `
  CREATE TEMPORARY TABLE gathered ON COMMIT DROP AS
  WITH named AS (
    (SELECT item_kind, match_key FROM day_lines UNION SELECT item_kind, match_key FROM carried)
    EXCEPT SELECT item_kind, match_key FROM apart
  )
  SELECT item_kind, match_key, line_key, order_no, refund_no, status, asset, expected_on, ours_minor, channel_trade_no,
         merchant_id
  FROM apart WHERE match_key IS NOT NULL
  UNION
  ${ours.payments} WHERE o.channel_id = $1 AND o.expected_on = ANY ($2::date[]) AND o.channel_minor > 0
  UNION
  ${ours.refunds} WHERE r.channel_id = $1 AND r.expected_on = ANY ($2::date[]) AND r.channel_minor > 0
  UNION
  ${ours.payments} JOIN named n ON n.item_kind = 'PAYMENT' AND n.match_key = o.match_key WHERE o.channel_id = $1
  UNION
  ${ours.refunds} JOIN named n ON n.item_kind = 'REFUND' AND n.match_key = r.match_key WHERE r.channel_id = $1`;

/** Ours of days with an earlier batch and without a result that counts: either plainly matched there, or unknown to it. */
const UNTOLD = `
  CREATE TEMPORARY TABLE untold ON COMMIT DROP AS
  SELECT g.item_kind, g.match_key, g.line_key, b.id AS batch_id, b.statement_id, b.statement_on
  FROM gathered g JOIN batches b ON b.channel_id = $1 AND b.is_current AND b.statement_on = g.expected_on
  WHERE b.statement_on < $2::date AND NOT EXISTS (
    SELECT 1 FROM match_results r JOIN batches own ON own.id = r.batch_id AND own.is_current
    WHERE r.channel_id = $1 AND r.match_key = g.match_key AND r.item_kind = g.item_kind AND r.superseded_by IS NULL
      AND r.ours_minor <> 0)`;

/** Of these, what its batch matched plainly: its line stands in that day's statement, without a result. */
const PLAIN_ON = `
  INSERT INTO plainly_used (item_kind, match_key)
  SELECT u.item_kind, u.match_key FROM untold u
  JOIN statement_lines l ON l.item_kind = u.item_kind AND l.match_key = u.line_key
  WHERE u.batch_id = $3 AND l.settles_on = $1 AND l.statement_id = $2 AND NOT EXISTS (
    SELECT 1 FROM match_results r
    WHERE r.batch_on = $1 AND r.batch_id = $3 AND r.line_statement_id = $2 AND r.line_no = l.line_no)`;

/**
 * Gathers what of ours may meet the lines that were set apart, as the temporary table `gathered`, and which of it earlier
 * batches matched plainly, as `plainly_used`. Needs `apart`, `carried` and `day_lines`.
 */
export async function gatherOurs(tx: DbTransaction, match: DayToMatch, reachDays: number): Promise<void> {
  const { channel, day } = match;
  const unsettled = await tx.query<{ day: string }>(UNSETTLED, [channel.id, day, reachDays]);
  await tx.query(gather(selectOurs(channel)), [channel.id, unsettled.map((one) => one.day)]);
  await tx.query("CREATE TEMPORARY TABLE plainly_used (item_kind text, match_key text) ON COMMIT DROP");
  await tx.query("ANALYZE gathered (item_kind, match_key, expected_on, order_no)");
  await tx.query(UNTOLD, [channel.id, day]);
  const batches = await tx.query<{ id: bigint; statement_id: bigint; day: string }>(
    "SELECT DISTINCT batch_id AS id, statement_id, statement_on AS day FROM untold ORDER BY statement_on",
  );
  if (batches.length === 0) return;
  // A few of ours against a whole statement: by hash, since nothing finds its lines by their key.
  await tx.query("SELECT set_config('enable_nestloop', 'off', true)");
  for (const batch of batches) await tx.query(PLAIN_ON, [batch.day, batch.statement_id, batch.id]);
  await tx.query("SELECT set_config('enable_nestloop', 'on', true)");
}
