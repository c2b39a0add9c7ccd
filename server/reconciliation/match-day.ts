import "server-only";
import { gatherOurs } from "@/server/reconciliation/gather-ours";
import { type DayToMatch, setApart } from "@/server/reconciliation/set-apart";
import type { ChannelRow } from "@/server/store/channels";
import type { DbTransaction } from "@/server/transact";

/** Results of earlier batches further back than this are settled for good: nothing reaches them any more. */
export const REACH_DAYS = 60;

/**
 * What still waits, and the open breaks that news may explain: a twin that turned up, a status that moved. They are
 * decided again together with the new day.
 */
const CARRY = `
  CREATE TEMPORARY TABLE carried ON COMMIT DROP AS
  SELECT r.*, r.outcome NOT LIKE 'BUFFERED%' AS is_break
  FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
  WHERE r.channel_id = $1 AND r.batch_on < $2::date AND r.batch_on > $2::date - ${REACH_DAYS} AND r.superseded_by IS NULL
    AND (r.outcome LIKE 'BUFFERED%'
      OR (r.outcome IN ('LONG', 'SHORT', 'STATUS_MISMATCH') AND NOT EXISTS (
           SELECT 1 FROM suspense_items i WHERE i.status = 'RESOLVED' AND i.channel_id = r.channel_id
             AND i.match_key = r.match_key AND i.item_kind = r.item_kind AND i.amount_minor = abs(r.delta_minor))))`;

/** A channel may know our payment by its own number alone; the order or refund with that number lends the line its key. */
const NAMED_BY_CHANNEL_NO = `
  LEFT JOIN LATERAL (
    SELECT o.match_key FROM orders o
    WHERE starts_with(l.match_key, '#') AND l.item_kind = 'PAYMENT' AND o.channel_id = $1 AND o.channel_trade_no = l.channel_trade_no
    UNION ALL
    SELECT r.match_key FROM refunds r
    WHERE starts_with(l.match_key, '#') AND l.item_kind = 'REFUND' AND r.channel_id = $1 AND r.channel_refund_no = l.channel_refund_no
    ORDER BY match_key LIMIT 1
  ) AS named ON true`;

/** What people have said about a line of this day goes before what it says itself; an open one of before has its key already. */
const KEYED_BY_PEOPLE = `
  LEFT JOIN line_key_overrides o
    ON o.channel_id = $1 AND o.settles_on = $2::date AND o.item_kind = l.item_kind AND o.match_key = l.match_key
      AND l.carried_id IS NULL`;

/** The lines that are not plain, and those that earlier batches left open. A key that begins with # is the channel's. */
const LINES = `
  CREATE TEMPORARY TABLE day_lines ON COMMIT DROP AS
  SELECT l.settles_on, l.statement_id, l.line_no, l.item_kind, coalesce(o.as_match_key, named.match_key, l.match_key) AS match_key,
         l.status, l.signed_minor, l.fee_minor, l.contract_fee_minor, l.asset, l.order_no, l.refund_no, l.channel_trade_no,
         l.occurred_at, l.carried_id
  FROM (
    SELECT $2::date AS settles_on, $3::bigint AS statement_id, line_no, of_kind AS item_kind, of_key AS match_key,
           line_status AS status, line_signed_minor AS signed_minor, fee_minor, contract_fee_minor, line_asset AS asset,
           line_order_no AS order_no, line_refund_no AS refund_no, line_trade_no AS channel_trade_no,
           line_channel_refund_no AS channel_refund_no, line_occurred_at AS occurred_at, NULL::bigint AS carried_id
    FROM apart WHERE line_no IS NOT NULL
    UNION ALL
    SELECT line_settles_on, line_statement_id, line_no, item_kind, match_key, line_status, channel_minor, fee_minor,
           contract_fee_minor, channel_asset, order_no, refund_no, channel_trade_no, substr(match_key, 2), line_occurred_at, id
    FROM carried WHERE line_no IS NOT NULL
  ) AS l ${NAMED_BY_CHANNEL_NO} ${KEYED_BY_PEOPLE}`;

/** Keys whose line, or whose item of ours, an earlier batch has used for good. A surplus line is nobody's twin. */
const TAKEN = `
  CREATE TEMPORARY TABLE taken ON COMMIT DROP AS
  SELECT item_kind, match_key, bool_or(line_taken) AS line_taken, bool_or(ours_taken) AS ours_taken FROM (
    SELECT r.item_kind, r.match_key, r.channel_minor <> 0 AND r.duplicate_no = 0 AS line_taken, r.ours_minor <> 0 AS ours_taken
    FROM (SELECT item_kind, match_key FROM day_lines UNION SELECT item_kind, match_key FROM gathered) AS open
    JOIN match_results r ON r.channel_id = $1 AND r.match_key = open.match_key AND r.item_kind = open.item_kind
    JOIN batches b ON b.id = r.batch_id AND b.is_current
    WHERE r.batch_on < $2::date AND r.batch_on > $2::date - ${REACH_DAYS} AND r.superseded_by IS NULL
      AND NOT EXISTS (SELECT 1 FROM carried c WHERE c.id = r.id)
    UNION ALL SELECT item_kind, match_key, true, true FROM plainly_used
  ) AS uses GROUP BY item_kind, match_key`;

const OURS = `
  CREATE TEMPORARY TABLE day_ours ON COMMIT DROP AS
  SELECT g.*, c.id AS carried_id FROM gathered g
  LEFT JOIN taken t ON t.item_kind = g.item_kind AND t.match_key = g.match_key
  LEFT JOIN (
    SELECT item_kind, match_key, min(id) AS id FROM carried WHERE ours_minor <> 0 GROUP BY item_kind, match_key
  ) AS c ON c.item_kind = g.item_kind AND c.match_key = g.match_key
  WHERE NOT coalesce(t.ours_taken, false)`;

/** Which line of a day comes first is decided by what it says, never by its place: a file in another order is the same file. */
const BY_CONTENT = `(o.ours_minor = l.signed_minor AND o.asset = l.asset) DESC NULLS LAST,
  (o.channel_trade_no = l.channel_trade_no) DESC NULLS LAST, l.channel_trade_no, l.signed_minor, l.asset, l.fee_minor,
  l.order_no, l.line_no`;

/** Lines of one number that together are what we have: one refund that the channel paid in parts, say. */
const IS_PART = `coalesce(NOT coalesce(t.line_taken, false) AND count(*) OVER of_one > 1
  AND sum(l.signed_minor) OVER of_one = o.ours_minor AND min(l.asset) OVER of_one = o.asset
  AND max(l.asset) OVER of_one = o.asset, false)`;

/**
 * Of the lines of a key, the earliest that moves money meets our item, and of one day's that which agrees with it. A
 * further one, or one whose key was used before, is surplus. A refund that failed and was made again under its number
 * has two lines, and the second is the one that counts.
 */
const pairs = (channel: ChannelRow) => `
  CREATE TEMPORARY TABLE pairs ON COMMIT DROP AS
  WITH ranked AS (
    SELECT l.*, coalesce(t.line_taken, false) AS line_taken, ${channel.repeats === "SUM" ? IS_PART : "false"} AS is_part,
           row_number() OVER (PARTITION BY l.item_kind, l.match_key
                              ORDER BY l.signed_minor = 0, l.settles_on, ${BY_CONTENT}) AS nth,
           row_number() OVER (PARTITION BY l.item_kind, l.match_key, l.settles_on ORDER BY ${BY_CONTENT}) AS nth_of_day
    FROM day_lines l LEFT JOIN taken t ON t.item_kind = l.item_kind AND t.match_key = l.match_key
    LEFT JOIN day_ours o ON o.item_kind = l.item_kind AND o.match_key = l.match_key
    WINDOW of_one AS (PARTITION BY l.item_kind, l.match_key, l.settles_on)
  ), firsts AS (SELECT * FROM ranked WHERE nth = 1 AND NOT line_taken)
  SELECT coalesce(l.item_kind, o.item_kind) AS item_kind, coalesce(l.match_key, o.match_key) AS match_key,
         false AS is_surplus, coalesce(l.is_part, false) AS is_part, 0::smallint AS duplicate_no, l.settles_on, l.statement_id, l.line_no,
         l.status AS line_status, l.occurred_at AS line_occurred_at, coalesce(l.signed_minor, 0) AS channel_minor, l.asset AS channel_asset,
         coalesce(l.fee_minor, 0) AS fee_minor, coalesce(l.contract_fee_minor, 0) AS contract_fee_minor,
         coalesce(o.order_no, l.order_no) AS order_no, coalesce(o.refund_no, l.refund_no) AS refund_no,
         coalesce(l.channel_trade_no, o.channel_trade_no) AS channel_trade_no,
         o.match_key IS NOT NULL AS has_ours, o.status AS ours_status, o.asset AS ours_asset, o.expected_on,
         coalesce(o.ours_minor, 0) AS ours_minor, l.carried_id AS carried_line, o.carried_id AS carried_ours
  FROM firsts l FULL JOIN day_ours o ON o.item_kind = l.item_kind AND o.match_key = l.match_key
  UNION ALL
  SELECT item_kind, match_key, NOT is_part, is_part, nth_of_day, settles_on, statement_id, line_no, status, occurred_at, signed_minor,
         asset, fee_minor, contract_fee_minor, order_no, refund_no, channel_trade_no, false, NULL, NULL, NULL, 0, carried_id, NULL
  FROM ranked WHERE nth > 1 OR line_taken`;

/**
 * One outcome a pair, most basic difference first. A line or an item alone waits for the channel's buffer days, and
 * an item whose own day has no statement yet waits for that.
 */
const DECIDED = `
  CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
  WITH first_statement AS (SELECT min(settles_on) AS day FROM statements WHERE channel_id = $1)
  SELECT p.*,
    CASE
      WHEN p.is_part THEN CASE WHEN p.fee_minor = p.contract_fee_minor THEN 'MATCHED' ELSE 'FEE_MISMATCH' END
      WHEN p.is_surplus THEN CASE WHEN p.channel_minor = 0 THEN 'MATCHED' ELSE 'DUPLICATE' END
      WHEN p.line_no IS NULL THEN CASE
        WHEN $2::date - p.expected_on < $3 OR (p.expected_on >= first_statement.day AND NOT EXISTS (
               SELECT 1 FROM statements s WHERE s.channel_id = $1 AND s.settles_on = p.expected_on)) THEN 'BUFFERED_OURS'
        WHEN p.ours_minor > 0 THEN 'SHORT' ELSE 'LONG' END
      WHEN NOT p.has_ours THEN CASE
        WHEN p.channel_minor = 0 THEN 'MATCHED'
        WHEN $2::date - p.settles_on < $3 THEN 'BUFFERED_CHANNEL'
        WHEN p.channel_minor > 0 THEN 'LONG' ELSE 'SHORT' END
      WHEN p.ours_minor = 0 AND p.channel_minor = 0 THEN 'MATCHED'
      WHEN p.ours_minor = 0 AND p.line_status = 'PROCESSING' AND $2::date - p.settles_on < $3 THEN 'BUFFERED_CHANNEL'
      WHEN p.ours_minor = 0 OR p.channel_minor = 0 THEN 'STATUS_MISMATCH'
      WHEN p.ours_asset <> p.channel_asset THEN 'ASSET_MISMATCH'
      WHEN p.ours_minor <> p.channel_minor THEN 'AMOUNT_MISMATCH'
      WHEN p.fee_minor <> p.contract_fee_minor THEN 'FEE_MISMATCH'
      ELSE 'MATCHED'
    END AS outcome
  FROM pairs p CROSS JOIN first_statement
  WHERE p.is_surplus OR p.line_no IS NOT NULL OR p.ours_minor <> 0`;

/**
 * An open break that news did not change stays the result of the batch that found it; everything else is written, and so
 * is every line of this day's own statement: matched, waiting and broken lines are the whole file.
 */
const RESULTS = `
  WITH fresh AS (
    SELECT d.*, CASE WHEN d.outcome LIKE 'BUFFERED%' OR d.outcome IN ('MATCHED', 'FEE_MISMATCH') THEN 0
                     WHEN d.outcome = 'ASSET_MISMATCH' THEN d.channel_minor
                     ELSE d.channel_minor - d.ours_minor END AS delta_minor
    FROM decided d
  ), changed AS (
    SELECT f.* FROM fresh f
    LEFT JOIN carried c ON c.id = coalesce(f.carried_line, f.carried_ours) AND c.is_break
    WHERE c.id IS NULL OR c.delta_minor <> f.delta_minor OR f.outcome IN ('MATCHED', 'FEE_MISMATCH')
      OR (f.line_no IS NOT NULL AND f.carried_line IS NULL)
  ), superseded AS (
    UPDATE match_results r SET superseded_by = $3
    FROM (SELECT carried_line AS id FROM changed UNION SELECT carried_ours FROM changed) AS old JOIN carried c ON c.id = old.id
    WHERE r.batch_on = c.batch_on AND r.channel_id = $1 AND r.match_key = c.match_key AND r.id = c.id
  )
  INSERT INTO match_results (batch_on, channel_id, match_key, batch_id, item_kind, outcome, is_released, duplicate_no,
    order_no, refund_no, channel_trade_no, ours_status, ours_minor, ours_asset, line_settles_on, line_statement_id, line_no,
    channel_minor, channel_asset, delta_minor, fee_minor, contract_fee_minor, fee_delta_minor, waits_since, line_status,
    expected_on, line_occurred_at)
  SELECT $2::date, $1, match_key, $3, item_kind, outcome,
    (carried_line IS NOT NULL OR carried_ours IS NOT NULL) AND has_ours AND line_no IS NOT NULL AND outcome NOT LIKE 'BUFFERED%',
    duplicate_no, order_no, refund_no, channel_trade_no, ours_status, ours_minor, ours_asset, settles_on, statement_id, line_no,
    channel_minor, channel_asset, delta_minor, fee_minor,
    CASE outcome WHEN 'ASSET_MISMATCH' THEN fee_minor ELSE contract_fee_minor END,
    CASE WHEN outcome LIKE 'BUFFERED%' OR outcome = 'ASSET_MISMATCH' THEN 0 ELSE contract_fee_minor - fee_minor END,
    coalesce(settles_on, expected_on), line_status, expected_on, line_occurred_at
  FROM changed`;

const TEMPORARY = `apart, carried, day_lines, gathered, untold, plainly_used, taken, day_ours, pairs, decided`;

/**
 * Matches one statement day of one channel as set-based SQL. What is plainly matched is told by its sums alone; the rest
 * gets its results under the batch. What earlier current batches decided for good stays; what waited, and open breaks that
 * news explains, are decided again.
 */
export async function matchDay(tx: DbTransaction, match: DayToMatch): Promise<void> {
  const { channel, day, statementId, batchId } = match;
  await tx.query("SELECT ensure_month($1)", [day]);
  await tx.query(`DROP TABLE IF EXISTS ${TEMPORARY}`);
  await setApart(tx, match, REACH_DAYS);
  await tx.query(CARRY, [channel.id, day]);
  await tx.query(LINES, [channel.id, day, statementId]);
  await tx.query(
    "ANALYZE apart (item_kind, match_key), carried (item_kind, match_key), day_lines (item_kind, match_key)",
  );
  await gatherOurs(tx, match, REACH_DAYS);
  await tx.query(TAKEN, [channel.id, day]);
  await tx.query(OURS);
  await tx.query("ANALYZE day_ours (item_kind, match_key), taken");
  await tx.query(pairs(channel));
  await tx.query(DECIDED, [channel.id, day, channel.bufferDays]);
  await tx.query(RESULTS, [channel.id, day, batchId]);
}
