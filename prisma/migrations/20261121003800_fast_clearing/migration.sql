-- A day of a million orders is cleared by one function of the database, which alone writes what belongs to a batch: set by set,
-- with the items written once. And rates may follow a merchant's volume.

-- `from:rate,from:rate,…`, rising: the rate in basis points from that much of the month's gross on, in minor units of CNY.
ALTER TABLE merchants ADD COLUMN fee_tiers text NOT NULL DEFAULT '' CHECK (fee_tiers ~ '^(\d{1,15}:\d{1,5}(,\d{1,15}:\d{1,5})*)?$');
-- `fee_bps` is the rate that the batch charged; `volume_minor` what the month had cleared before it, by which it was chosen.
ALTER TABLE clearing_terms
  ADD COLUMN volume_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN fee_tiers text NOT NULL DEFAULT '';
-- What the items and shares behind a line are, in one number: a sum of their hashes, whatever their order.
ALTER TABLE clearing_lines ADD COLUMN fingerprint numeric NOT NULL DEFAULT 0;

-- What was taken back is rare among orders.
CREATE INDEX orders_reversed ON orders (order_no) WHERE capture_reversed_at IS NOT NULL;

-- Halves up, in whole numbers throughout: `p_minor` is never negative, and a million millions times a rate fits.
CREATE OR REPLACE FUNCTION clearing_rate(p_minor bigint, p_bps integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT p_minor / 10000 * p_bps + (p_minor % 10000 * p_bps * 2 + 10000) / 20000
$$;
-- The rate of the highest tier that a volume has reached; `p_bps` below all of them.
CREATE FUNCTION clearing_tier(p_bps integer, p_tiers text, p_volume bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((
    SELECT split_part(tier, ':', 2)::integer FROM string_to_table(p_tiers, ',') AS tier
    WHERE p_tiers <> '' AND split_part(tier, ':', 1)::bigint <= p_volume ORDER BY split_part(tier, ':', 1)::bigint DESC LIMIT 1), p_bps)
$$;

-- Captures of some merchants with the shares of each; all others share nothing and are taken by `clearing_take` itself.
DROP FUNCTION clearing_captures(bigint, date);
CREATE FUNCTION clearing_captures(p_batch bigint, p_on date, p_merchants bigint[]) RETURNS SETOF clearing_due LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT 'CAPTURE', o.order_no, o.order_no, o.merchant_id, o.channel_id, o.asset, o.paid_on, o.due_minor, 0::bigint, o.fee,
         coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0), coalesce(s.total, 0), 0::bigint, s.receivers, s.shares, s.nos
  FROM (
    SELECT o.*, coalesce((o.paid_at AT TIME ZONE 'Asia/Shanghai')::date, o.ordered_on) AS paid_on,
           t.shares AS agreed, clearing_fee(o.due_minor, o.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor) AS fee
    FROM orders o JOIN clearing_terms t ON t.batch_id = p_batch AND t.merchant_id = o.merchant_id
    WHERE o.merchant_id = ANY (p_merchants) AND o.booked_by IS NOT NULL
      AND (o.capture_reversed_at IS NULL OR (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
      AND NOT EXISTS (SELECT 1 FROM clearing_items i WHERE i.kind = 'CAPTURE' AND i.object_no = o.order_no)
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
  WHERE o.paid_on <= p_on
$$;

-- The lines that the items of a batch make: all of them, or the captures of merchants that are not named, or what is left of it.
DROP FUNCTION clearing_sums(bigint);
CREATE FUNCTION clearing_sums(p_batch bigint, p_part text DEFAULT 'ALL', p_apart bigint[] DEFAULT '{}') RETURNS SETOF clearing_lines
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH apart AS (SELECT unnest(p_apart) AS merchant_id), moved AS (
    SELECT i.merchant_id, i.channel_id, i.asset, 1 AS items, i.gross_minor, i.refund_minor, greatest(i.fee_minor, 0) AS charged,
           greatest(-i.fee_minor, 0) AS returned, i.share_minor, 0::bigint AS received, i.adjustment_minor, i.cost_minor,
           hash_record_extended(ROW(i.kind, i.object_no, i.order_no, i.merchant_id, i.channel_id, i.asset, i.occurred_on, i.gross_minor,
             i.refund_minor, i.fee_minor, i.cost_minor, i.share_minor, i.adjustment_minor), 0) AS fingerprint
    FROM clearing_items i LEFT JOIN apart USING (merchant_id)
    WHERE i.batch_id = p_batch
      AND (p_part = 'ALL' OR (p_part = 'PLAIN') = (i.kind = 'CAPTURE' AND apart.merchant_id IS NULL))
    UNION ALL
    SELECT s.receiver_id, i.channel_id, i.asset, 0, 0, 0, 0, 0, 0, s.share_minor, 0, 0,
           hash_record_extended(ROW('SHARE'::text, s.kind, s.object_no, s.share_no, s.receiver_id, s.share_minor), 0)
    FROM clearing_shares s JOIN clearing_items i ON i.kind = s.kind AND i.object_no = s.object_no
    WHERE s.batch_id = p_batch AND p_part <> 'PLAIN'
  )
  SELECT p_batch, merchant_id, channel_id, asset, sum(items)::bigint, sum(gross_minor)::bigint, sum(refund_minor)::bigint, sum(charged)::bigint,
         sum(returned)::bigint, sum(share_minor)::bigint, sum(received)::bigint, sum(adjustment_minor)::bigint, sum(cost_minor)::bigint,
         (sum(gross_minor) - sum(refund_minor) - sum(charged) + sum(returned) - sum(share_minor) + sum(received) + sum(adjustment_minor))::bigint,
         sum(fingerprint)
  FROM moved GROUP BY merchant_id, channel_id, asset
$$;
-- The content of a batch in one word: its lines, each with what stands behind it.
CREATE OR REPLACE FUNCTION clearing_hash(p_batch bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', merchant_id, channel_id, asset, item_count, gross_minor, refund_minor,
           fee_charged_minor, fee_returned_minor, share_minor, received_minor, adjustment_minor, cost_minor, net_minor, fingerprint),
           E'\n' ORDER BY merchant_id, channel_id, asset), ''), 'UTF8')), 'hex')
  FROM clearing_lines WHERE batch_id = p_batch
$$;

-- Items and shares of what `p_due` answers. What an account cannot give now waits with all that belongs to its order, and is
-- late in the next batch: a clearing must neither overdraw one merchant nor wait for it.
CREATE FUNCTION clearing_take_due(p_batch bigint, p_on date, p_due text, p_merchants bigint[], OUT items bigint, OUT carried bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format($take$
    WITH due AS MATERIALIZED (SELECT * FROM %s), gives AS (
      SELECT merchant_id, asset, greatest(fee_minor, 0) + greatest(share_minor, 0) AS minor FROM due
      UNION ALL
      SELECT p.receiver, due.asset, -p.minor FROM due, unnest(due.receivers, due.shares) AS p (receiver, minor) WHERE p.minor < 0
    ), held AS (
      SELECT merchant_id, asset, minor FROM clearing_held()
      UNION ALL
      SELECT merchant_id, asset, -fee_minor - share_minor FROM clearing_items WHERE batch_id = $1
      UNION ALL
      SELECT s.receiver_id, i.asset, s.share_minor FROM clearing_shares s JOIN clearing_items i USING (kind, object_no) WHERE s.batch_id = $1
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
    ), items AS (
      INSERT INTO clearing_items (batch_id, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor,
                                  fee_minor, cost_minor, share_minor, adjustment_minor)
      SELECT $1, kind, object_no, order_no, merchant_id, channel_id, asset, occurred_on, gross_minor, refund_minor, fee_minor, cost_minor,
             share_minor, adjustment_minor FROM taken
    ), shares AS (
      INSERT INTO clearing_shares (batch_id, kind, object_no, share_no, receiver_id, share_minor)
      SELECT $1, t.kind, t.object_no, p.no, p.receiver, p.minor FROM taken t, unnest(t.receivers, t.shares, t.share_nos) AS p (receiver, minor, no)
    )
    SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM due) - (SELECT count(*) FROM taken)$take$, p_due)
  USING p_batch, p_on, p_merchants INTO items, carried;
END $$;
-- What each merchant's pending account holds now.
CREATE FUNCTION clearing_held() RETURNS TABLE (merchant_id bigint, asset text, minor bigint) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT a.merchant_id, a.asset, b.posted_minor - b.frozen_minor
  FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.gl_code = '2202.01'
  UNION ALL
  SELECT a.merchant_id, a.asset, w.change_minor FROM buffered_entries w JOIN accounts a ON a.id = w.account_id WHERE a.gl_code = '2202.01'
$$;

-- The terms that hold now, of every merchant and channel, as the batch will always have them: computed again, it has its own.
CREATE FUNCTION clearing_keep_terms(p_batch bigint, p_on date) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO clearing_terms (batch_id, merchant_id, fee_bps, fee_min_minor, fee_max_minor, fee_return, shares, volume_minor, fee_tiers)
  SELECT p_batch, m.id, clearing_tier(m.fee_bps, m.fee_tiers, coalesce(v.minor, 0)), m.fee_min_minor, m.fee_max_minor, m.fee_return, m.shares,
         coalesce(v.minor, 0), m.fee_tiers
  FROM merchants m LEFT JOIN (
    SELECT l.merchant_id, sum(l.gross_minor)::bigint AS minor FROM clearing_lines l JOIN clearing_batches b ON b.id = l.batch_id
    WHERE b.accounting_on >= date_trunc('month', p_on) AND b.accounting_on < p_on AND l.asset = 'CNY' GROUP BY 1
  ) AS v ON v.merchant_id = m.id
  ON CONFLICT DO NOTHING;
  INSERT INTO clearing_costs (batch_id, channel_id, cost_bps) SELECT p_batch, id, cost_bps FROM channels WHERE cost_bps IS NOT NULL
  ON CONFLICT DO NOTHING;
$$;

-- Takes everything due by the end of `p_on` into the batch: terms, items, shares and lines. What is captured by merchants who
-- share nothing is written straight away and looked at afterwards; only if one of them cannot pay its fees, which is rare,
-- that is taken back, and such merchants are taken order by order like those who share.
CREATE FUNCTION clearing_take(p_batch bigint, p_on date, OUT items bigint, OUT carried bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  apart bigint[] := '{}';
  short bigint[];
  plain clearing_lines[];
  source text;
  part record;
BEGIN
  IF EXISTS (SELECT 1 FROM clearing_batches WHERE id = p_batch) THEN
    RAISE EXCEPTION 'a cleared batch takes nothing more' USING ERRCODE = 'CD050';
  END IF;
  PERFORM set_config('desk.clearing', p_batch::text, true);
  PERFORM clearing_keep_terms(p_batch, p_on);
  -- What is new of the days before is not known to the planner yet, and a look-up for each of a million orders is its mistake then.
  PERFORM set_config('enable_nestloop', 'off', true);
  SELECT coalesce(array_agg(merchant_id), '{}') INTO apart FROM clearing_terms WHERE batch_id = p_batch AND shares <> '[]';
  LOOP
    BEGIN
      INSERT INTO clearing_items (batch_id, merchant_id, channel_id, gross_minor, refund_minor, fee_minor, cost_minor, share_minor,
                                  adjustment_minor, occurred_on, kind, object_no, order_no, asset)
      SELECT p_batch, o.merchant_id, o.channel_id, o.due_minor, 0,
             clearing_fee(o.due_minor, o.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor),
             coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0), 0, 0, o.paid_on, 'CAPTURE', o.order_no, o.order_no, o.asset
      FROM (
        SELECT *, coalesce((paid_at AT TIME ZONE 'Asia/Shanghai')::date, ordered_on) AS paid_on FROM orders
        WHERE booked_by IS NOT NULL
          AND (capture_reversed_at IS NULL OR (capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
      ) AS o JOIN clearing_terms t ON t.batch_id = p_batch AND t.merchant_id = o.merchant_id
      LEFT JOIN clearing_costs c ON c.batch_id = p_batch AND c.channel_id = o.channel_id
      WHERE o.paid_on <= p_on AND NOT EXISTS (SELECT 1 FROM unnest(apart) AS a (id) WHERE a.id = o.merchant_id)
        AND NOT EXISTS (SELECT 1 FROM clearing_items i WHERE i.kind = 'CAPTURE' AND i.object_no = o.order_no);
      GET DIAGNOSTICS items = ROW_COUNT;
      SELECT coalesce(array_agg(l), '{}') INTO plain FROM clearing_sums(p_batch) AS l;
      SELECT array_agg(DISTINCT g.merchant_id) INTO short
      FROM (SELECT l.merchant_id, l.asset, sum(l.fee_charged_minor) AS minor FROM unnest(plain) AS l GROUP BY 1, 2) AS g
      LEFT JOIN (SELECT h.merchant_id, h.asset, sum(h.minor) AS minor FROM clearing_held() AS h GROUP BY 1, 2) AS h USING (merchant_id, asset)
      WHERE g.minor > greatest(coalesce(h.minor, 0), 0);
      EXIT WHEN short IS NULL;
      RAISE EXCEPTION 'merchants that cannot pay their fees' USING ERRCODE = 'CD051';
    EXCEPTION WHEN SQLSTATE 'CD051' THEN
      apart := apart || short;
    END;
  END LOOP;
  PERFORM set_config('enable_nestloop', 'on', true);
  carried := 0;
  FOREACH source IN ARRAY ARRAY['clearing_captures($1, $2, $3)', 'clearing_refunds($1, $2)', 'clearing_reversals($1, $2)', 'clearing_adjustments($1, $2)'] LOOP
    CONTINUE WHEN source LIKE 'clearing_captures%' AND cardinality(apart) = 0;
    SELECT * INTO part FROM clearing_take_due(p_batch, p_on, source, apart);
    items := items + part.items;
    carried := carried + part.carried;
  END LOOP;
  INSERT INTO clearing_lines
  SELECT p_batch, merchant_id, channel_id, asset, sum(item_count)::bigint, sum(gross_minor)::bigint, sum(refund_minor)::bigint,
         sum(fee_charged_minor)::bigint, sum(fee_returned_minor)::bigint, sum(share_minor)::bigint, sum(received_minor)::bigint,
         sum(adjustment_minor)::bigint, sum(cost_minor)::bigint, sum(net_minor)::bigint, sum(fingerprint)
  FROM (SELECT (l).* FROM unnest(plain) AS l UNION ALL SELECT * FROM clearing_sums(p_batch, 'REST', apart)) AS l
  GROUP BY merchant_id, channel_id, asset;
  PERFORM set_config('desk.clearing', '', true);
END $$;

-- Guards: only clearing writes what belongs to a batch, and only before the batch's own row is there.
DO $$
DECLARE part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['clearing_terms', 'clearing_costs', 'clearing_items', 'clearing_shares', 'clearing_lines'] LOOP
    EXECUTE format('DROP TRIGGER still_open ON %I', part);
    EXECUTE format('CREATE TRIGGER by_clearing BEFORE INSERT ON %I FOR EACH STATEMENT EXECUTE FUNCTION check_clearing_open()', part);
  END LOOP;
END $$;
-- A word of the transaction tells it from other work: what may write is the application's by no other way than `clearing_take`.
CREATE OR REPLACE FUNCTION check_clearing_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('desk.clearing', true), '') = '' THEN
    RAISE EXCEPTION 'a cleared batch takes nothing more' USING ERRCODE = 'CD050';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_clearing_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.content_hash <> clearing_hash(NEW.id)
     OR NEW.item_count <> (SELECT coalesce(sum(item_count), 0) FROM clearing_lines WHERE batch_id = NEW.id) THEN
    RAISE EXCEPTION 'clearing batch % is not what its items are', NEW.batch_no USING ERRCODE = 'CD050';
  END IF;
  IF EXISTS (SELECT 1 FROM clearing_batches WHERE accounting_on > NEW.accounting_on) THEN
    RAISE EXCEPTION 'clearing batch % is before one that was cleared', NEW.batch_no USING ERRCODE = 'CD050';
  END IF;
  RETURN NEW;
END $$;

-- Batches that are there get their fingerprints, and their content in the new words.
ALTER TABLE clearing_lines DISABLE TRIGGER append_only;
ALTER TABLE clearing_batches DISABLE TRIGGER append_only;
UPDATE clearing_lines l SET fingerprint = s.fingerprint
FROM clearing_batches b CROSS JOIN LATERAL clearing_sums(b.id) AS s
WHERE b.id = l.batch_id AND (s.batch_id, s.merchant_id, s.channel_id, s.asset) = (l.batch_id, l.merchant_id, l.channel_id, l.asset);
UPDATE clearing_batches SET content_hash = clearing_hash(id);
ALTER TABLE clearing_lines ENABLE TRIGGER append_only;
ALTER TABLE clearing_batches ENABLE TRIGGER append_only;

CREATE OR REPLACE FUNCTION grant_app_role_clearing(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON clearing_batches TO %I', p_role);
  EXECUTE format('GRANT SELECT ON clearing_terms, clearing_costs, clearing_items, clearing_shares, clearing_lines TO %I', p_role);
  EXECUTE format('REVOKE INSERT ON clearing_terms, clearing_costs, clearing_items, clearing_shares, clearing_lines FROM %I', p_role);
  EXECUTE format('GRANT USAGE ON SEQUENCE clearing_batches_id_seq TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION clearing_take TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_clearing, clearing_take, clearing_take_due, clearing_keep_terms FROM PUBLIC;
