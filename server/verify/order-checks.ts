import "server-only";
import type { BookCheck } from "./book-check";
import type { VoucherKind } from "./weigh-vouchers";

/** Sums of a voucher's lines that orders and refunds are compared with; `gone` where it was reversed. */
const POSTED = `
  SELECT v.object_no, v.event, sum(e.amount_minor) FILTER (WHERE e.side = 'DEBIT') AS debits,
         coalesce(sum(e.amount_minor) FILTER (WHERE a.gl_code = '1122'), 0) AS channel_minor,
         EXISTS (SELECT 1 FROM vouchers r WHERE r.reverses_voucher_id = v.id) AS gone
  FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
  JOIN accounts a ON a.id = e.account_id`;
/** Vouchers of a daily event are found by reading all there are, which is left out where none is among them. */
const paramsFor = (kinds: readonly VoucherKind[]) => [kinds.map(({ event }) => event)];
const postedOf = (event: string) =>
  `${POSTED} WHERE v.event = '${event}' AND '${event}' = ANY($1::text[]) GROUP BY v.id`;

/** Our orders ↔ the ledger: an order that arrived as paid has one capture, of its own amounts; a capture has its order. */
const ORDERS_CAPTURED: BookCheck = {
  name: "orders_captured",
  noun: "paid orders and captures",
  paramsFor,
  units: `
    WITH captures AS (${postedOf("order.captured")})
    SELECT coalesce(o.order_no, c.object_no) AS name,
           count(o.order_no) = 1 AND count(c.object_no) = 1 AND bool_and(c.debits = o.due_minor
             AND c.channel_minor = o.channel_minor AND c.gone = false) AS ok
    FROM (SELECT order_no, due_minor, channel_minor FROM orders WHERE booked_by = 'ARRIVAL') AS o
    FULL JOIN captures c ON c.object_no = o.order_no GROUP BY 1`,
};

/** An order is in the books exactly when it counts as paid, or did until its capture was taken back with an approval. */
const ORDER_STATES: BookCheck = {
  name: "paid_orders_booked",
  noun: "orders",
  units: `
    SELECT order_no AS name, CASE WHEN status = 'PAID' THEN booked_by IS NOT NULL
                                  WHEN status = 'CLOSED' THEN booked_by IS NULL OR capture_reversed_at IS NOT NULL
                                  ELSE booked_by IS NULL END AS ok
    FROM orders`,
};

const ORDER_NUMBERS: BookCheck = {
  name: "order_numbers",
  noun: "order numbers",
  units: `
    SELECT coalesce(n.order_no, o.order_no) AS name, count(*) = 1 AND bool_and(n.order_no IS NOT NULL AND o.order_no IS NOT NULL) AS ok
    FROM order_numbers n FULL JOIN orders o ON o.order_no = n.order_no AND o.ordered_on = n.ordered_on
      AND o.channel_id = n.channel_id AND o.match_key = n.match_key GROUP BY 1`,
};

/**
 * Legs add up to what was due, and no leg gives back more than it paid: what it holds is the parts of its refunds, those
 * that only wait for their checker too, and what disputes hold.
 */
const LEGS: BookCheck = {
  name: "legs_add_up",
  noun: "orders with legs",
  units: `
    WITH given_back AS (
      SELECT r.order_no, part.leg_no, sum(part.minor) AS minor
      FROM refunds r CROSS JOIN LATERAL unnest(r.leg_amounts) WITH ORDINALITY AS part (minor, leg_no)
      WHERE r.origin <> 'SUSPENSE' AND r.status NOT IN ('FAILED', 'REFUSED') GROUP BY 1, 2
    ), disputed AS (
      SELECT order_no, sum(amount_minor) AS minor FROM payment_disputes WHERE status <> 'WON' GROUP BY 1
    )
    SELECT o.order_no AS name, coalesce(sum(l.paid_minor), 0) = o.due_minor
             AND coalesce(sum(l.paid_minor) FILTER (WHERE l.kind = 'CHANNEL'), 0) = o.channel_minor
             AND bool_and(l.refunded_minor = coalesce(g.minor, 0) AND l.refunded_minor + l.disputed_minor <= l.paid_minor
               AND l.disputed_minor = CASE l.kind WHEN 'CHANNEL' THEN coalesce(d.minor, 0) ELSE 0 END) AS ok
    FROM orders o
    LEFT JOIN order_legs l ON l.ordered_on = o.ordered_on AND l.channel_id = o.channel_id AND l.match_key = o.match_key
    LEFT JOIN given_back g ON g.order_no = o.order_no AND g.leg_no = l.leg_no
    LEFT JOIN disputed d ON d.order_no = o.order_no
    GROUP BY o.ordered_on, o.channel_id, o.match_key, o.order_no, o.due_minor, o.channel_minor`,
};

/**
 * Refunds ↔ the ledger: accepted once and of its own amount, gone again when it failed, paid out once when it succeeded, by
 * its channel or, where it was transferred, by the bank. What only waits for its checker, or was refused, is in no book.
 */
const REFUNDS_BOOKED: BookCheck = {
  name: "refunds_booked",
  noun: "refunds and their vouchers",
  paramsFor,
  units: `
    WITH accepted AS (${postedOf("refund.accepted")}),
    succeeded AS (${postedOf("refund.succeeded")} UNION ALL ${postedOf("refund.paid_by_bank")})
    SELECT coalesce(r.refund_no, a.object_no, s.object_no) AS name,
           count(*) = 1 AND bool_and(r.refund_no IS NOT NULL AND CASE
             WHEN r.origin = 'SUSPENSE' OR r.status IN ('REQUESTED', 'REFUSED') THEN a.object_no IS NULL
             WHEN r.status = 'FAILED' THEN coalesce(a.gone, true)
             ELSE a.gone = false AND a.debits = r.amount_minor END
           AND CASE WHEN r.status = 'SUCCEEDED' AND r.channel_minor > 0 THEN s.gone = false AND s.debits = r.channel_minor
                      AND (s.event = 'refund.paid_by_bank') = (coalesce(r.route, 'ORIGINAL') <> 'ORIGINAL')
                    ELSE s.object_no IS NULL END) AS ok
    FROM refunds r FULL JOIN accepted a ON a.object_no = r.refund_no
    FULL JOIN succeeded s ON s.object_no = coalesce(r.refund_no, a.object_no) GROUP BY 1`,
};

export const REFUNDS_IN_TRANSIT: BookCheck = {
  name: "refunds_in_transit",
  noun: "assets of refunds in transit",
  units: `
    WITH held AS (
      SELECT a.asset, sum(b.posted_minor) AS minor FROM accounts a JOIN account_balances b ON b.account_id = a.id
      WHERE a.gl_code = '2243' GROUP BY a.asset
    ), waiting AS (
      SELECT asset, sum(channel_minor) AS minor FROM refunds WHERE status IN ('ACCEPTED', 'UNKNOWN') GROUP BY asset
    )
    SELECT format('%s: %s in the books, %s in refunds', asset, coalesce(held.minor, 0), coalesce(waiting.minor, 0)) AS name,
           coalesce(held.minor, 0) = coalesce(waiting.minor, 0) AS ok
    FROM held FULL JOIN waiting USING (asset)`,
};

export const ORDER_CHECKS: readonly BookCheck[] = [
  ORDERS_CAPTURED,
  ORDER_STATES,
  ORDER_NUMBERS,
  LEGS,
  REFUNDS_BOOKED,
  REFUNDS_IN_TRANSIT,
];
