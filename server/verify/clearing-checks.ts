import "server-only";
import type { BookCheck } from "./book-check";

/** Every cleared item is what its order, refund or adjustment says, by the terms that its batch keeps. */
const CLEARING_FOLLOWS_ORDERS: BookCheck = {
  name: "clearing_follows_orders",
  noun: "cleared items",
  units: `
    WITH shared AS (
      SELECT kind, object_no, sum(share_minor) AS minor, bool_and(merchants.id IS NOT NULL) AS fits
      FROM clearing_shares LEFT JOIN merchants ON merchants.id = receiver_id GROUP BY 1, 2
    ), paid AS (
      SELECT l.order_no, sum(l.paid_minor) AS minor FROM order_legs l
      WHERE EXISTS (SELECT 1 FROM clearing_items) GROUP BY 1
    ), adjusted AS (
      SELECT v.voucher_no || ':' || a.account_no AS object_no, sum(e.change_minor) AS minor
      FROM clearing_by_hand() AS v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
      JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01' GROUP BY 1
      UNION ALL
      SELECT 'coupon:' || order_no, -minor FROM coupon_shortfalls
    )
    SELECT format('%s %s', coalesce(i.kind, s.kind), coalesce(i.object_no, s.object_no)) AS name,
           i.kind IS NOT NULL AND b.id IS NOT NULL AND i.share_minor = coalesce(s.minor, 0) AND coalesce(s.fits, true) AND CASE i.kind
             WHEN 'CAPTURE' THEN (i.merchant_id, i.channel_id, i.asset) = (o.merchant_id, o.channel_id, o.asset) AND o.booked_by IS NOT NULL
               AND i.gross_minor = paid.minor AND i.refund_minor = 0 AND i.adjustment_minor = 0
               AND i.fee_minor = clearing_fee(i.gross_minor, i.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor)
               AND i.cost_minor = coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0)
               AND i.share_minor BETWEEN 0 AND i.gross_minor - i.fee_minor
             WHEN 'REFUND' THEN (i.merchant_id, i.asset, i.order_no) = (cap.merchant_id, r.asset, r.order_no) AND i.refund_minor = r.amount_minor
               AND r.status = 'SUCCEEDED' AND i.gross_minor = 0
               -- What other accounts gave for it; the first batches did not tell.
               AND (i.adjustment_minor = 0 OR i.adjustment_minor = r.amount_minor - refunded_from_pending(r.refund_no, cap.merchant_id)) AND i.fee_minor BETWEEN -cap.fee_minor AND 0
               AND i.share_minor BETWEEN -cap.share_minor AND 0
             WHEN 'REVERSAL' THEN i.merchant_id = cap.merchant_id AND i.gross_minor = -cap.gross_minor AND i.refund_minor = 0
               AND i.adjustment_minor IN (0, (SELECT f.minor FROM coupon_shortfalls f WHERE f.order_no = i.object_no))
             ELSE i.adjustment_minor = adjusted.minor AND i.gross_minor = 0 AND i.refund_minor = 0 AND i.fee_minor = 0 AND i.share_minor = 0
           END AS ok
    FROM clearing_items i FULL JOIN shared s ON s.kind = i.kind AND s.object_no = i.object_no
    LEFT JOIN clearing_batches b ON b.id = i.batch_id
    LEFT JOIN clearing_terms t ON t.batch_id = i.batch_id AND t.merchant_id = i.merchant_id
    LEFT JOIN clearing_costs c ON c.batch_id = i.batch_id AND c.channel_id = i.channel_id
    LEFT JOIN orders o ON i.kind = 'CAPTURE' AND o.order_no = i.object_no
    LEFT JOIN paid ON i.kind = 'CAPTURE' AND paid.order_no = i.object_no
    LEFT JOIN refunds r ON i.kind = 'REFUND' AND r.refund_no = i.object_no
    LEFT JOIN clearing_items cap ON i.kind IN ('REFUND', 'REVERSAL') AND cap.kind = 'CAPTURE' AND cap.object_no = i.order_no
    LEFT JOIN adjusted ON i.kind = 'ADJUSTMENT' AND adjusted.object_no = i.object_no`,
};

/** A batch is its lines, its lines are its items, and its content is what it was when it was written. */
const CLEARING_ADDS_UP: BookCheck = {
  name: "clearing_adds_up",
  noun: "cleared batches and their lines",
  units: `
    SELECT b.batch_no AS name, b.content_hash = clearing_hash(b.id)
             AND b.item_count = (SELECT count(*) FROM clearing_items i WHERE i.batch_id = b.id) AS ok FROM clearing_batches b
    UNION ALL
    SELECT format('merchant %s at channel %s of %s', merchant_id, channel_id, batch_id), l.net_minor IS NOT NULL AND s.net_minor IS NOT NULL AND
           (l.item_count, l.gross_minor, l.refund_minor, l.fee_charged_minor, l.fee_returned_minor, l.share_minor, l.received_minor,
            l.adjustment_minor, l.cost_minor, l.net_minor, l.fingerprint)
             = (s.item_count, s.gross_minor, s.refund_minor, s.fee_charged_minor, s.fee_returned_minor, s.share_minor, s.received_minor,
                s.adjustment_minor, s.cost_minor, s.net_minor, s.fingerprint)
    FROM clearing_lines l
    FULL JOIN (SELECT sums.* FROM clearing_batches b CROSS JOIN LATERAL clearing_sums(b.id) AS sums) AS s
      USING (batch_id, merchant_id, channel_id, asset)`,
};

/** The vouchers of a batch move exactly what its lines say: each merchant's pending account, and our fee income. */
const CLEARING_BOOKED: BookCheck = {
  name: "clearing_booked",
  noun: "merchants of cleared batches and the fees of each",
  // Vouchers are found by reading all there are, which is left out where nothing was cleared.
  paramsFor: (kinds) => [kinds.some(({ event }) => event.startsWith("merchant_fee.") || event === "profit_share.paid")],
  units: `
    WITH booked AS (
      SELECT v.object_no AS batch_no, a.gl_code, coalesce(a.merchant_id, 0) AS merchant_id, e.asset, sum(e.change_minor) AS minor
      FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on JOIN accounts a ON a.id = e.account_id
      WHERE $1::boolean AND v.object_type = 'clearing' GROUP BY 1, 2, 3, 4
    ), cleared AS (
      SELECT b.batch_no, '2202.01' AS gl_code, l.merchant_id, l.asset,
             sum(l.fee_returned_minor - l.fee_charged_minor - l.share_minor + l.received_minor) AS minor
      FROM clearing_lines l JOIN clearing_batches b ON b.id = l.batch_id GROUP BY 1, 3, 4
      UNION ALL
      SELECT b.batch_no, '6001', 0, l.asset, sum(l.fee_charged_minor - l.fee_returned_minor)
      FROM clearing_lines l JOIN clearing_batches b ON b.id = l.batch_id GROUP BY 1, 4
    )
    SELECT format('%s: %s of merchant %s, %s booked, %s cleared', batch_no, gl_code, merchant_id, coalesce(booked.minor, 0), coalesce(cleared.minor, 0)) AS name,
           coalesce(booked.minor, 0) = coalesce(cleared.minor, 0) AS ok
    FROM booked FULL JOIN cleared USING (batch_no, gl_code, merchant_id, asset)`,
};

/** No captured order of a day that is read for good can be forgotten: a batch has it, or it is in the list of what waits. */
const CLEARING_FORGETS_NOTHING: BookCheck = {
  name: "clearing_forgets_nothing",
  noun: "captured orders of days that clearing does not read again, and refunds of any day",
  units: `
    SELECT format('order %s', o.order_no) AS name, i.object_no IS NOT NULL OR w.object_no IS NOT NULL AS ok
    FROM orders o LEFT JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = o.order_no
    LEFT JOIN clearing_waiting w ON w.kind = 'CAPTURE' AND w.object_no = o.order_no AND w.taken_by IS NULL
    WHERE o.booked_by IS NOT NULL AND o.capture_reversed_at IS NULL AND o.ordered_on <= (SELECT clearing_read_through())
    UNION ALL
    SELECT format('refund %s', r.refund_no), (i.object_no IS NOT NULL) = (w.taken_by IS NOT NULL) AND w.object_no IS NOT NULL
    FROM refunds r LEFT JOIN clearing_items i ON i.kind = 'REFUND' AND i.object_no = r.refund_no
    LEFT JOIN clearing_waiting w ON w.kind = 'REFUND' AND w.object_no = r.refund_no
    WHERE r.status = 'SUCCEEDED' AND r.order_no IS NOT NULL AND r.origin <> 'SUSPENSE'`,
};

export const CLEARING_CHECKS: readonly BookCheck[] = [
  CLEARING_FOLLOWS_ORDERS,
  CLEARING_ADDS_UP,
  CLEARING_BOOKED,
  CLEARING_FORGETS_NOTHING,
];
