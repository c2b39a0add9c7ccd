import "server-only";
import { BATCH_SUMS } from "./batch-sums-check";
import type { BookCheck } from "./book-check";

/** A stored statement is its lines: their number, and what its totals say of them, whatever their currency. */
const STATEMENT_TOTALS: BookCheck = {
  name: "statement_totals",
  noun: "statements",
  units: `
    SELECT s.statement_no AS name, s.line_count = coalesce(l.lines, 0) AND s.payment_count = coalesce(l.payments, 0)
             AND s.payment_minor = coalesce(l.payment_minor, 0) AND s.refund_count = coalesce(l.refunds, 0)
             AND s.refund_minor = coalesce(l.refund_minor, 0) AND s.fee_minor = coalesce(l.fee_minor, 0) AS ok
    FROM statements s LEFT JOIN (
      SELECT statement_id, settles_on, count(*) AS lines, count(*) FILTER (WHERE item_kind = 'PAYMENT') AS payments,
             sum(amount_minor) FILTER (WHERE item_kind = 'PAYMENT') AS payment_minor,
             count(*) FILTER (WHERE item_kind = 'REFUND') AS refunds,
             sum(amount_minor) FILTER (WHERE item_kind = 'REFUND') AS refund_minor, sum(fee_minor) AS fee_minor
      FROM statement_lines GROUP BY statement_id, settles_on
    ) AS l ON l.statement_id = s.id AND l.settles_on = s.settles_on`,
};

/** The sums that proofs read in the lines' stead, per asset, and which keys the lines repeat. */
const STATEMENT_SUMS: BookCheck = {
  name: "statement_sums",
  noun: "assets and repeated keys of statements",
  units: `
    WITH counted AS (
      SELECT statement_id, asset, count(*) AS lines, sum(signed_minor) AS signed_minor, sum(fee_minor) AS fee_minor,
             sum(contract_fee_minor) AS contract_fee_minor
      FROM statement_lines GROUP BY 1, 2
    ), repeated AS (
      SELECT statement_id, match_key FROM statement_lines GROUP BY 1, 2 HAVING count(*) > 1
    )
    SELECT format('%s of statement %s', asset, statement_id) AS name,
           (c.lines, c.signed_minor, c.fee_minor, c.contract_fee_minor)
             IS NOT DISTINCT FROM (a.lines, a.signed_minor, a.fee_minor, a.contract_fee_minor) AS ok
    FROM counted c FULL JOIN statement_assets a USING (statement_id, asset)
    UNION ALL
    SELECT format('%s of statement %s', match_key, statement_id), r.match_key IS NOT NULL AND s.match_key IS NOT NULL
    FROM repeated r FULL JOIN statement_repeats s USING (statement_id, match_key)`,
};

/** Plain, waiting, matched and broken lines together are the whole file, and the batch says how many of each it found. */
const BATCHES_COMPLETE: BookCheck = {
  name: "batches_complete",
  noun: "current batches",
  units: `
    SELECT b.batch_no AS name, coalesce(r.file_lines, 0) + p.count = s.line_count
             AND coalesce(r.file_lines, 0) = coalesce(r.distinct_lines, 0)
             AND b.matched = coalesce(r.matched, 0) + p.count AND b.buffered_ours = coalesce(r.buffered_ours, 0)
             AND b.buffered_channel = coalesce(r.buffered_channel, 0) AND b.released = coalesce(r.released, 0) AS ok
    FROM batches b JOIN statements s ON s.id = b.statement_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(count), 0) AS count FROM batch_plain WHERE batch_id = b.id) AS p LEFT JOIN (
      SELECT m.batch_id, count(m.line_no) FILTER (WHERE m.line_statement_id = own.statement_id) AS file_lines,
             count(DISTINCT m.line_no) FILTER (WHERE m.line_statement_id = own.statement_id) AS distinct_lines,
             count(*) FILTER (WHERE m.outcome = 'MATCHED') AS matched,
             count(*) FILTER (WHERE m.outcome = 'BUFFERED_OURS') AS buffered_ours,
             count(*) FILTER (WHERE m.outcome = 'BUFFERED_CHANNEL') AS buffered_channel,
             count(*) FILTER (WHERE m.is_released) AS released
      FROM match_results m JOIN batches own ON own.id = m.batch_id AND own.is_current GROUP BY m.batch_id
    ) AS r ON r.batch_id = b.id
    WHERE b.is_current`,
};

/**
 * A line without a result is plainly matched: exactly one item of ours has its key, is due that day, says the same, and
 * is used by no result; its fee is the contract's; and together they are what the batch says of them.
 */
const PLAIN_AGREES: BookCheck = {
  name: "plain_matches_agree",
  noun: "assets of batches with plain matches",
  // Met by grouping and not by joins, which a planner without statistics, right after a load, would do row by row.
  units: `
    WITH current AS (SELECT id, channel_id, statement_on, statement_id FROM batches WHERE is_current), plain AS (
      SELECT batch_id, max(channel_id) AS channel_id, max(day) AS day, max(item_kind) AS item_kind, max(match_key) AS line_key,
             max(asset) AS asset, max(signed_minor) AS minor, max(fee_minor) AS fee_minor, bool_and(fee_ok) AS fee_ok
      FROM (
        SELECT b.id AS batch_id, b.channel_id, b.statement_on AS day, l.line_no, l.item_kind, l.match_key, l.asset,
               l.signed_minor, l.fee_minor, l.fee_minor = l.contract_fee_minor AS fee_ok, 0 AS results
        FROM current b JOIN statement_lines l ON l.settles_on = b.statement_on AND l.statement_id = b.statement_id
        UNION ALL
        SELECT b.id, NULL, NULL, r.line_no, NULL, NULL, NULL, NULL, NULL, NULL, 1
        FROM match_results r JOIN current b ON b.id = r.batch_id AND b.statement_id = r.line_statement_id
      ) AS told GROUP BY batch_id, line_no HAVING sum(results) = 0
    ), ours AS (
      SELECT channel_id, item_kind, max(day) AS day, max(line_key) AS line_key, max(asset) AS asset, max(minor) AS minor
      FROM (
        SELECT o.channel_id, 'PAYMENT' AS item_kind, o.match_key, o.expected_on AS day, o.asset, o.channel_minor AS minor,
               CASE c.keyed_by WHEN 'ORDER_NO' THEN o.match_key ELSE '#' || o.channel_trade_no END AS line_key, 0 AS used
        FROM orders o JOIN channels c ON c.id = o.channel_id WHERE o.booked_by = 'ARRIVAL'
        UNION ALL
        SELECT r.channel_id, 'REFUND', r.match_key, r.expected_on, r.asset, -r.channel_minor,
               CASE c.keyed_by WHEN 'ORDER_NO' THEN r.match_key ELSE '#' || r.channel_refund_no END, 0
        FROM refunds r JOIN channels c ON c.id = r.channel_id WHERE r.status = 'SUCCEEDED'
        UNION ALL
        SELECT r.channel_id, r.item_kind, r.match_key, NULL, NULL, NULL, NULL, 1
        FROM match_results r JOIN current b ON b.id = r.batch_id WHERE r.superseded_by IS NULL AND r.ours_minor <> 0
      ) AS told GROUP BY channel_id, item_kind, match_key HAVING sum(used) = 0
    ), met AS (
      SELECT max(batch_id) AS batch_id, asset, minor, sum(lines) AS lines, sum(ours) AS ours, sum(fee_minor) AS fee_minor,
             bool_and(fee_ok) AS fee_ok
      FROM (
        SELECT batch_id, channel_id, day, item_kind, line_key, asset, minor, fee_minor, fee_ok, 1 AS lines, 0 AS ours FROM plain
        UNION ALL
        SELECT NULL, channel_id, day, item_kind, line_key, asset, minor, 0, NULL, 0, 1 FROM ours
      ) AS sides GROUP BY channel_id, day, item_kind, line_key, asset, minor HAVING sum(lines) > 0
    ), summed AS (
      SELECT batch_id, asset, sum(lines) AS count, sum(lines * minor) AS signed_minor, sum(fee_minor) AS fee_minor,
             bool_and(lines = 1 AND ours = 1 AND fee_ok) AS ok
      FROM met GROUP BY 1, 2
    )
    SELECT format('%s of batch %s', asset, batch_id) AS name,
           coalesce(s.ok AND (s.count, s.signed_minor, s.fee_minor) = (b.count, b.signed_minor, b.fee_minor), false) AS ok
    FROM summed s FULL JOIN (
      SELECT p.* FROM batch_plain p JOIN current own ON own.id = p.batch_id
    ) AS b USING (batch_id, asset)`,
};

/** What arrivals noted as booked on a channel is what its orders and refunds say, per day and asset. */
const BOOKINGS: BookCheck = {
  name: "channel_bookings",
  noun: "booked days of channels",
  units: `
    WITH counted AS (
      SELECT channel_id, coalesce(expected_on, 'infinity') AS expected_on, asset, count(*) AS count, sum(minor) AS minor
      FROM (
        SELECT channel_id, expected_on, asset, channel_minor AS minor FROM orders
        WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
        UNION ALL
        SELECT channel_id, expected_on, asset, -channel_minor FROM refunds WHERE status = 'SUCCEEDED' AND channel_minor > 0
      ) AS ours GROUP BY 1, 2, 3
    )
    SELECT format('%s of channel %s on %s', asset, channel_id, expected_on) AS name,
           (coalesce(n.count, 0), coalesce(n.signed_minor, 0)) = (coalesce(c.count, 0), coalesce(c.minor, 0)) AS ok
    FROM channel_booked n FULL JOIN counted c USING (channel_id, expected_on, asset)`,
};

/** Nothing is matched twice: of the results that count, each line and each item of ours has one. */
const MATCHED_ONCE: BookCheck = {
  name: "matched_once",
  noun: "keys of results that count",
  units: `
    SELECT format('%s of channel %s', r.match_key, r.channel_id) AS name,
           count(*) FILTER (WHERE r.ours_minor <> 0) <= 1
             AND count(r.line_no) = count(DISTINCT (r.line_settles_on, r.line_statement_id, r.line_no)) FILTER (WHERE r.line_no IS NOT NULL) AS ok
    FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
    WHERE r.superseded_by IS NULL GROUP BY r.channel_id, r.item_kind, r.match_key`,
};

/** Suspense in the books = Σ open items, per channel, asset and direction. */
export const SUSPENSE: BookCheck = {
  name: "suspense_is_open_items",
  noun: "suspense accounts",
  units: `
    WITH held AS (
      SELECT a.channel_id, a.asset, CASE a.gl_code WHEN '1901' THEN 'SHORT' ELSE 'LONG' END AS direction, b.posted_minor AS minor
      FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.gl_code IN ('1901', '2241')
    ), open AS (
      SELECT channel_id, asset, direction, sum(amount_minor) AS minor FROM suspense_items
      WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED') GROUP BY 1, 2, 3
    )
    SELECT format('%s %s %s: %s in the books, %s in open items', c.code, asset, lower(direction),
                  coalesce(held.minor, 0), coalesce(open.minor, 0)) AS name,
           coalesce(held.minor, 0) = coalesce(open.minor, 0) AS ok
    FROM held FULL JOIN open USING (channel_id, asset, direction) JOIN channels c ON c.id = channel_id`,
};

/** Every break that counts has its item, and every open item its break: what is unknown is somebody's work. */
const BREAKS_HAVE_ITEMS: BookCheck = {
  name: "breaks_have_items",
  noun: "breaks and open items",
  units: `
    SELECT coalesce(b.signature, i.item_no) AS name,
           count(i.id) = 1 AND bool_and(b.signature IS NOT NULL OR i.status = 'RESOLVED') AS ok
    FROM live_breaks b
    FULL JOIN (SELECT * FROM suspense_items WHERE status <> 'AUTO_RESOLVED') AS i ON i.signature = b.signature
    GROUP BY 1`,
};

/** A resolution stands on an executed request of its own, and everyone who signed it is somebody else than its maker. */
const RESOLUTIONS_APPROVED: BookCheck = {
  name: "resolutions_approved",
  noun: "resolved items and vouchers with approvals",
  paramsFor: (kinds) => [kinds.filter(({ isApproved }) => !isApproved).map(({ event }) => event)],
  units: `
    WITH signed AS (
      SELECT a.id, a.object_no, a.status, CASE WHEN a.broke_glass THEN 1 ELSE cardinality(a.required_roles) END AS needed, count(DISTINCT d.checker_id) AS checkers,
             bool_or(d.checker_id = a.maker_id OR d.maker_id <> a.maker_id) AS is_own
      FROM approvals a LEFT JOIN approval_decisions d ON d.approval_id = a.id AND d.verdict = 'APPROVE' GROUP BY a.id
    )
    SELECT v.voucher_no AS name, bool_and(s.status = 'EXECUTED' AND s.checkers >= s.needed AND NOT s.is_own) AS ok
    FROM vouchers v LEFT JOIN signed s ON s.id = v.approval_id WHERE v.approval_id IS NOT NULL GROUP BY v.id, v.voucher_no
    UNION ALL
    SELECT v.voucher_no, false FROM vouchers v JOIN voucher_events e ON e.event = v.event AND e.needs_approval
    WHERE v.approval_id IS NULL AND (SELECT bool_or(n.needs_approval) FROM voucher_events n WHERE n.event = ANY($1::text[]))
    UNION ALL
    SELECT i.item_no, v.id IS NOT NULL AND v.approval_id IS NOT NULL AND v.object_type = 'suspense' AND v.object_no = i.item_no
    FROM suspense_items i LEFT JOIN vouchers v ON v.id = i.resolved_voucher_id WHERE i.status = 'RESOLVED'`,
};

/** What has to hold of suspense whenever something has happened to it. */
export const SUSPENSE_CHECKS: readonly BookCheck[] = [SUSPENSE, BREAKS_HAVE_ITEMS];

export const RECONCILIATION_CHECKS: readonly BookCheck[] = [
  STATEMENT_TOTALS,
  STATEMENT_SUMS,
  BATCHES_COMPLETE,
  BATCH_SUMS,
  PLAIN_AGREES,
  BOOKINGS,
  MATCHED_ONCE,
  ...SUSPENSE_CHECKS,
  RESOLUTIONS_APPROVED,
];
