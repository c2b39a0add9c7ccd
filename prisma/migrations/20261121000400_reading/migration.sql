-- Reading: what pages and lists look things up by, and the breaks as people see them.

-- What pages look things up by, where no key served them yet.

-- A voucher tells who caused it: its command, and what the trail holds of that command.
CREATE INDEX audit_command ON audit_events (command_id) WHERE command_id IS NOT NULL;

-- Orders that are not paid are few among very many; a list of them must not read the others.
CREATE INDEX orders_unpaid ON orders (status, ordered_on DESC, order_no DESC) WHERE status <> 'PAID';

-- A channel's own refund number, as payers quote it.
CREATE INDEX statement_lines_channel_refund ON statement_lines (channel_refund_no) WHERE channel_refund_no IS NOT NULL;

-- The queue and the inbox. Open items are few, and `suspense_open` holds them; what is closed only grows.
CREATE INDEX suspense_resolved ON suspense_items (resolved_at DESC, id DESC) WHERE resolved_at IS NOT NULL;
CREATE INDEX approvals_done ON approvals (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX approvals_merchant ON approvals (merchant_id, id DESC) WHERE merchant_id IS NOT NULL;

-- What an item may belong to: an open item of the other direction, or an order that was never booked.
CREATE INDEX suspense_open_amount ON suspense_items (channel_id, asset, amount_minor)
  WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED');
CREATE INDEX orders_unbooked ON orders (channel_id, channel_minor, ordered_on) WHERE booked_by IS NULL;

-- Lists of vouchers that are narrow in a long book.

-- By event: the daily ones are nearly all vouchers, and a list of one of them reads the newest days; the others are looked
-- up here, and every posting of the daily ones is spared the index.
CREATE INDEX vouchers_event ON vouchers (event, accounting_on DESC, id DESC)
  WHERE event NOT IN ('order.captured', 'refund.accepted', 'refund.succeeded', 'merchant_fee.charged', 'profit_share.paid',
                      'merchant.settled', 'payout.accepted', 'payout.succeeded');

-- V, the day in eight digits, the id: null for what is no voucher's number.
CREATE FUNCTION voucher_id_of(p_voucher_no text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_voucher_no ~ '^V[0-9]{16,26}$' THEN substr(p_voucher_no, 10)::bigint END
$$;
-- The day that the beginning of a voucher's number names, as far as it is typed: null before the day is whole, or is none.
CREATE FUNCTION day_of_voucher_no(p_beginning text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_beginning ~ '^V20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])'
              THEN to_date(substr(p_beginning, 2, 6), 'YYYYMM') + (substr(p_beginning, 8, 2)::integer - 1) END
$$;

-- What belongs to the merchants of somebody's scope, refunds included.
CREATE INDEX refunds_merchant ON refunds (merchant_id) WHERE merchant_id IS NOT NULL;

-- A break that people have resolved may vanish afterwards: the day is run again with a corrected file, or with an order
-- that we hear of only now. What they resolved has been posted for good, so the books would hold it twice. The opposite
-- difference is then a break of its own, which opens a new item: the money is unknown once more, and somebody's work.

-- Whether the break of a resolved item is gone. One that undoes another item is gone when that one's break is back.
CREATE FUNCTION resolved_break_is_gone(p_item suspense_items) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE base suspense_items;
BEGIN
  IF starts_with(p_item.signature, 'undo|') THEN
    SELECT * INTO STRICT base FROM suspense_items WHERE item_no = substr(p_item.signature, 6);
    RETURN NOT resolved_break_is_gone(base);
  END IF;
  RETURN NOT EXISTS (
    SELECT 1 FROM found_breaks b
    WHERE b.channel_id = p_item.channel_id AND b.match_key = p_item.match_key AND b.signature = p_item.signature);
END $$;

CREATE VIEW undoing_breaks AS
SELECT i.channel_id, b.id AS batch_id, i.batch_on, i.result_id, i.item_kind, i.match_key, i.order_no, i.refund_no,
       i.channel_trade_no, 0::bigint AS ours_minor, 0::bigint AS channel_minor,
       CASE i.direction WHEN 'LONG' THEN 'SHORT' ELSE 'LONG' END AS kind,
       CASE i.direction WHEN 'LONG' THEN -i.amount_minor ELSE i.amount_minor END AS delta_minor, i.asset,
       'undo|' || i.item_no AS signature
FROM suspense_items i
JOIN batches b ON b.channel_id = i.channel_id AND b.statement_on = i.batch_on AND b.is_current
WHERE i.status = 'RESOLVED' AND resolved_break_is_gone(i);

CREATE VIEW live_breaks AS SELECT * FROM found_breaks UNION ALL SELECT * FROM undoing_breaks;

-- Balances as people and rules read them: with what waits to be folded.
CREATE VIEW account_holdings AS
SELECT held.account_id, (held.posted_minor + coalesce(waiting.minor, 0))::bigint AS posted_minor, held.frozen_minor,
       coalesce(waiting.minor, 0)::bigint AS pending_minor, held.entry_seq + coalesce(waiting.entries, 0) AS entry_seq,
       held.allow_negative, held.is_buffered
FROM account_balances held LEFT JOIN (
  SELECT account_id, sum(change_minor) AS minor, count(*) AS entries FROM buffered_entries GROUP BY account_id
) AS waiting ON waiting.account_id = held.account_id;

-- Entries with their place in their account's order, which for those of a buffered account stands apart. What waits has none.
CREATE VIEW account_entries AS
SELECT accounting_on, voucher_id, line_no, account_id, account_seq, side, amount_minor, asset, change_minor,
       balance_before_minor, balance_after_minor
FROM entries WHERE account_seq IS NOT NULL
UNION ALL
SELECT e.accounting_on, e.voucher_id, e.line_no, p.account_id, p.account_seq, e.side, e.amount_minor, e.asset, e.change_minor,
       p.balance_before_minor, p.balance_after_minor
FROM entry_positions p
JOIN entries e ON e.voucher_id = p.voucher_id AND e.line_no = p.line_no AND e.accounting_on = p.accounting_on
UNION ALL
SELECT e.accounting_on, e.voucher_id, e.line_no, w.account_id, NULL, e.side, e.amount_minor, e.asset, e.change_minor, NULL, NULL
FROM buffered_entries w
JOIN entries e ON e.voucher_id = w.voucher_id AND e.line_no = w.line_no AND e.accounting_on = w.accounting_on;
