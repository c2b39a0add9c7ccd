import "server-only";
import type { BookCheck } from "./book-check";

/** A settlement is the cleared lines that it settles, what the one before left, and what it holds back and lets go. */
const SETTLEMENTS_ADD_UP: BookCheck = {
  name: "settlements_add_up",
  noun: "settlements and their batches",
  units: `
    WITH lines AS (
      SELECT p.settlement_id, sum(l.gross_minor) AS captured, sum(l.refund_minor) AS refunded, sum(l.fee_charged_minor - l.fee_returned_minor) AS fee,
             sum(l.share_minor) AS share, sum(l.received_minor) AS received, sum(l.adjustment_minor) AS adjustment
      FROM settlement_parts p LEFT JOIN clearing_lines l
        ON l.batch_id = p.clearing_batch_id AND l.merchant_id = p.merchant_id AND l.channel_id = p.channel_id AND l.asset = p.asset GROUP BY 1
    ), held AS (SELECT held_by AS id, sum(net_minor) AS minor FROM settlement_hold_backs GROUP BY 1
    ), let_go AS (SELECT released_by AS id, sum(net_minor) AS minor FROM settlement_hold_backs WHERE released_by IS NOT NULL GROUP BY 1
    ), drawn AS (SELECT counted_by AS id, sum(amount_minor) AS minor FROM deposit_draws WHERE counted_by IS NOT NULL GROUP BY 1
    ), chained AS (
      SELECT s.*, lag(s.held_minor) OVER earlier AS held_before, lag(s.carried_minor) OVER earlier AS carried_before
      FROM settlements s WINDOW earlier AS (PARTITION BY s.merchant_id, s.asset ORDER BY s.id)
    )
    SELECT s.settlement_no AS name,
           (s.captured_minor, s.refunded_minor, s.fee_minor, s.share_minor, s.received_minor, s.adjustment_minor)
             = (coalesce(l.captured, 0), coalesce(l.refunded, 0), coalesce(l.fee, 0), coalesce(l.share, 0), coalesce(l.received, 0), coalesce(l.adjustment, 0))
           AND s.opening_minor = coalesce(s.held_before, 0) + coalesce(s.carried_before, 0)
           AND s.held_minor = coalesce(s.held_before, 0) + coalesce(held.minor, 0) - coalesce(let_go.minor, 0)
           AND s.deposit_minor = coalesce(drawn.minor, 0) AND b.id IS NOT NULL AS ok
    FROM chained s LEFT JOIN lines l ON l.settlement_id = s.id LEFT JOIN held ON held.id = s.id LEFT JOIN let_go ON let_go.id = s.id
    LEFT JOIN drawn ON drawn.id = s.id LEFT JOIN settlement_batches b ON b.id = s.batch_id
    UNION ALL
    SELECT b.batch_no, b.content_hash = settlement_hash(b.id) AND b.settlement_count = (SELECT count(*) FROM settlements s WHERE s.batch_id = b.id)
    FROM settlement_batches b`,
};

/** Every cleared line that is due by the terms of the last batch is in one settlement, of its own merchant, and no other is. */
const SETTLEMENTS_TAKE_ALL: BookCheck = {
  name: "settlements_take_all",
  noun: "cleared lines that are settled",
  units: `
    WITH due AS (
      SELECT l.batch_id, l.merchant_id, l.channel_id, l.asset FROM settlement_terms t
      JOIN clearing_batches b ON b.accounting_on <= t.cleared_through JOIN clearing_lines l ON l.batch_id = b.id AND l.merchant_id = t.merchant_id
      WHERE t.batch_id = (SELECT id FROM settlement_batches ORDER BY id DESC LIMIT 1)
    )
    SELECT format('merchant %s at channel %s of clearing %s', coalesce(d.merchant_id, p.merchant_id), coalesce(d.channel_id, p.channel_id),
                  coalesce(d.batch_id, p.clearing_batch_id)) AS name,
           d.batch_id IS NOT NULL AND s.merchant_id = p.merchant_id AND s.asset = p.asset AS ok
    FROM due d FULL JOIN settlement_parts p
      ON p.clearing_batch_id = d.batch_id AND p.merchant_id = d.merchant_id AND p.channel_id = d.channel_id AND p.asset = d.asset
    LEFT JOIN settlements s ON s.id = p.settlement_id`,
};

/** The vouchers of a settlement move exactly what it settled and what was taken from the deposit for it. */
const SETTLEMENTS_BOOKED: BookCheck = {
  name: "settlements_booked",
  noun: "settlements and their vouchers",
  // Vouchers are found by reading all there are, which is left out where nothing was settled.
  paramsFor: (kinds) => [kinds.some(({ event }) => event === "merchant.settled" || event === "deposit.taken")],
  units: `
    WITH booked AS (
      SELECT v.object_no, sum(e.change_minor) FILTER (WHERE a.gl_code = '2202.01') AS pending, sum(e.change_minor) FILTER (WHERE a.gl_code = '2202.02') AS settlement,
             sum(e.change_minor) FILTER (WHERE a.gl_code = '2202.04') AS deposit, bool_and(a.merchant_id = s.merchant_id AND e.asset = s.asset) AS fits
      FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
      LEFT JOIN settlements s ON s.settlement_no = v.object_no
      WHERE $1::boolean AND v.object_type = 'settlement' GROUP BY 1
    ), drawn AS (SELECT settlement_id, sum(amount_minor) AS minor FROM deposit_draws GROUP BY 1)
    SELECT coalesce(s.settlement_no, booked.object_no) AS name,
           s.id IS NOT NULL AND coalesce(booked.fits, true) AND coalesce(booked.settlement, 0) = s.settled_minor
             AND coalesce(booked.deposit, 0) = -coalesce(drawn.minor, 0) AND coalesce(booked.pending, 0) = coalesce(drawn.minor, 0) - s.settled_minor AS ok
    FROM settlements s LEFT JOIN drawn ON drawn.settlement_id = s.id FULL JOIN booked ON booked.object_no = s.settlement_no`,
};

/** What is settled and not let go yet is frozen, settlement by settlement; what was let go is not. */
const SETTLEMENTS_FROZEN: BookCheck = {
  name: "settlements_frozen",
  noun: "settlements that wait to be let go, and what is frozen for them",
  units: `
    WITH frozen AS (
      SELECT h.idempotency_key AS key, h.amount_minor - h.captured_minor - h.released_minor AS minor, a.gl_code, a.merchant_id, a.asset
      FROM holds h JOIN accounts a ON a.id = h.account_id WHERE h.object_type = 'settlement' AND h.status = 'ACTIVE'
    )
    SELECT coalesce(s.settlement_no, frozen.key) AS name,
           s.settled_minor = frozen.minor AND frozen.gl_code = '2202.02' AND frozen.merchant_id = s.merchant_id AND frozen.asset = s.asset AS ok
    FROM (SELECT * FROM settlements WHERE status IN ('COMPUTED', 'REVIEWED') AND settled_minor > 0) AS s
    FULL JOIN frozen ON frozen.key = 'settlement:' || s.settlement_no`,
};

/** A settlement says it is paid exactly while a payout of its merchant's has arrived that takes it, and no payout takes more than it has. */
const SETTLEMENTS_PAID: BookCheck = {
  name: "settlements_paid",
  noun: "settlements with a payout",
  units: `
    SELECT s.settlement_no AS name,
           o.source = 'SETTLEMENT' AND o.merchant_id = s.merchant_id AND o.asset = s.asset AND o.status NOT IN ('REFUSED', 'RETURNED')
             AND (o.status = 'SUCCEEDED') = (s.status IN ('PAID', 'PARTLY_PAID')) AND (s.status <> 'PAID' OR s.paid_minor = s.settled_minor)
             AND o.amount_minor = (SELECT sum(x.paid_minor) FROM settlements x WHERE x.payout_no = s.payout_no) AS ok
    FROM settlements s LEFT JOIN payouts o ON o.payout_no = s.payout_no WHERE s.payout_no IS NOT NULL OR s.status IN ('PAID', 'PARTLY_PAID')`,
};

export const SETTLEMENT_CHECKS: readonly BookCheck[] = [
  SETTLEMENTS_ADD_UP,
  SETTLEMENTS_TAKE_ALL,
  SETTLEMENTS_BOOKED,
  SETTLEMENTS_FROZEN,
  SETTLEMENTS_PAID,
];
