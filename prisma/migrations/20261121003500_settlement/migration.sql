-- Settlement: what of the cleared days is due to each merchant, held until people have let it go. A batch per date is made once
-- and never changes; what becomes of a settlement afterwards moves along its states.

-- What clearing knows of pending accounts --------------------------------------------------------------------------------
-- The net of a cleared item is what the pending account has of it, to the cent: a coupon that the marketing account could not
-- cover was taken from pending, which is rare and written down here, and what a refund took from other accounts was not.
CREATE TABLE coupon_shortfalls (
  order_no      text PRIMARY KEY,
  merchant_id   bigint NOT NULL,
  minor         bigint NOT NULL CHECK (minor > 0),
  asset         text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON coupon_shortfalls FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON coupon_shortfalls FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
INSERT INTO coupon_shortfalls (order_no, merchant_id, minor, asset)
SELECT o.order_no, a.merchant_id, e.amount_minor, e.asset
FROM entries e JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01'
JOIN vouchers v ON v.id = e.voucher_id AND v.accounting_on = e.accounting_on AND v.event IN ('order.captured', 'suspense.booked_to_order')
LEFT JOIN suspense_items s ON v.object_type = 'suspense' AND s.item_no = v.object_no
CROSS JOIN LATERAL (SELECT coalesce(s.order_no, v.object_no) AS order_no) AS o
WHERE e.side = 'DEBIT' ON CONFLICT DO NOTHING;

CREATE FUNCTION refunded_from_pending(p_refund text, p_merchant bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(-sum(e.change_minor), 0)::bigint
  FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
  JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01' AND a.merchant_id = p_merchant
  WHERE is_key(v.idempotency_key, 'refund-accept:' || p_refund)
$$;

-- What was refunded out of suspense was never a merchant's.
CREATE OR REPLACE FUNCTION clearing_refunds(p_batch bigint, p_on date) RETURNS SETOF clearing_due LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'REFUND', r.refund_no, r.order_no, i.merchant_id, i.channel_id, i.asset, r.refunded_on, 0::bigint, r.amount_minor,
         CASE t.fee_return WHEN 'PROPORTIONAL' THEN clearing_part(i.fee_minor, r.before, i.gross_minor) - clearing_part(i.fee_minor, r.after, i.gross_minor)
                           ELSE 0 END,
         coalesce(-clearing_rate(r.channel_minor, c.cost_bps), 0), coalesce(s.total, 0),
         r.amount_minor - refunded_from_pending(r.refund_no, i.merchant_id), s.receivers, s.shares, s.nos
  FROM (
    SELECT f.*, (f.succeeded_at AT TIME ZONE 'Asia/Shanghai')::date AS refunded_on, past.minor + f.upto - f.amount_minor AS before,
           past.minor + f.upto AS after
    FROM (
      SELECT f.*, (sum(f.amount_minor) OVER (PARTITION BY f.order_no ORDER BY f.succeeded_at, f.refund_no))::bigint AS upto
      FROM refunds f
      WHERE f.status = 'SUCCEEDED' AND f.order_no IS NOT NULL AND f.origin <> 'SUSPENSE'
        AND (f.succeeded_at AT TIME ZONE 'Asia/Shanghai')::date <= p_on
        AND NOT EXISTS (SELECT 1 FROM clearing_items i WHERE i.kind = 'REFUND' AND i.object_no = f.refund_no)
    ) AS f CROSS JOIN LATERAL (
      SELECT coalesce(sum(i.refund_minor), 0)::bigint AS minor FROM clearing_items i WHERE i.order_no = f.order_no AND i.kind <> 'CAPTURE') AS past
  ) AS r JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = r.order_no
  JOIN clearing_terms t ON t.batch_id = p_batch AND t.merchant_id = i.merchant_id
  LEFT JOIN clearing_costs c ON c.batch_id = p_batch AND c.channel_id = i.channel_id
  LEFT JOIN LATERAL (
    SELECT sum(given)::bigint AS total, array_agg(receiver_id ORDER BY share_no) AS receivers, array_agg(given ORDER BY share_no) AS shares,
           array_agg(share_no ORDER BY share_no) AS nos
    FROM (
      SELECT receiver_id, share_no, clearing_part(share_minor, r.before, i.gross_minor) - clearing_part(share_minor, r.after, i.gross_minor) AS given
      FROM clearing_shares WHERE kind = 'CAPTURE' AND object_no = r.order_no
    ) AS back WHERE given <> 0
  ) AS s ON true
$$;
CREATE OR REPLACE FUNCTION clearing_reversals(p_batch bigint, p_on date) RETURNS SETOF clearing_due LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'REVERSAL', o.order_no, o.order_no, i.merchant_id, i.channel_id, i.asset, (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date,
         -i.gross_minor, 0::bigint, -i.fee_minor - past.fee, -i.cost_minor - past.cost, coalesce(s.total, 0),
         -coalesce((SELECT c.adjustment_minor FROM clearing_items c WHERE c.kind = 'ADJUSTMENT' AND c.object_no = 'coupon:' || o.order_no), 0),
         s.receivers, s.shares, s.nos
  FROM orders o JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = o.order_no
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.fee_minor), 0)::bigint AS fee, coalesce(sum(b.cost_minor), 0)::bigint AS cost
    FROM clearing_items b WHERE b.order_no = o.order_no AND b.kind = 'REFUND') AS past
  LEFT JOIN LATERAL (
    SELECT sum(given)::bigint AS total, array_agg(receiver_id ORDER BY share_no) AS receivers, array_agg(given ORDER BY share_no) AS shares,
           array_agg(share_no ORDER BY share_no) AS nos
    FROM (
      SELECT c.receiver_id, c.share_no, -(sum(c.share_minor))::bigint AS given
      FROM clearing_shares c
      WHERE (c.kind, c.object_no) = ('CAPTURE', o.order_no)
         OR c.kind = 'REFUND' AND c.object_no IN (SELECT b.object_no FROM clearing_items b WHERE b.order_no = o.order_no AND b.kind = 'REFUND')
      GROUP BY 1, 2
    ) AS back WHERE given <> 0
  ) AS s ON true
  WHERE o.capture_reversed_at IS NOT NULL AND (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date <= p_on
    AND NOT EXISTS (SELECT 1 FROM clearing_items b WHERE b.kind = 'REVERSAL' AND b.object_no = o.order_no)
$$;

-- What people have moved on a merchant's pending account by hand, and what coupons have taken of it.
CREATE OR REPLACE FUNCTION clearing_adjustments(p_batch bigint, p_on date) RETURNS SETOF clearing_due LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'ADJUSTMENT', v.voucher_no || ':' || a.account_no, NULL::text, a.merchant_id, 0::bigint, a.asset, v.accounting_on, 0::bigint, 0::bigint, 0::bigint,
         0::bigint, 0::bigint, sum(e.change_minor)::bigint, NULL::bigint[], NULL::bigint[], NULL::integer[]
  FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
  JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01'
  WHERE v.object_type = 'adjustment' AND v.accounting_on <= p_on
    AND NOT EXISTS (SELECT 1 FROM clearing_items i WHERE i.kind = 'ADJUSTMENT' AND i.object_no = v.voucher_no || ':' || a.account_no)
  GROUP BY 2, a.merchant_id, a.asset, v.accounting_on HAVING sum(e.change_minor) <> 0
  UNION ALL
  SELECT 'ADJUSTMENT', 'coupon:' || f.order_no, f.order_no, i.merchant_id, i.channel_id, i.asset, i.occurred_on, 0, 0, 0, 0, 0, -f.minor, NULL, NULL, NULL
  FROM coupon_shortfalls f JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = f.order_no
  WHERE NOT EXISTS (SELECT 1 FROM clearing_items d WHERE d.kind = 'ADJUSTMENT' AND d.object_no = 'coupon:' || f.order_no)
$$;

-- Tables --------------------------------------------------------------------------------------------------------------------
-- Below this no payout is asked for by itself; in minor units of its asset.
ALTER TABLE merchants ADD COLUMN min_payout_minor bigint NOT NULL DEFAULT 0 CHECK (min_payout_minor BETWEEN 0 AND 1000000000000000);

CREATE TABLE settlement_batches (
  id                   bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  batch_no             text NOT NULL UNIQUE,
  settled_on           date NOT NULL UNIQUE,
  settlement_count     bigint NOT NULL CHECK (settlement_count >= 0),
  -- Up to here (yuan) one person lets a settlement go; above it, and in any other asset, a request is signed by others.
  release_limit_minor  bigint NOT NULL CHECK (release_limit_minor >= 0),
  content_hash         text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
  computed_by          bigint REFERENCES users,
  computed_at          timestamptz NOT NULL,
  command_id           uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
-- The terms as they were, and up to which cleared day each merchant is settled by them. Days are taken in whole and in their
-- order, so the day before tells where the next batch goes on.
CREATE TABLE settlement_terms (
  batch_id          bigint NOT NULL,
  merchant_id       bigint NOT NULL,
  cycle_days        smallint NOT NULL,
  auto_payout       boolean NOT NULL,
  min_payout_minor  bigint NOT NULL,
  cleared_through   date,
  PRIMARY KEY (batch_id, merchant_id)
);
CREATE TABLE settlements (
  id                bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  settlement_no     text NOT NULL UNIQUE,
  batch_id          bigint NOT NULL REFERENCES settlement_batches DEFERRABLE INITIALLY DEFERRED,
  merchant_id       bigint NOT NULL REFERENCES merchants,
  asset             text NOT NULL REFERENCES assets,
  -- What the settlement before left: carried and held.
  opening_minor     bigint NOT NULL,
  captured_minor    bigint NOT NULL,
  refunded_minor    bigint NOT NULL,
  fee_minor         bigint NOT NULL,
  share_minor       bigint NOT NULL,
  received_minor    bigint NOT NULL,
  adjustment_minor  bigint NOT NULL,
  deposit_minor     bigint NOT NULL CHECK (deposit_minor >= 0),
  settled_minor     bigint NOT NULL CHECK (settled_minor >= 0),
  -- All that is held back after this one, not only what it has added.
  held_minor        bigint NOT NULL,
  carried_minor     bigint NOT NULL,
  status            text NOT NULL DEFAULT 'COMPUTED' CHECK (status IN ('COMPUTED', 'REVIEWED', 'RELEASED', 'PAID', 'PARTLY_PAID')),
  reviewed_by       bigint REFERENCES users,
  reviewed_at       timestamptz,
  released_by       bigint REFERENCES users,
  released_at       timestamptz,
  approval_id       bigint REFERENCES approvals,
  -- The payout that takes it, and how much of it.
  payout_no         text,
  paid_minor        bigint NOT NULL DEFAULT 0,
  version           integer NOT NULL DEFAULT 1,
  command_id        uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (batch_id, merchant_id, asset),
  CONSTRAINT adds_up CHECK (opening_minor + captured_minor - refunded_minor - fee_minor - share_minor + received_minor + adjustment_minor
                            + deposit_minor = settled_minor + held_minor + carried_minor),
  CONSTRAINT reviewed_by_somebody CHECK ((status = 'COMPUTED') = (reviewed_by IS NULL) AND (reviewed_by IS NULL) = (reviewed_at IS NULL)),
  CONSTRAINT released_by_somebody CHECK ((status IN ('COMPUTED', 'REVIEWED')) = (released_by IS NULL) AND (released_by IS NULL) = (released_at IS NULL)),
  CONSTRAINT two_people CHECK (released_by <> reviewed_by),
  CONSTRAINT paid_by_a_payout CHECK (paid_minor BETWEEN 0 AND settled_minor AND (payout_no IS NULL) = (paid_minor = 0)
                                     AND (payout_no IS NULL OR released_by IS NOT NULL))
);
CREATE INDEX settlements_merchant ON settlements (merchant_id, asset, id DESC);
CREATE INDEX settlements_open ON settlements (status, id DESC) WHERE status IN ('COMPUTED', 'REVIEWED');
CREATE INDEX settlements_payout ON settlements (payout_no) WHERE payout_no IS NOT NULL;
-- A line of a cleared day is settled once, as a whole.
CREATE TABLE settlement_parts (
  clearing_batch_id  bigint NOT NULL,
  merchant_id        bigint NOT NULL,
  channel_id         bigint NOT NULL,
  settlement_id      bigint NOT NULL REFERENCES settlements,
  asset              text NOT NULL,
  PRIMARY KEY (clearing_batch_id, merchant_id, channel_id, asset)
);
CREATE INDEX settlement_parts_settlement ON settlement_parts (settlement_id);
-- What of a settled line waits all the same: items of orders that somebody still looks into, and the shares that others have in them.
CREATE TABLE settlement_hold_backs (
  id                 bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  merchant_id        bigint NOT NULL,
  channel_id         bigint NOT NULL,
  clearing_batch_id  bigint NOT NULL,
  net_minor          bigint NOT NULL,
  held_by            bigint NOT NULL REFERENCES settlements,
  released_by        bigint REFERENCES settlements,
  kind               text NOT NULL,
  object_no          text NOT NULL,
  order_no           text NOT NULL,
  asset              text NOT NULL,
  reason             text NOT NULL CHECK (reason IN ('OPEN_BREAK', 'DISPUTE')),
  -- The number of the suspense item or of the dispute.
  reason_no          text NOT NULL,
  PRIMARY KEY (kind, object_no, merchant_id)
);
CREATE INDEX settlement_hold_backs_open ON settlement_hold_backs (order_no) WHERE released_by IS NULL;
CREATE INDEX settlement_hold_backs_held ON settlement_hold_backs (held_by);
CREATE INDEX settlement_hold_backs_released ON settlement_hold_backs (released_by) WHERE released_by IS NOT NULL;
CREATE INDEX settlement_hold_backs_merchant ON settlement_hold_backs (merchant_id, id DESC);
-- What was taken from a merchant's deposit for what it owed after a settlement; the next one counts it.
CREATE TABLE deposit_draws (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  settlement_id  bigint NOT NULL REFERENCES settlements,
  merchant_id    bigint NOT NULL REFERENCES merchants,
  asset          text NOT NULL REFERENCES assets,
  amount_minor   bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  voucher_no     text NOT NULL UNIQUE,
  approval_id    bigint NOT NULL UNIQUE REFERENCES approvals,
  taken_at       timestamptz NOT NULL,
  counted_by     bigint REFERENCES settlements,
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX deposit_draws_settlement ON deposit_draws (settlement_id);
CREATE INDEX deposit_draws_open ON deposit_draws (merchant_id, asset) WHERE counted_by IS NULL;
CREATE INDEX payment_disputes_open ON payment_disputes (order_no) WHERE status = 'OPEN';

-- The same as SETTLEMENT_MOVES in core/settlement/settlement.ts, against which a test compares it.
CREATE TABLE settlement_transitions (
  from_status text NOT NULL,
  to_status   text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO settlement_transitions VALUES
  ('COMPUTED', 'REVIEWED'), ('REVIEWED', 'RELEASED'), ('RELEASED', 'PAID'), ('RELEASED', 'PARTLY_PAID'),
  -- Another payout is asked for, or the one that was asked for has come to nothing.
  ('RELEASED', 'RELEASED'), ('PAID', 'RELEASED'), ('PARTLY_PAID', 'RELEASED');
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON settlement_transitions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON settlement_transitions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a batch takes ----------------------------------------------------------------------------------------------------------
-- The cleared lines of a batch: of each merchant the days after those of the batch before, through the last one that is due.
CREATE FUNCTION settlement_due_lines(p_batch bigint) RETURNS SETOF clearing_lines LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT l.* FROM settlement_terms t
  LEFT JOIN settlement_terms p ON p.merchant_id = t.merchant_id
    AND p.batch_id = (SELECT id FROM settlement_batches WHERE id < p_batch ORDER BY id DESC LIMIT 1)
  JOIN clearing_batches b ON b.accounting_on <= t.cleared_through AND (p.cleared_through IS NULL OR b.accounting_on > p.cleared_through)
  JOIN clearing_lines l ON l.batch_id = b.id AND l.merchant_id = t.merchant_id
  WHERE t.batch_id = p_batch
$$;
-- Orders that somebody looks into now, each with one reason and its number.
CREATE FUNCTION orders_in_question() RETURNS TABLE (order_no text, reason text, reason_no text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (asked.order_no) asked.order_no, asked.reason, asked.no
  FROM (
    SELECT coalesce(s.order_no, r.order_no) AS order_no, 'OPEN_BREAK' AS reason, s.item_no AS no
    FROM suspense_items s LEFT JOIN refunds r ON r.refund_no = s.refund_no WHERE s.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
    UNION ALL
    SELECT d.order_no, 'DISPUTE', d.dispute_no FROM payment_disputes d WHERE d.status = 'OPEN'
  ) AS asked WHERE asked.order_no IS NOT NULL ORDER BY asked.order_no, asked.reason, asked.no
$$;
-- The items of those orders that are due in a batch. What comes late of an order whose capture was settled is settled as well:
-- holding back a refund alone would give the merchant more than it is owed.
CREATE FUNCTION settlement_due_hold_backs(p_batch bigint) RETURNS TABLE (merchant_id bigint, channel_id bigint, clearing_batch_id bigint,
  net_minor bigint, kind text, object_no text, order_no text, asset text, reason text, reason_no text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH asked AS MATERIALIZED (SELECT * FROM orders_in_question()),
  items AS MATERIALIZED (
    SELECT i.*, a.order_no AS asked_no, a.reason, a.reason_no FROM asked a JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = a.order_no
    UNION ALL
    SELECT i.*, a.order_no, a.reason, a.reason_no FROM asked a JOIN clearing_items i ON i.order_no = a.order_no AND i.kind <> 'CAPTURE'
  ), owned AS (
    SELECT i.merchant_id, i.channel_id, i.batch_id, i.gross_minor - i.refund_minor - i.fee_minor - i.share_minor + i.adjustment_minor AS net,
           i.kind, i.object_no, i.asked_no, i.asset, i.reason, i.reason_no
    FROM items i
    UNION ALL
    SELECT s.receiver_id, i.channel_id, i.batch_id, sum(s.share_minor)::bigint, i.kind, i.object_no, i.asked_no, i.asset, i.reason, i.reason_no
    FROM items i JOIN clearing_shares s ON s.kind = i.kind AND s.object_no = i.object_no
    GROUP BY 1, 2, 3, 5, 6, 7, 8, 9, 10
  ), due AS (
    SELECT o.* FROM owned o
    JOIN settlement_terms t ON t.batch_id = p_batch AND t.merchant_id = o.merchant_id
    JOIN clearing_batches b ON b.id = o.batch_id AND b.accounting_on <= t.cleared_through
    LEFT JOIN settlement_terms p ON p.merchant_id = o.merchant_id
      AND p.batch_id = (SELECT id FROM settlement_batches WHERE id < p_batch ORDER BY id DESC LIMIT 1)
    WHERE p.cleared_through IS NULL OR b.accounting_on > p.cleared_through
  )
  SELECT d.merchant_id, d.channel_id, d.batch_id, d.net, d.kind, d.object_no, d.asked_no, d.asset, d.reason, d.reason_no FROM due d
  WHERE EXISTS (SELECT 1 FROM due c WHERE c.kind = 'CAPTURE' AND c.object_no = d.asked_no AND c.merchant_id = d.merchant_id)
     OR EXISTS (SELECT 1 FROM settlement_hold_backs h WHERE h.order_no = d.asked_no AND h.merchant_id = d.merchant_id AND h.released_by IS NULL
                  AND h.held_by IN (SELECT s.id FROM settlements s WHERE s.batch_id < p_batch))
$$;
-- What was held back by earlier batches and is not in question any more. A capture that was taken back waits for its reversal to be due.
CREATE FUNCTION settlement_due_releases(p_batch bigint) RETURNS SETOF settlement_hold_backs LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT h.* FROM settlement_hold_backs h
  WHERE h.released_by IS NULL AND h.held_by IN (SELECT s.id FROM settlements s WHERE s.batch_id < p_batch)
    AND h.order_no NOT IN (SELECT q.order_no FROM orders_in_question() q)
    AND (NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_no = h.order_no AND o.capture_reversed_at IS NOT NULL)
         OR EXISTS (SELECT 1 FROM clearing_items i JOIN clearing_batches b ON b.id = i.batch_id
                    JOIN settlement_terms t ON t.batch_id = p_batch AND t.merchant_id = h.merchant_id AND b.accounting_on <= t.cleared_through
                    WHERE i.kind = 'REVERSAL' AND i.object_no = h.order_no))
$$;

-- The content of a batch in one word: whose, how much, of which cleared lines, and what is held back and let go.
CREATE FUNCTION settlement_hash(p_batch bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH told AS (
    SELECT s.merchant_id, s.asset, concat_ws('|', 'SETTLEMENT', s.opening_minor, s.captured_minor, s.refunded_minor, s.fee_minor, s.share_minor,
      s.received_minor, s.adjustment_minor, s.deposit_minor, s.settled_minor, s.held_minor, s.carried_minor) AS text
    FROM settlements s WHERE s.batch_id = p_batch
    UNION ALL
    SELECT p.merchant_id, p.asset, concat_ws('|', 'PART', p.clearing_batch_id, p.channel_id)
    FROM settlements s JOIN settlement_parts p ON p.settlement_id = s.id WHERE s.batch_id = p_batch
    UNION ALL
    SELECT h.merchant_id, h.asset, concat_ws('|', 'HELD', h.kind, h.object_no, h.net_minor, h.reason, h.reason_no)
    FROM settlements s JOIN settlement_hold_backs h ON h.held_by = s.id WHERE s.batch_id = p_batch
    UNION ALL
    SELECT h.merchant_id, h.asset, concat_ws('|', 'LET GO', h.kind, h.object_no, h.net_minor)
    FROM settlements s JOIN settlement_hold_backs h ON h.released_by = s.id WHERE s.batch_id = p_batch
  ), merchants_told AS (
    SELECT merchant_id, asset, encode(sha256(convert_to(string_agg(text, E'\n' ORDER BY text COLLATE "C"), 'UTF8')), 'hex') AS hash FROM told GROUP BY 1, 2
  )
  SELECT encode(sha256(convert_to(coalesce(string_agg(merchant_id || ' ' || asset || ' ' || hash, E'\n' ORDER BY merchant_id, asset), ''), 'UTF8')), 'hex')
  FROM merchants_told
$$;

-- Freezes money of many accounts at once, each hold new; fails like an overdraft (no_overdraft) where it is not there.
CREATE FUNCTION ledger_hold_many(
  p_command uuid, p_keys text[], p_accounts bigint[], p_amounts bigint[], p_object_type text, p_object_nos text[], p_reason text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE made bigint;
BEGIN
  PERFORM require_claim(p_command);
  IF EXISTS (SELECT 1 FROM unnest(p_keys) AS k WHERE starts_with(k, 'expire:')) THEN
    RAISE EXCEPTION 'an idempotency key is an expiry''s' USING ERRCODE = 'CD001';
  END IF;
  PERFORM ledger_lock(p_accounts);
  WITH wanted AS (
    SELECT nextval('holds_id_seq') AS id, t.* FROM unnest(p_keys, p_accounts, p_amounts, p_object_nos) AS t (key, account, amount, object_no)
  ), held AS (
    INSERT INTO holds (id, hold_no, account_id, amount_minor, idempotency_key, input_hash, object_type, object_no, reason, command_id)
    OVERRIDING SYSTEM VALUE
    SELECT id, 'H' || lpad(id::text, greatest(10, length(id::text)), '0'), account, amount, key,
           md5(ROW(account, amount, p_object_type, object_no, NULL::timestamptz)::text)::uuid, p_object_type, object_no, p_reason, p_command
    FROM wanted RETURNING id, account_id, amount_minor, idempotency_key
  ), noted AS (
    INSERT INTO hold_moves (hold_id, kind, amount_minor, idempotency_key, command_id)
    SELECT id, 'FREEZE', amount_minor, idempotency_key, p_command FROM held
  ), frozen AS (
    UPDATE account_balances b SET frozen_minor = b.frozen_minor + s.minor
    FROM (SELECT account_id, sum(amount_minor)::bigint AS minor FROM held GROUP BY 1) AS s WHERE b.account_id = s.account_id
  )
  SELECT count(*) INTO made FROM held;
  RETURN made;
END $$;

-- Guards ----------------------------------------------------------------------------------------------------------------------
-- A batch is written last, and from then on nothing can be added to it.
CREATE FUNCTION check_settlement_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement_batches b WHERE b.id IN (SELECT DISTINCT batch_id FROM written)) THEN
    RAISE EXCEPTION 'a settled batch takes nothing more' USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER still_open AFTER INSERT ON settlement_terms REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION check_settlement_open();
CREATE TRIGGER still_open AFTER INSERT ON settlements REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION check_settlement_open();
CREATE FUNCTION check_settlement_part_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM settlement_batches b JOIN settlements s ON s.batch_id = b.id
             WHERE s.id IN (SELECT DISTINCT settlement_id FROM written)) THEN
    RAISE EXCEPTION 'a settled batch takes nothing more' USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER still_open AFTER INSERT ON settlement_parts REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION check_settlement_part_open();
CREATE FUNCTION check_hold_back_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.released_by IS NOT NULL OR EXISTS (SELECT 1 FROM settlement_batches b JOIN settlements s ON s.batch_id = b.id WHERE s.id = NEW.held_by) THEN
    RAISE EXCEPTION 'a settled batch takes nothing more' USING ERRCODE = 'CD052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER still_open BEFORE INSERT ON settlement_hold_backs FOR EACH ROW EXECUTE FUNCTION check_hold_back_open();

-- What is held back is let go once, and a draw is counted once, by a batch that is still open, for the same merchant.
CREATE FUNCTION check_let_go() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  named constant text := TG_ARGV[0];
  was constant text := to_jsonb(OLD) ->> named;
  taker constant bigint := (to_jsonb(NEW) ->> named)::bigint;
BEGIN
  IF was IS NOT NULL OR to_jsonb(NEW) - named IS DISTINCT FROM to_jsonb(OLD) - named OR NOT EXISTS (
       SELECT 1 FROM settlements s WHERE s.id = taker AND s.merchant_id = NEW.merchant_id AND s.asset = NEW.asset
         AND NOT EXISTS (SELECT 1 FROM settlement_batches b WHERE b.id = s.batch_id)) THEN
    RAISE EXCEPTION 'what a settlement has kept or taken is counted once, by a later one' USING ERRCODE = 'CD052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON settlement_hold_backs FOR EACH ROW EXECUTE FUNCTION check_let_go('released_by');
CREATE TRIGGER lawful BEFORE UPDATE ON deposit_draws FOR EACH ROW EXECUTE FUNCTION check_let_go('counted_by');

DO $$
DECLARE part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['settlement_batches', 'settlement_terms', 'settlement_parts'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['settlements', 'settlement_hold_backs', 'deposit_draws'] LOOP
    EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['settlement_batches', 'settlement_terms', 'settlement_parts', 'settlements', 'settlement_hold_backs', 'deposit_draws'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
  END LOOP;
END $$;

-- A batch says what its settlements are, follows the one before it, and all that it has settled is posted and frozen.
CREATE FUNCTION check_settlement_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE wrong text;
BEGIN
  IF NEW.content_hash <> settlement_hash(NEW.id) OR NEW.settlement_count <> (SELECT count(*) FROM settlements WHERE batch_id = NEW.id) THEN
    RAISE EXCEPTION 'settlement batch % is not what its settlements are', NEW.batch_no USING ERRCODE = 'CD052';
  END IF;
  IF EXISTS (SELECT 1 FROM settlement_batches WHERE settled_on > NEW.settled_on OR id > NEW.id) THEN
    RAISE EXCEPTION 'settlement batch % is before one that was settled', NEW.batch_no USING ERRCODE = 'CD052';
  END IF;
  SELECT s.settlement_no INTO wrong FROM settlements s
  LEFT JOIN vouchers v ON is_key(v.idempotency_key, 'settled:' || s.settlement_no) AND v.event = 'merchant.settled' AND v.command_id = NEW.command_id
  LEFT JOIN holds h ON h.idempotency_key = 'settlement:' || s.settlement_no AND h.status = 'ACTIVE' AND h.amount_minor = s.settled_minor
  LEFT JOIN accounts a ON a.id = h.account_id AND a.gl_code = '2202.02' AND a.merchant_id = s.merchant_id AND a.asset = s.asset
  WHERE s.batch_id = NEW.id AND (s.status <> 'COMPUTED' OR s.settled_minor > 0 AND (v.id IS NULL OR a.id IS NULL)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'settlement % is not posted and frozen', wrong USING ERRCODE = 'CD052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON settlement_batches FOR EACH ROW EXECUTE FUNCTION check_settlement_batch();

CREATE FUNCTION check_settlement_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE moving constant text[] := '{status,reviewed_by,reviewed_at,released_by,released_at,approval_id,payout_no,paid_minor,version,command_id}';
BEGIN
  IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving OR NEW.version <> OLD.version + 1
     OR (NEW.reviewed_by, NEW.reviewed_at) IS DISTINCT FROM (OLD.reviewed_by, OLD.reviewed_at) AND OLD.status <> 'COMPUTED'
     OR (NEW.released_by, NEW.released_at, NEW.approval_id) IS DISTINCT FROM (OLD.released_by, OLD.released_at, OLD.approval_id) AND OLD.status <> 'REVIEWED' THEN
    RAISE EXCEPTION 'settlement % stays what was computed and signed', OLD.settlement_no USING ERRCODE = 'CD052';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM settlement_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'settlement % does not go from % to %', OLD.settlement_no, OLD.status, NEW.status USING ERRCODE = 'CD052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON settlements FOR EACH ROW EXECUTE FUNCTION check_settlement_move();

-- Each move is proved when its command ends: reviewed and let go by who sent the command, or by the request that others have signed;
-- not frozen any more; paid by a payout that has arrived.
CREATE FUNCTION check_settlement_proof() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  is_held constant boolean := EXISTS (SELECT 1 FROM holds h WHERE h.idempotency_key = 'settlement:' || NEW.settlement_no AND h.status = 'ACTIVE');
  sender constant bigint := (SELECT r.actor_id FROM receipts r WHERE r.command_id = NEW.command_id);
  needs_request constant boolean := (SELECT NEW.asset <> 'CNY' OR NEW.settled_minor > b.release_limit_minor FROM settlement_batches b WHERE b.id = NEW.batch_id);
  -- A payout may be asked for in the command that lets it go: then the later move is proved too.
  is_last constant boolean := EXISTS (SELECT 1 FROM settlements WHERE id = NEW.id AND version = NEW.version);
  is_proved boolean;
BEGIN
  is_proved := CASE
    WHEN NEW.status = 'REVIEWED' THEN NEW.reviewed_by = sender AND is_held = (NEW.settled_minor > 0)
    WHEN OLD.status = 'REVIEWED' THEN NOT is_held AND CASE
      WHEN NEW.approval_id IS NULL THEN NOT (needs_request AND NEW.settled_minor > 0) AND NEW.released_by = sender AND can_sign(NEW.released_by, 'FINANCE')
      ELSE EXISTS (SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id AND a.act = 'SETTLEMENT_RELEASE' AND a.status = 'EXECUTED'
                     AND a.command_id = NEW.command_id AND a.object_no = NEW.settlement_no AND a.maker_id = NEW.released_by
                     AND a.payload ->> 'settledMinor' = NEW.settled_minor::text) END
    WHEN NOT is_last THEN true
    WHEN NEW.status IN ('PAID', 'PARTLY_PAID') THEN (NEW.status = 'PAID') = (NEW.paid_minor = NEW.settled_minor)
      AND EXISTS (SELECT 1 FROM payouts o WHERE o.payout_no = NEW.payout_no AND o.status = 'SUCCEEDED')
    ELSE NOT is_held END;
  IF is_proved AND is_last AND NEW.payout_no IS NOT NULL THEN
    is_proved := EXISTS (
      SELECT 1 FROM payouts o WHERE o.payout_no = NEW.payout_no AND o.source = 'SETTLEMENT' AND o.merchant_id = NEW.merchant_id AND o.asset = NEW.asset
        AND o.amount_minor = (SELECT sum(s.paid_minor) FROM settlements s WHERE s.payout_no = NEW.payout_no));
  END IF;
  IF is_proved IS NOT TRUE THEN
    RAISE EXCEPTION 'settlement % is % without what proves it', NEW.settlement_no, NEW.status USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER proved AFTER UPDATE ON settlements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_settlement_proof();

-- What is settled stays frozen until its settlement is let go, and is used by nothing else.
CREATE FUNCTION check_settlement_hold() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.captured_minor > 0 OR NOT EXISTS (
       SELECT 1 FROM settlements s WHERE 'settlement:' || s.settlement_no = NEW.idempotency_key AND s.released_by IS NOT NULL) THEN
    RAISE EXCEPTION 'hold % ends with the release of settlement %', NEW.hold_no, NEW.object_no USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_released AFTER UPDATE ON holds DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.object_type = 'settlement') EXECUTE FUNCTION check_settlement_hold();

CREATE FUNCTION check_settlement_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (CASE NEW.act
       WHEN 'SETTLEMENT_RELEASE' THEN EXISTS (SELECT 1 FROM settlements WHERE approval_id = NEW.id AND command_id = NEW.command_id)
       ELSE EXISTS (SELECT 1 FROM deposit_draws WHERE approval_id = NEW.id AND command_id = NEW.command_id) END) THEN
    RAISE EXCEPTION 'approval % is executed by its settlement', NEW.approval_no USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('SETTLEMENT_RELEASE', 'DEPOSIT_DRAW')) EXECUTE FUNCTION check_settlement_executed();

-- A draw is what was approved and posted, of the merchant's last settlement, and all of them together no more than it owes.
CREATE FUNCTION check_deposit_draw() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
       SELECT 1 FROM settlements s JOIN approvals a ON a.object_no = s.settlement_no
       JOIN vouchers v ON v.voucher_no = NEW.voucher_no AND v.approval_id = a.id AND v.event = 'deposit.taken'
       WHERE s.id = NEW.settlement_id AND s.merchant_id = NEW.merchant_id AND s.asset = NEW.asset
         AND a.id = NEW.approval_id AND a.act = 'DEPOSIT_DRAW' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
         AND a.payload ->> 'amountMinor' = NEW.amount_minor::text
         AND -s.carried_minor >= (SELECT sum(d.amount_minor) FROM deposit_draws d WHERE d.settlement_id = s.id)
         AND NOT EXISTS (SELECT 1 FROM settlements l WHERE l.merchant_id = s.merchant_id AND l.asset = s.asset AND l.id > s.id)) THEN
    RAISE EXCEPTION 'what is taken from the deposit of merchant % is not what was approved and owed', NEW.merchant_id USING ERRCODE = 'CD052';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON deposit_draws DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_deposit_draw();
CREATE FUNCTION approval_version_of_settlement(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.settlements WHERE settlement_no = p_no
$$;

-- A settlement follows its payout: arrived, bounced, or come to nothing.
CREATE FUNCTION follow_payout() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status = 'SUCCEEDED' THEN
    UPDATE settlements SET status = CASE WHEN paid_minor = settled_minor THEN 'PAID' ELSE 'PARTLY_PAID' END, version = version + 1, command_id = NEW.command_id
    WHERE payout_no = NEW.payout_no;
  ELSIF NEW.status = 'BOUNCED' THEN
    UPDATE settlements SET status = 'RELEASED', version = version + 1, command_id = NEW.command_id WHERE payout_no = NEW.payout_no;
  ELSIF NEW.status IN ('RETURNED', 'REFUSED') THEN
    UPDATE settlements SET status = 'RELEASED', payout_no = NULL, paid_minor = 0, version = version + 1, command_id = NEW.command_id
    WHERE payout_no = NEW.payout_no;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER settlements_follow AFTER UPDATE OF status ON payouts
  FOR EACH ROW WHEN (NEW.source = 'SETTLEMENT' AND NEW.status <> OLD.status) EXECUTE FUNCTION follow_payout();

-- Who checks ------------------------------------------------------------------------------------------------------------------
-- Nobody has written rules for acts that are new: whatever list is in force gets those that the desk begins with.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || (
  SELECT jsonb_agg(jsonb_build_object('act', act, 'asset', asset, 'upToMinor', up_to, 'seats', to_jsonb(seats),
                                      'excludes', '["EDITOR", "DELEGATE", "PORTFOLIO"]'::jsonb, 'stepUp', false) ORDER BY act DESC, up_to NULLS LAST, asset)
  FROM unnest(ARRAY['SETTLEMENT_RELEASE', 'DEPOSIT_DRAW']) AS act
  CROSS JOIN (VALUES ('CNY', '5000000', ARRAY['FINANCE']), ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD']),
                     (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'])) AS band (asset, up_to, seats));
ALTER TABLE approval_policies ENABLE TRIGGER append_only;
-- Whether a list of rules is the one that was approved, with what the desk gave since for acts that were new.
CREATE FUNCTION are_rules_approved(p_rules jsonb, p_approved jsonb) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT p_rules = p_approved || coalesce((
    SELECT jsonb_agg(g.rule ORDER BY g.n) FROM approval_policies p, jsonb_array_elements(p.rules) WITH ORDINALITY AS g (rule, n)
    WHERE p.version = 1 AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_approved) AS a WHERE a ->> 'act' = g.rule ->> 'act')), '[]')
$$;

CREATE FUNCTION grant_app_role_settlement(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON coupon_shortfalls TO %I', p_role);
  EXECUTE format('GRANT SELECT, INSERT ON settlement_batches, settlement_terms, settlements, settlement_parts, settlement_hold_backs, deposit_draws TO %I', p_role);
  EXECUTE format('GRANT UPDATE (status, reviewed_by, reviewed_at, released_by, released_at, approval_id, payout_no, paid_minor, version, command_id) ON settlements TO %I', p_role);
  EXECUTE format('GRANT UPDATE (released_by) ON settlement_hold_backs TO %I', p_role);
  EXECUTE format('GRANT UPDATE (counted_by) ON deposit_draws TO %I', p_role);
  EXECUTE format('GRANT SELECT ON settlement_transitions TO %I', p_role);
  EXECUTE format('GRANT USAGE ON SEQUENCE settlement_batches_id_seq, settlements_id_seq TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_hold_many TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_settlement, ledger_hold_many, check_settlement_open, check_settlement_part_open, check_hold_back_open, check_let_go,
  check_settlement_batch, check_settlement_move, check_settlement_proof, check_settlement_hold, check_settlement_executed, check_deposit_draw,
  follow_payout FROM PUBLIC;
