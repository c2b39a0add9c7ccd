import "server-only";
import type { BookCheck } from "./book-check";

/** Money between merchants and their banks is the payouts that are neither paid nor given back, to the cent. */
export const PAYOUTS_IN_TRANSIT: BookCheck = {
  name: "payouts_in_transit",
  noun: "assets of payouts in transit",
  units: `
    WITH held AS (
      SELECT a.asset, sum(b.posted_minor) AS minor FROM accounts a JOIN account_balances b ON b.account_id = a.id
      WHERE a.gl_code = '2242' GROUP BY a.asset
    ), waiting AS (
      SELECT asset, sum(amount_minor) AS minor FROM payouts WHERE status IN ('ACCEPTED', 'IN_DOUBT', 'FAILED', 'BOUNCED') GROUP BY asset
    )
    SELECT format('%s: %s in the books, %s in payouts', asset, coalesce(held.minor, 0), coalesce(waiting.minor, 0)) AS name,
           coalesce(held.minor, 0) = coalesce(waiting.minor, 0) AS ok
    FROM held FULL JOIN waiting USING (asset)`,
};

/**
 * Every payout is where its vouchers have left the money: with the merchant, in transit, or out of the reserve bank. One voucher
 * of an event does not stand for another, since the three sums are compared apart.
 */
const PAYOUTS_BOOKED: BookCheck = {
  name: "payouts_booked",
  noun: "payouts and their vouchers",
  // Vouchers are found by reading all there are, which is left out where no payout has any.
  paramsFor: (kinds) => [kinds.some(({ event }) => event === "payout.accepted")],
  units: `
    WITH moved AS (
      SELECT v.object_no, sum(e.change_minor) FILTER (WHERE a.gl_code = '2242') AS transit,
             sum(e.change_minor) FILTER (WHERE a.gl_code = '2202.02' AND a.merchant_id = o.merchant_id) AS merchant,
             sum(e.change_minor) FILTER (WHERE a.gl_code = '1002') AS bank,
             bool_and(e.asset = o.asset AND a.gl_code IN ('2242', '2202.02', '1002')) AS fits
      FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
      JOIN accounts a ON a.id = e.account_id LEFT JOIN payouts o ON o.payout_no = v.object_no
      WHERE $1::boolean AND v.object_type = 'payout' GROUP BY v.object_no
    )
    SELECT coalesce(o.payout_no, moved.object_no) AS name,
           o.id IS NOT NULL AND coalesce(moved.fits, true)
             AND coalesce(moved.transit, 0) = CASE WHEN o.status IN ('ACCEPTED', 'IN_DOUBT', 'FAILED', 'BOUNCED') THEN o.amount_minor ELSE 0 END
             AND coalesce(moved.merchant, 0) = CASE WHEN o.status IN ('REQUESTED', 'REFUSED', 'RETURNED') THEN 0 ELSE -o.amount_minor END
             AND coalesce(moved.bank, 0) = CASE o.status WHEN 'SUCCEEDED' THEN -o.amount_minor ELSE 0 END AS ok
    FROM payouts o FULL JOIN moved ON moved.object_no = o.payout_no`,
};

/** Every payout has become what its attempts have: the last one above all, no two open, none that pays what another has paid. */
const PAYOUTS_ATTEMPTED: BookCheck = {
  name: "payouts_attempted",
  noun: "payouts and their attempts",
  units: `
    WITH tried AS (
      SELECT object_no, count(*) AS attempts, count(*) FILTER (WHERE status NOT IN ('SUCCEEDED', 'FAILED')) AS open,
             count(*) FILTER (WHERE status = 'SUCCEEDED') AS paid, min(amount_minor) AS least, max(amount_minor) AS most,
             count(*) FILTER (WHERE status = 'FAILED' AND EXISTS (
               SELECT 1 FROM vouchers v WHERE is_key(v.idempotency_key, 'payout.succeeded:' || money_attempts.out_no))) AS late,
             (array_agg(status ORDER BY attempt_no DESC))[1] AS last, (array_agg(fault ORDER BY attempt_no DESC))[1] AS fault,
             (array_agg(channel_id ORDER BY attempt_no DESC))[1] AS channel_id,
             bool_and(operation = 'TRANSFER') AS transfers, array_agg(DISTINCT payee_digest) AS payees, array_agg(DISTINCT asset) AS assets
      FROM money_attempts WHERE kind = 'PAYOUT' GROUP BY object_no
    ), bounced AS (
      SELECT t.object_no, count(*) AS times FROM money_attempts t
      JOIN vouchers v ON is_key(v.idempotency_key, 'payout.bounced:' || t.out_no) WHERE t.kind = 'PAYOUT' GROUP BY 1
    )
    SELECT coalesce(o.payout_no, tried.object_no) AS name, CASE
        WHEN o.id IS NULL THEN false
        WHEN o.status IN ('REQUESTED', 'REFUSED') THEN tried.object_no IS NULL
        ELSE tried.least = o.amount_minor AND tried.most = o.amount_minor AND tried.payees = ARRAY[o.payee_digest] AND tried.transfers
          AND tried.assets = ARRAY[o.asset] AND tried.channel_id = o.channel_id
          AND tried.open = CASE WHEN o.status IN ('ACCEPTED', 'IN_DOUBT') THEN 1 ELSE 0 END
          AND tried.paid + tried.late - coalesce(bounced.times, 0) = CASE o.status WHEN 'SUCCEEDED' THEN 1 ELSE 0 END
          AND CASE o.status
            WHEN 'ACCEPTED' THEN tried.last NOT IN ('SUCCEEDED', 'FAILED', 'IN_DOUBT')
            WHEN 'IN_DOUBT' THEN tried.last NOT IN ('SUCCEEDED', 'FAILED')
            WHEN 'FAILED' THEN tried.last = 'FAILED' AND tried.fault = 'CHANNEL'
            WHEN 'RETURNED' THEN true
            ELSE tried.last = 'SUCCEEDED' OR tried.late > 0 END
      END AS ok
    FROM payouts o FULL JOIN tried ON tried.object_no = o.payout_no LEFT JOIN bounced ON bounced.object_no = o.payout_no`,
};

/**
 * What is kept ready in the reserve banks for payouts is what is under way, payout by payout: then no more is under way than the
 * banks hold, since nothing is held that is not there (`no_overdraft`).
 */
const PAYOUTS_RESERVED: BookCheck = {
  name: "payouts_reserved",
  noun: "payouts under way and what is kept ready for them",
  units: `
    WITH kept AS (
      SELECT h.object_no, count(*) AS holds, sum(h.amount_minor - h.captured_minor - h.released_minor) AS minor,
             bool_and(a.gl_code = '1002') AS banks, min(a.asset) AS asset
      FROM holds h JOIN accounts a ON a.id = h.account_id WHERE h.object_type = 'payout' AND h.status = 'ACTIVE' GROUP BY 1
    )
    SELECT coalesce(o.payout_no, kept.object_no) AS name,
           kept.holds = 1 AND kept.banks AND kept.minor = o.amount_minor AND kept.asset = o.asset AS ok
    FROM (SELECT * FROM payouts WHERE status IN ('ACCEPTED', 'IN_DOUBT')) AS o FULL JOIN kept ON kept.object_no = o.payout_no`,
};

/**
 * What settles a payment that came after its failure is of an attempt that had failed, of which its channel has said since that it was
 * paid, in its very amount; it is booked or charged, never both.
 */
const LATE_PAYMENTS: BookCheck = {
  name: "late_payments",
  noun: "payments that came after their failure",
  paramsFor: (kinds) => [kinds.some(({ event }) => event === "payout.late_charged")],
  units: `
    SELECT v.object_no || ' ' || v.voucher_no AS name,
      t.status = 'FAILED' AND EXISTS (
        SELECT 1 FROM money_answers s WHERE s.attempt_id = t.id AND s.kind = 'SUCCEEDED' AND s.moved_to IS NULL
          AND s.amount_minor = t.amount_minor AND s.asset = t.asset)
      AND NOT EXISTS (SELECT 1 FROM vouchers b WHERE is_key(b.idempotency_key, 'payout.succeeded:' || t.out_no))
      AND (SELECT sum(e.change_minor) FROM entries e JOIN accounts a ON a.id = e.account_id
           WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND a.gl_code = '1002' AND e.asset = t.asset) = -t.amount_minor AS ok
    FROM vouchers v LEFT JOIN money_attempts t ON 'payout.late_charged:' || t.out_no = v.idempotency_key
    WHERE $1::boolean AND v.event = 'payout.late_charged' AND v.reverses_voucher_id IS NULL`,
};

export const PAYOUT_CHECKS: readonly BookCheck[] = [
  PAYOUTS_IN_TRANSIT,
  PAYOUTS_BOOKED,
  PAYOUTS_ATTEMPTED,
  PAYOUTS_RESERVED,
  LATE_PAYMENTS,
];
