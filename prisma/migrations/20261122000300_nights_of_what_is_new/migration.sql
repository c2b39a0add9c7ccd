-- A night costs what is new, whatever the history: clearing reads the orders since the last day that is read for good and a list of
-- those that come later, each item is written and summed up once, and a settled batch is compared by keys.

-- What clearing has not taken yet though its day may be read already: what was booked late, paid on a later day or has to wait for
-- money, and all refunds, reversals and coupons' shortfalls. Once its item is written, a row has its batch, which so can be computed again.
CREATE TABLE clearing_waiting (
  taken_by   bigint,
  kind       text NOT NULL CHECK (kind IN ('CAPTURE', 'REFUND', 'REVERSAL', 'COUPON')),
  object_no  text NOT NULL,
  PRIMARY KEY (kind, object_no)
);
CREATE INDEX clearing_waiting_open ON clearing_waiting (kind) WHERE taken_by IS NULL;
CREATE INDEX clearing_waiting_taken ON clearing_waiting (taken_by) WHERE taken_by IS NOT NULL;
CREATE TRIGGER keep BEFORE DELETE ON clearing_waiting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON clearing_waiting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Up to which day (of the order) all orders were seen by a batch or are in the list: the next one begins after it.
CREATE TABLE clearing_reach (
  batch_id      bigint PRIMARY KEY,
  read_through  date NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON clearing_reach FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON clearing_reach FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER by_clearing BEFORE INSERT ON clearing_reach FOR EACH STATEMENT EXECUTE FUNCTION check_clearing_open();
-- The last day that any clearing has begun to read, in days since 2000-01-01. A sequence, since everybody has to see it at once, whether
-- the clearing comes to an end or not.
CREATE SEQUENCE clearing_horizon;

-- The clock of Shanghai is eight hours ahead all year; told by its name, a million instants cost ten times as much.
CREATE FUNCTION clearing_paid_on(p_paid_at timestamptz, p_ordered_on date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((p_paid_at AT TIME ZONE interval '8 hours')::date, p_ordered_on)
$$;

-- Lists what the reading of a day would miss. Whoever books an order after a clearing has begun to read its day sees the horizon;
-- whoever did so before is waited for by that clearing, or its day is read again.
CREATE FUNCTION note_orders_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE horizon constant date := date '2000-01-01' + (SELECT last_value FROM clearing_horizon)::integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO clearing_waiting (kind, object_no)
    SELECT CASE WHEN n.capture_reversed_at IS NULL THEN 'CAPTURE' ELSE 'REVERSAL' END, n.order_no FROM now_there n
    WHERE n.booked_by IS NOT NULL
      AND (n.ordered_on <= horizon OR n.capture_reversed_at IS NOT NULL OR clearing_paid_on(n.paid_at, n.ordered_on) > n.ordered_on)
    ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO clearing_waiting (kind, object_no)
    SELECT CASE WHEN n.capture_reversed_at IS NULL THEN 'CAPTURE' ELSE 'REVERSAL' END, n.order_no
    FROM now_there n JOIN was_there w USING (ordered_on, channel_id, match_key)
    WHERE n.booked_by IS NOT NULL
      AND (n.booked_by, n.paid_at, n.capture_reversed_at) IS DISTINCT FROM (w.booked_by, w.paid_at, w.capture_reversed_at)
      AND (n.ordered_on <= horizon OR n.capture_reversed_at IS NOT NULL OR clearing_paid_on(n.paid_at, n.ordered_on) > n.ordered_on)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER waiting_new AFTER INSERT ON orders REFERENCING NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_orders_waiting();
CREATE TRIGGER waiting_changed AFTER UPDATE ON orders REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there
  FOR EACH STATEMENT EXECUTE FUNCTION note_orders_waiting();

CREATE FUNCTION note_refund_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO clearing_waiting (kind, object_no) VALUES ('REFUND', NEW.refund_no) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER waiting_new AFTER INSERT ON refunds
  FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED' AND NEW.order_no IS NOT NULL AND NEW.origin <> 'SUSPENSE') EXECUTE FUNCTION note_refund_waiting();
CREATE TRIGGER waiting_changed AFTER UPDATE ON refunds
  FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED' AND NEW.order_no IS NOT NULL AND NEW.origin <> 'SUSPENSE'
                     AND (OLD.status, OLD.order_no) IS DISTINCT FROM (NEW.status, NEW.order_no)) EXECUTE FUNCTION note_refund_waiting();
CREATE FUNCTION note_coupon_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO clearing_waiting (kind, object_no) VALUES ('COUPON', NEW.order_no) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER waiting_new AFTER INSERT ON coupon_shortfalls FOR EACH ROW EXECUTE FUNCTION note_coupon_waiting();

-- What waits today, and what batches have taken. Orders are not looked for: until a batch has read a day for good, all of them are read.
INSERT INTO clearing_waiting (taken_by, kind, object_no)
SELECT i.batch_id, 'REFUND', f.refund_no FROM refunds f LEFT JOIN clearing_items i ON i.kind = 'REFUND' AND i.object_no = f.refund_no
WHERE f.status = 'SUCCEEDED' AND f.order_no IS NOT NULL AND f.origin <> 'SUSPENSE'
UNION ALL
SELECT i.batch_id, 'REVERSAL', o.order_no FROM orders o LEFT JOIN clearing_items i ON i.kind = 'REVERSAL' AND i.object_no = o.order_no
WHERE o.capture_reversed_at IS NOT NULL
UNION ALL
SELECT i.batch_id, 'COUPON', f.order_no FROM coupon_shortfalls f
LEFT JOIN clearing_items i ON i.kind = 'ADJUSTMENT' AND i.object_no = 'coupon:' || f.order_no;

-- What is due ----------------------------------------------------------------------------------------------------------------------
-- The day after which orders are read; before all days where none was read for good.
CREATE FUNCTION clearing_read_through() RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT r.read_through FROM clearing_batches b LEFT JOIN clearing_reach r ON r.batch_id = b.id
                   ORDER BY b.accounting_on DESC LIMIT 1), '-infinity')
$$;
-- The last batch of those days: items of orders after them are of later batches, since an order is cleared on its own day at the earliest.
CREATE FUNCTION clearing_last_batch(p_since date) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(id), 0) FROM clearing_batches WHERE accounting_on <= p_since
$$;
-- What waits in the list for a batch, or was taken from it by this very batch.
CREATE FUNCTION clearing_listed(p_batch bigint, p_kind text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT w.object_no FROM public.clearing_waiting w WHERE w.taken_by IS NULL AND w.kind = p_kind
  UNION ALL
  SELECT w.object_no FROM public.clearing_waiting w WHERE w.taken_by = p_batch AND w.kind = p_kind
$$;
-- Orders whose capture no batch has: of the days after `p_since` through `p_on`, and of the list. Without settings of its own, so that it
-- becomes part of the statement that asks, and with keys looked up one by one for the list, which is short.
CREATE FUNCTION clearing_fresh(p_batch bigint, p_on date, p_since date, p_after bigint) RETURNS SETOF orders LANGUAGE sql STABLE AS $$
  SELECT o.* FROM public.orders o
  WHERE o.ordered_on > p_since AND o.ordered_on <= p_on AND o.booked_by IS NOT NULL
    AND (o.capture_reversed_at IS NULL OR (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
    AND public.clearing_paid_on(o.paid_at, o.ordered_on) <= p_on
    AND NOT EXISTS (SELECT 1 FROM public.clearing_items i WHERE i.batch_id > p_after AND i.kind = 'CAPTURE' AND i.object_no = o.order_no)
  UNION ALL
  SELECT o.* FROM public.clearing_listed(p_batch, 'CAPTURE') AS w (order_no)
  CROSS JOIN LATERAL (SELECT * FROM public.orders a WHERE a.order_no = w.order_no OFFSET 0) AS o
  WHERE o.ordered_on <= p_since AND o.booked_by IS NOT NULL
    AND (o.capture_reversed_at IS NULL OR (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
    AND public.clearing_paid_on(o.paid_at, o.ordered_on) <= p_on
    AND NOT EXISTS (SELECT 1 FROM public.clearing_items i WHERE i.kind = 'CAPTURE' AND i.object_no = o.order_no OFFSET 0)
$$;

-- Captures of some merchants with the shares of each; all others share nothing and are taken by `clearing_take` itself.
CREATE OR REPLACE FUNCTION clearing_captures(p_batch bigint, p_on date, p_merchants bigint[]) RETURNS SETOF clearing_due LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT 'CAPTURE', o.order_no, o.order_no, o.merchant_id, o.channel_id, o.asset, o.paid_on, o.due_minor, 0::bigint, o.fee,
         coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0), coalesce(s.total, 0), 0::bigint, s.receivers, s.shares, s.nos
  FROM (
    SELECT o.*, clearing_paid_on(o.paid_at, o.ordered_on) AS paid_on,
           t.shares AS agreed, clearing_fee(o.due_minor, o.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor) AS fee
    FROM clearing_fresh(p_batch, p_on, clearing_read_through(), clearing_last_batch(clearing_read_through())) AS o
    JOIN clearing_terms t ON t.batch_id = p_batch AND t.merchant_id = o.merchant_id
    WHERE o.merchant_id = ANY (p_merchants)
  ) AS o LEFT JOIN clearing_costs c ON c.batch_id = p_batch AND c.channel_id = o.channel_id
  LEFT JOIN LATERAL (
    -- In the order of the contract, each as far as the order still has something.
    SELECT sum(given)::bigint AS total, array_agg(receiver_id ORDER BY no) AS receivers, array_agg(given ORDER BY no) AS shares,
           array_agg(no ORDER BY no) AS nos
    FROM (
      SELECT receiver_id, no, (least(upto, o.due_minor - o.fee) - least(upto - raw, o.due_minor - o.fee))::bigint AS given
      FROM (
        SELECT r.id AS receiver_id, a.no::integer AS no, raw.minor AS raw, sum(raw.minor) OVER (ORDER BY a.no) AS upto
        FROM jsonb_array_elements(o.agreed) WITH ORDINALITY AS a (share, no)
        JOIN merchants r ON r.merchant_no = a.share ->> 'merchantNo' AND r.id <> o.merchant_id
        CROSS JOIN LATERAL (
          SELECT CASE o.asset WHEN 'CNY' THEN coalesce((a.share ->> 'fixedMinor')::bigint, 0) ELSE 0 END
                 + clearing_rate(o.due_minor, coalesce((a.share ->> 'bps')::integer, 0)) AS minor) AS raw
      ) AS agreed
    ) AS shared WHERE given > 0
  ) AS s ON true
$$;
-- As before, but out of the list.
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
      FROM clearing_listed(p_batch, 'REFUND') AS w (refund_no) JOIN refunds f ON f.refund_no = w.refund_no
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
  FROM clearing_listed(p_batch, 'REVERSAL') AS w (order_no) JOIN orders o ON o.order_no = w.order_no
  JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = o.order_no
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
  FROM clearing_listed(p_batch, 'COUPON') AS w (order_no) JOIN coupon_shortfalls f ON f.order_no = w.order_no
  JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = f.order_no
  WHERE NOT EXISTS (SELECT 1 FROM clearing_items d WHERE d.kind = 'ADJUSTMENT' AND d.object_no = 'coupon:' || f.order_no)
$$;

-- What is taken ----------------------------------------------------------------------------------------------------------------------
-- What an item, and a share in it, adds to the fingerprint of its line.
CREATE FUNCTION clearing_item_print(i clearing_items) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hash_record_extended(ROW(i.kind, i.object_no, i.order_no, i.merchant_id, i.channel_id, i.asset, i.occurred_on, i.gross_minor,
           i.refund_minor, i.fee_minor, i.cost_minor, i.share_minor, i.adjustment_minor), 0)
$$;
CREATE FUNCTION clearing_share_print(s clearing_shares) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hash_record_extended(ROW('SHARE'::text, s.kind, s.object_no, s.share_no, s.receiver_id, s.share_minor), 0)
$$;
ALTER FUNCTION clearing_item_print PARALLEL SAFE;
ALTER FUNCTION clearing_share_print PARALLEL SAFE;

-- The lines that the items of a batch make. `clearing_lines` keeps what it answered.
DROP FUNCTION clearing_sums(bigint, text, bigint[]);
CREATE FUNCTION clearing_sums(p_batch bigint) RETURNS SETOF clearing_lines LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH moved AS (
    SELECT i.merchant_id, i.channel_id, i.asset, 1 AS items, i.gross_minor, i.refund_minor, greatest(i.fee_minor, 0) AS charged,
           greatest(-i.fee_minor, 0) AS returned, i.share_minor, 0::bigint AS received, i.adjustment_minor, i.cost_minor,
           clearing_item_print(i) AS fingerprint
    FROM clearing_items i WHERE i.batch_id = p_batch
    UNION ALL
    SELECT s.receiver_id, i.channel_id, i.asset, 0, 0, 0, 0, 0, 0, s.share_minor, 0, 0, clearing_share_print(s)
    FROM clearing_shares s JOIN clearing_items i ON i.kind = s.kind AND i.object_no = s.object_no WHERE s.batch_id = p_batch
  )
  SELECT p_batch, merchant_id, channel_id, asset, sum(items)::bigint, sum(gross_minor)::bigint, sum(refund_minor)::bigint, sum(charged)::bigint,
         sum(returned)::bigint, sum(share_minor)::bigint, sum(received)::bigint, sum(adjustment_minor)::bigint, sum(cost_minor)::bigint,
         (sum(gross_minor) - sum(refund_minor) - sum(charged) + sum(returned) - sum(share_minor) + sum(received) + sum(adjustment_minor))::bigint,
         sum(fingerprint)
  FROM moved GROUP BY merchant_id, channel_id, asset
$$;

-- Items and shares of what `p_due` answers, and the lines that they make, beside those that were taken before. What an account cannot
-- give now waits with all that belongs to its order, and is late in the next batch: a clearing must neither overdraw one merchant nor
-- wait for it.
DROP FUNCTION clearing_take_due(bigint, date, text, bigint[]);
CREATE FUNCTION clearing_take_due(p_batch bigint, p_on date, p_due text, p_merchants bigint[], p_before clearing_lines[],
  OUT items bigint, OUT carried bigint, OUT lines clearing_lines[])
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format($take$
    WITH due AS MATERIALIZED (SELECT * FROM %s), gives AS (
      SELECT merchant_id, asset, greatest(fee_minor, 0) + greatest(share_minor, 0) AS minor FROM due
      UNION ALL
      SELECT p.receiver, due.asset, -p.minor FROM due, unnest(due.receivers, due.shares) AS p (receiver, minor) WHERE p.minor < 0
    ), held AS (
      SELECT merchant_id, asset, minor FROM clearing_held() WHERE EXISTS (SELECT 1 FROM gives)
      UNION ALL
      SELECT merchant_id, asset, fee_returned_minor - fee_charged_minor - share_minor + received_minor FROM unnest($4)
    ), short AS MATERIALIZED (
      SELECT g.merchant_id, g.asset FROM (SELECT merchant_id, asset, sum(minor) AS minor FROM gives GROUP BY 1, 2) AS g
      LEFT JOIN (SELECT merchant_id, asset, sum(minor) AS minor FROM held GROUP BY 1, 2) AS h USING (merchant_id, asset)
      WHERE g.minor > greatest(coalesce(h.minor, 0), 0)
    ), waits AS MATERIALIZED (
      SELECT DISTINCT due.order_no FROM due JOIN short s ON s.asset = due.asset AND due.order_no IS NOT NULL
        AND (s.merchant_id = due.merchant_id AND greatest(due.fee_minor, 0) + greatest(due.share_minor, 0) > 0
             OR due.share_minor < 0 AND s.merchant_id = ANY (due.receivers))
    ), taken AS MATERIALIZED (
      SELECT due.* FROM due LEFT JOIN waits USING (order_no) WHERE waits.order_no IS NULL
    ), given AS MATERIALIZED (
      SELECT t.kind, t.object_no, t.channel_id, t.asset, p.receiver, p.minor, p.no
      FROM taken t, unnest(t.receivers, t.shares, t.share_nos) AS p (receiver, minor, no)
    ), listed AS (
      INSERT INTO clearing_waiting (kind, object_no) SELECT due.kind, due.object_no FROM due JOIN waits USING (order_no) WHERE due.kind = 'CAPTURE'
      ON CONFLICT DO NOTHING
    ), items AS (
      INSERT INTO clearing_items (batch_id, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor,
                                  fee_minor, cost_minor, share_minor, adjustment_minor)
      SELECT $1, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor, fee_minor, cost_minor,
             share_minor, adjustment_minor FROM taken
    ), shares AS (
      INSERT INTO clearing_shares (batch_id, kind, object_no, share_no, receiver_id, share_minor)
      SELECT $1, kind, object_no, no, receiver, minor FROM given
    ), moved AS (
      SELECT merchant_id, channel_id, asset, 1 AS items, gross_minor, refund_minor, greatest(fee_minor, 0) AS charged,
             greatest(-fee_minor, 0) AS returned, share_minor, 0::bigint AS received, adjustment_minor, cost_minor,
             clearing_item_print(ROW($1, merchant_id, channel_id, gross_minor, refund_minor, fee_minor, cost_minor, share_minor, adjustment_minor,
               occurred_on, kind, object_no, order_no, asset)::clearing_items) AS fingerprint
      FROM taken
      UNION ALL
      SELECT receiver, channel_id, asset, 0, 0, 0, 0, 0, 0, minor, 0, 0,
             clearing_share_print(ROW($1, receiver, minor, no, kind, object_no)::clearing_shares)
      FROM given
    ), summed AS (
      SELECT ROW($1, merchant_id, channel_id, asset, sum(items), sum(gross_minor), sum(refund_minor), sum(charged), sum(returned), sum(share_minor),
               sum(received), sum(adjustment_minor), sum(cost_minor), sum(gross_minor) - sum(refund_minor) - sum(charged) + sum(returned)
               - sum(share_minor) + sum(received) + sum(adjustment_minor), sum(fingerprint))::clearing_lines AS line
      FROM moved GROUP BY merchant_id, channel_id, asset
    )
    SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM due) - (SELECT count(*) FROM taken),
           (SELECT coalesce(array_agg(line), '{}') FROM summed)$take$, p_due)
  USING p_batch, p_on, p_merchants, p_before INTO items, carried, lines;
END $$;

-- As before; a tier is looked for only where there are some.
CREATE OR REPLACE FUNCTION clearing_keep_terms(p_batch bigint, p_on date) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO clearing_terms (batch_id, merchant_id, fee_bps, fee_min_minor, fee_max_minor, fee_return, shares, volume_minor, fee_tiers)
  SELECT p_batch, m.id, 
         CASE m.fee_tiers WHEN '' THEN m.fee_bps ELSE clearing_tier(m.fee_bps, m.fee_tiers, coalesce(v.minor, 0)) END, m.fee_min_minor, m.fee_max_minor, m.fee_return, m.shares,
         coalesce(v.minor, 0), m.fee_tiers
  FROM merchants m LEFT JOIN (
    SELECT l.merchant_id, sum(l.gross_minor)::bigint AS minor FROM clearing_lines l JOIN clearing_batches b ON b.id = l.batch_id
    WHERE b.accounting_on >= date_trunc('month', p_on) AND b.accounting_on < p_on AND l.asset = 'CNY' GROUP BY 1
  ) AS v ON v.merchant_id = m.id
  ON CONFLICT DO NOTHING;
  INSERT INTO clearing_costs (batch_id, channel_id, cost_bps) SELECT p_batch, id, cost_bps FROM channels WHERE cost_bps IS NOT NULL
  ON CONFLICT DO NOTHING;
$$;

-- Whether everybody is done who was booking orders when this was called; waits for them, not for long.
CREATE FUNCTION clearing_await_bookings() RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  begun constant text[] := ARRAY(
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = 'orders'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid());
BEGIN
  FOR turn IN 1..200 LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'orders'::regclass AND mode = 'RowExclusiveLock' AND virtualtransaction = ANY (begun)) THEN
      RETURN true;
    END IF;
    PERFORM pg_sleep(0.025);
  END LOOP;
  RETURN false;
END $$;

-- Captures of merchants who share nothing, written in the order of their key, as an index likes it best.
CREATE FUNCTION clearing_take_plain(p_batch bigint, p_on date, p_apart bigint[], OUT items bigint, OUT lines clearing_lines[])
LANGUAGE plpgsql SET search_path = public, pg_temp SET work_mem = '64MB' SET enable_nestloop = off SET enable_sort = on AS $$
DECLARE since constant date := clearing_read_through();
BEGIN
  -- What is new of the days before is not known to the planner yet, and a look-up for each of a million orders is its mistake then.
  EXECUTE $take$
    INSERT INTO clearing_items (batch_id, merchant_id, channel_id, gross_minor, refund_minor, fee_minor, cost_minor, share_minor,
                                adjustment_minor, occurred_on, kind, object_no, order_no, asset)
    SELECT $1, o.merchant_id, o.channel_id, o.due_minor, 0, clearing_fee(o.due_minor, o.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor),
           coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0), 0, 0, clearing_paid_on(o.paid_at, o.ordered_on), 'CAPTURE',
           o.order_no, o.order_no, o.asset
    FROM clearing_fresh($1, $2, $3, $4) AS o JOIN clearing_terms t ON t.batch_id = $1 AND t.merchant_id = o.merchant_id
    LEFT JOIN clearing_costs c ON c.batch_id = $1 AND c.channel_id = o.channel_id
    WHERE NOT EXISTS (SELECT 1 FROM unnest($5) AS a (id) WHERE a.id = o.merchant_id)
    ORDER BY o.order_no$take$ USING p_batch, p_on, since, clearing_last_batch(since), p_apart;
  GET DIAGNOSTICS items = ROW_COUNT;
  -- Nothing else is in the batch yet.
  PERFORM set_config('enable_sort', 'off', true);
  EXECUTE $sum$
    SELECT coalesce(array_agg(ROW($1, merchant_id, channel_id, asset, items, gross, 0, charged, 0, 0, 0, 0, cost, gross - charged,
                                  fingerprint)::clearing_lines), '{}')
    FROM (SELECT i.merchant_id, i.channel_id, i.asset, count(*) AS items, sum(i.gross_minor) AS gross, sum(i.fee_minor) AS charged,
                 sum(i.cost_minor) AS cost, sum(clearing_item_print(i)) AS fingerprint
          FROM clearing_items i WHERE i.batch_id = $1 GROUP BY 1, 2, 3) AS sums$sum$ USING p_batch INTO lines;
END $$;
-- Merchants whose pending account has less than the fees of these lines.
CREATE FUNCTION clearing_short(p_lines clearing_lines[]) RETURNS bigint[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT array_agg(DISTINCT g.merchant_id)
  FROM (SELECT l.merchant_id, l.asset, sum(l.fee_charged_minor) AS minor FROM unnest(p_lines) AS l GROUP BY 1, 2) AS g
  LEFT JOIN (SELECT h.merchant_id, h.asset, sum(h.minor) AS minor FROM clearing_held() AS h GROUP BY 1, 2) AS h USING (merchant_id, asset)
  WHERE g.minor > greatest(coalesce(h.minor, 0), 0)
$$;

-- What the list is by once a batch has taken from it, and how far the batch has read. Nobody who began to book an order of these days
-- before the batch read them is left: otherwise the next one begins where this one did.
CREATE FUNCTION clearing_close_list(p_batch bigint, p_on date, p_is_complete boolean) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE since constant date := clearing_read_through();
BEGIN
  UPDATE clearing_waiting w SET taken_by = p_batch
  FROM clearing_items i
  WHERE w.taken_by IS NULL AND i.kind = CASE w.kind WHEN 'COUPON' THEN 'ADJUSTMENT' ELSE w.kind END
    AND i.object_no = CASE w.kind WHEN 'COUPON' THEN 'coupon:' || w.object_no ELSE w.object_no END;
  IF since = '-infinity' THEN
    -- All orders that there ever were have been read. What is left of them is paid on a later day; from now on they list themselves.
    INSERT INTO clearing_waiting (kind, object_no)
    SELECT 'CAPTURE', order_no FROM orders
    WHERE booked_by IS NOT NULL AND capture_reversed_at IS NULL AND clearing_paid_on(paid_at, ordered_on) > greatest(ordered_on, p_on)
    ON CONFLICT DO NOTHING;
    -- Batches of before took an order that was paid before its own day: only once that day is read nobody can take it for new.
    p_is_complete := p_is_complete AND NOT EXISTS (
      SELECT 1 FROM orders o JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = o.order_no WHERE o.ordered_on > p_on);
  END IF;
  IF p_is_complete OR since > '-infinity' THEN
    INSERT INTO clearing_reach VALUES (p_batch, CASE WHEN p_is_complete THEN p_on ELSE since END) ON CONFLICT DO NOTHING;
  END IF;
END $$;

-- Takes everything due by the end of `p_on` into the batch: terms, items, shares and lines. What is captured by merchants who
-- share nothing is written straight away and looked at afterwards; only if one of them cannot pay its fees, which is rare,
-- that is taken back, and such merchants are taken order by order like those who share.
CREATE OR REPLACE FUNCTION clearing_take(p_batch bigint, p_on date, OUT items bigint, OUT carried bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  apart bigint[] := '{}';
  short bigint[];
  made clearing_lines[];
  source text;
  part record;
  is_complete boolean;
BEGIN
  IF EXISTS (SELECT 1 FROM clearing_batches WHERE id = p_batch) THEN
    RAISE EXCEPTION 'a cleared batch takes nothing more' USING ERRCODE = 'CD050';
  END IF;
  PERFORM set_config('desk.clearing', p_batch::text, true);
  PERFORM setval('clearing_horizon', greatest((SELECT last_value FROM clearing_horizon), p_on - date '2000-01-01'));
  is_complete := clearing_await_bookings();
  PERFORM clearing_keep_terms(p_batch, p_on);
  SELECT coalesce(array_agg(merchant_id), '{}') INTO apart FROM clearing_terms WHERE batch_id = p_batch AND shares <> '[]';
  LOOP
    BEGIN
      SELECT plain.items, plain.lines INTO items, made FROM clearing_take_plain(p_batch, p_on, apart) AS plain;
      short := clearing_short(made);
      EXIT WHEN short IS NULL;
      RAISE EXCEPTION 'merchants that cannot pay their fees' USING ERRCODE = 'CD051';
    EXCEPTION WHEN SQLSTATE 'CD051' THEN
      apart := apart || short;
    END;
  END LOOP;
  carried := 0;
  FOREACH source IN ARRAY ARRAY['clearing_captures($1, $2, $3)', 'clearing_refunds($1, $2)', 'clearing_reversals($1, $2)', 'clearing_adjustments($1, $2)'] LOOP
    CONTINUE WHEN source LIKE 'clearing_captures%' AND cardinality(apart) = 0;
    SELECT * INTO part FROM clearing_take_due(p_batch, p_on, source, apart, made);
    items := items + part.items;
    carried := carried + part.carried;
    made := made || part.lines;
  END LOOP;
  INSERT INTO clearing_lines
  SELECT p_batch, merchant_id, channel_id, asset, sum(item_count)::bigint, sum(gross_minor)::bigint, sum(refund_minor)::bigint,
         sum(fee_charged_minor)::bigint, sum(fee_returned_minor)::bigint, sum(share_minor)::bigint, sum(received_minor)::bigint,
         sum(adjustment_minor)::bigint, sum(cost_minor)::bigint, sum(net_minor)::bigint, sum(fingerprint)
  FROM unnest(made) GROUP BY merchant_id, channel_id, asset;
  PERFORM clearing_close_list(p_batch, p_on, is_complete);
  PERFORM set_config('desk.clearing', '', true);
END $$;

-- Settlement ----------------------------------------------------------------------------------------------------------------------
-- As before, with the hold of each settlement looked up by its key: compared with each other, all of a night took the square of their number.
CREATE OR REPLACE FUNCTION check_settlement_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE wrong text;
BEGIN
  IF NEW.content_hash <> settlement_hash(NEW.id) OR NEW.settlement_count <> (SELECT count(*) FROM settlements WHERE batch_id = NEW.id) THEN
    RAISE EXCEPTION 'settlement batch % is not what its settlements are', NEW.batch_no USING ERRCODE = 'CD052';
  END IF;
  IF EXISTS (SELECT 1 FROM settlement_batches WHERE settled_on > NEW.settled_on OR id > NEW.id) THEN
    RAISE EXCEPTION 'settlement batch % is before one that was settled', NEW.batch_no USING ERRCODE = 'CD052';
  END IF;
  SELECT s.settlement_no INTO wrong FROM settlements s
  WHERE s.batch_id = NEW.id AND (s.status <> 'COMPUTED' OR s.settled_minor > 0 AND NOT (
    EXISTS (SELECT 1 FROM vouchers v WHERE is_key(v.idempotency_key, 'settled:' || s.settlement_no) AND v.event = 'merchant.settled'
              AND v.command_id = NEW.command_id OFFSET 0)
    AND EXISTS (SELECT 1 FROM holds h JOIN accounts a ON a.id = h.account_id AND a.gl_code = '2202.02'
                WHERE h.idempotency_key = 'settlement:' || s.settlement_no AND h.status = 'ACTIVE' AND h.amount_minor = s.settled_minor
                  AND a.merchant_id = s.merchant_id AND a.asset = s.asset OFFSET 0))) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'settlement % is not posted and frozen', wrong USING ERRCODE = 'CD052';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION grant_app_role_clearing_list(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON clearing_waiting, clearing_reach TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_clearing_list, note_orders_waiting, note_refund_waiting, note_coupon_waiting, clearing_take_due,
  clearing_take_plain, clearing_await_bookings, clearing_close_list FROM PUBLIC;
