import "server-only";
import type { ChannelRow } from "@/server/store/channels";
import type { DbTransaction } from "@/server/transact";

/** The day that is matched, and the statement and batch that it is matched for. */
export type DayToMatch = {
  readonly channel: ChannelRow;
  readonly day: string;
  readonly statementId: bigint;
  readonly batchId: bigint;
};

/** The channel's orders and refunds as one kind of thing: what is ours, under the key that a line has for it. */
export function selectOurs(channel: ChannelRow): { payments: string; refunds: string } {
  const lineKey = (theirs: string, own: string) => (channel.keyedBy === "CHANNEL_NO" ? `'#' || ${theirs}` : own);
  return {
    payments: `SELECT 'PAYMENT' AS item_kind, o.match_key, ${lineKey("o.channel_trade_no", "o.match_key")} AS line_key,
        o.order_no, NULL::text AS refund_no, o.status, o.asset, o.expected_on,
        CASE WHEN o.booked_by = 'ARRIVAL' THEN o.channel_minor ELSE 0 END AS ours_minor, o.channel_trade_no,
        o.merchant_id
      FROM orders o`,
    refunds: `SELECT 'REFUND' AS item_kind, r.match_key, ${lineKey("r.channel_refund_no", "r.match_key")} AS line_key,
        r.order_no, r.refund_no, r.status, r.asset, r.expected_on,
        CASE WHEN r.status = 'SUCCEEDED' THEN -r.channel_minor ELSE 0 END AS ours_minor, r.channel_refund_no AS channel_trade_no,
        NULL::bigint AS merchant_id
      FROM refunds r`,
  };
}

/** A million of each side: read in parallel and joined by hash, with the memory that this takes. */
const MANY_ROWS = `
  SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true), set_config('enable_mergejoin', 'off', true),
         set_config('max_parallel_workers_per_gather', '2', true), set_config('parallel_setup_cost', '100', true),
         set_config('parallel_tuple_cost', '0.001', true)`;

/**
 * Keys that are never plain: repeated in this statement, known to a result of an earlier batch that still counts, or lent
 * and given by people.
 */
const SUSPECTS = `
  SELECT coalesce(array_agg(DISTINCT match_key ORDER BY match_key), '{}') AS keys FROM (
    SELECT match_key FROM statement_repeats WHERE statement_id = $2
    UNION ALL
    SELECT unnest(ARRAY[match_key, as_match_key]) FROM line_key_overrides WHERE channel_id = $1 AND settles_on = $3::date
    UNION ALL
    SELECT r.match_key FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
    WHERE r.channel_id = $1 AND r.batch_on < $3::date AND r.batch_on > $3::date - $4::int AND r.superseded_by IS NULL
  ) AS known`;

/**
 * Bound to what an earlier run on the same basis set apart: the rest is as plain as it was. As conditions and not as joins,
 * which a planner that has not heard of a new day does row by row; nor are lines sought by the block ranges of so many places.
 */
const AGAIN = {
  lines: "AND line_no + 0 = ANY ($5)",
  payments: "AND o.match_key = ANY ($6)",
  refunds: "AND r.match_key = ANY ($7)",
};

const apart = (channel: ChannelRow, { lines, payments, refunds } = { lines: "", payments: "", refunds: "" }) => `
  CREATE TEMPORARY TABLE apart ON COMMIT DROP AS
  SELECT l.*, o.*
  FROM (
    SELECT line_no, item_kind AS of_kind, match_key AS of_key, status AS line_status, signed_minor AS line_signed_minor, fee_minor,
           contract_fee_minor, asset AS line_asset, order_no AS line_order_no, refund_no AS line_refund_no,
           channel_trade_no AS line_trade_no, channel_refund_no AS line_channel_refund_no, occurred_at AS line_occurred_at
    FROM statement_lines WHERE settles_on = $2 AND statement_id = $3 ${lines}
  ) AS l
  FULL JOIN (
    ${selectOurs(channel).payments} WHERE o.channel_id = $1 AND o.expected_on = $2 AND o.channel_minor > 0 ${payments}
    UNION ALL
    ${selectOurs(channel).refunds} WHERE r.channel_id = $1 AND r.expected_on = $2 AND r.channel_minor > 0 ${refunds}
  ) AS o ON o.line_key = l.of_key AND o.item_kind = l.of_kind
  WHERE (l.line_signed_minor = o.ours_minor AND l.line_signed_minor <> 0 AND l.line_asset = o.asset
         AND l.fee_minor = l.contract_fee_minor AND o.match_key <> ALL ($4) AND l.of_key <> ALL ($4)) IS NOT TRUE`;

/**
 * Everything that being plain depends on besides the lines of the statement, which never change: the rule itself, whose keys
 * lines go by, which keys are known, and how often what is booked on the day has changed. To be asked before the day is
 * read, so that what comes meanwhile makes another basis.
 */
const BASIS = `
  SELECT md5(jsonb_build_array('plain-1', $3::text, $4::text[], (
    SELECT jsonb_agg(jsonb_build_array(asset, revision) ORDER BY asset) FROM channel_bookings
    WHERE channel_id = $1 AND expected_on = $2))::text) AS basis`;

const SET_APART_BEFORE = `
  SELECT a.line_nos::text AS lines, a.payment_keys AS payments, a.refund_keys AS refunds
  FROM batches b JOIN batch_apart a ON a.batch_id = b.id
  WHERE b.channel_id = $1 AND b.statement_on = $2 AND b.statement_id = $3 AND a.basis = $4 ORDER BY b.id DESC LIMIT 1`;

const KEEP_APART = `
  INSERT INTO batch_apart (batch_id, basis, line_nos, payment_keys, refund_keys)
  SELECT $1, $2, coalesce(array_agg(DISTINCT line_no) FILTER (WHERE line_no IS NOT NULL), '{}'),
         coalesce(array_agg(DISTINCT match_key) FILTER (WHERE item_kind = 'PAYMENT'), '{}'),
         coalesce(array_agg(DISTINCT match_key) FILTER (WHERE item_kind = 'REFUND'), '{}')
  FROM apart`;

/** What is left of the statement without what was set apart is plainly matched. */
const KEEP_PLAIN = `
  INSERT INTO batch_plain (batch_id, asset, count, signed_minor, fee_minor)
  SELECT $2, s.asset, s.lines - coalesce(a.lines, 0), s.signed_minor - coalesce(a.signed_minor, 0),
         s.fee_minor - coalesce(a.fee_minor, 0)
  FROM statement_assets s LEFT JOIN (
    SELECT line_asset, count(*) AS lines, sum(line_signed_minor) AS signed_minor, sum(fee_minor) AS fee_minor
    FROM apart WHERE line_no IS NOT NULL GROUP BY line_asset
  ) AS a ON a.line_asset = s.asset
  WHERE s.statement_id = $1 AND s.lines > coalesce(a.lines, 0)`;

type SetApart = { readonly lines: string; readonly payments: string[]; readonly refunds: string[] };

/**
 * Finds what is not plain on a day, as the temporary table `apart`: lines with the item of ours that is due that day under
 * the same key, and either side alone. A pair is plain when nobody else has its key and asset, amount, status and fee
 * agree; of plain pairs only their sums are kept, under the batch. Results within `reachDays` count as known.
 *
 * The whole day is joined once. A later run of the same statement for which everything is as it was reads what was set
 * apart then, and nothing else.
 */
export async function setApart(tx: DbTransaction, match: DayToMatch, reachDays: number): Promise<void> {
  const { channel, day, statementId, batchId } = match;
  await tx.query(MANY_ROWS);
  const [suspects] = await tx.query<{ keys: string[] }>(SUSPECTS, [channel.id, statementId, day, reachDays]);
  const keys = suspects?.keys ?? [];
  const [now] = await tx.query<{ basis: string }>(BASIS, [channel.id, day, channel.keyedBy, keys]);
  const basis = now?.basis ?? "";
  const [before] = await tx.query<SetApart>(SET_APART_BEFORE, [channel.id, day, statementId, basis]);
  const read = [channel.id, day, statementId, keys];
  if (before) await tx.query(apart(channel, AGAIN), [...read, before.lines, before.payments, before.refunds]);
  else {
    await tx.query(apart(channel), read);
    await tx.query(KEEP_APART, [batchId, basis]);
  }
  await tx.query(KEEP_PLAIN, [statementId, batchId]);
}
