-- A batch's items lie together, since one clearing at a time writes them: where they lie is told by ranges of pages. A b-tree of batch
-- and merchant cost a third of writing them, since it took each item at another place.
-- Ranges are as wide as this, since no more than 256 of a night can ask to be told: narrower ones of a million items were left untold, and all that
-- is untold is read by whoever asks for any batch. The day tells, as before, what came late.
DROP INDEX clearing_items_late;
CREATE INDEX clearing_items_place ON clearing_items USING brin (batch_id, occurred_on) WITH (pages_per_range = 256, autosummarize = on);
DROP INDEX clearing_items_batch;

-- As before, but without a look at the items of later batches where there are none, as on most nights: not all of the newest pages are told yet.
CREATE OR REPLACE FUNCTION clearing_fresh(p_batch bigint, p_on date, p_since date, p_after bigint) RETURNS SETOF orders LANGUAGE sql STABLE AS $$
  SELECT o.* FROM public.orders o
  WHERE o.ordered_on > p_since AND o.ordered_on <= p_on AND o.booked_by IS NOT NULL
    AND (o.capture_reversed_at IS NULL OR (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
    AND public.clearing_paid_on(o.paid_at, o.ordered_on) <= p_on
    AND NOT EXISTS (SELECT 1 FROM public.clearing_items i WHERE i.batch_id > p_after AND i.kind = 'CAPTURE' AND i.object_no = o.order_no
                      AND EXISTS (SELECT 1 FROM public.clearing_batches WHERE id > p_after))
  UNION ALL
  SELECT o.* FROM public.clearing_listed(p_batch, 'CAPTURE') AS w (order_no)
  CROSS JOIN LATERAL (SELECT * FROM public.orders a WHERE a.order_no = w.order_no OFFSET 0) AS o
  WHERE o.ordered_on <= p_since AND o.booked_by IS NOT NULL
    AND (o.capture_reversed_at IS NULL OR (o.capture_reversed_at AT TIME ZONE 'Asia/Shanghai')::date > p_on)
    AND public.clearing_paid_on(o.paid_at, o.ordered_on) <= p_on
    AND NOT EXISTS (SELECT 1 FROM public.clearing_items i WHERE i.kind = 'CAPTURE' AND i.object_no = o.order_no OFFSET 0)
$$;

-- As before, but read in the order of their numbers rather than sorted with everything that becomes of them, and summed up
-- where they lie. Joined to the few terms they keep that order, in which the key's index likes them best; it is a matter of speed alone.
CREATE OR REPLACE FUNCTION clearing_take_plain(p_batch bigint, p_on date, p_apart bigint[], OUT items bigint, OUT lines clearing_lines[])
LANGUAGE plpgsql SET search_path = public, pg_temp SET work_mem = '192MB' SET enable_nestloop = off SET enable_sort = on AS $$
DECLARE since constant date := clearing_read_through();
BEGIN
  -- What is new of the days before is not known to the planner yet, and a look-up for each of a million orders is its mistake then.
  EXECUTE $take$
    INSERT INTO clearing_items (batch_id, merchant_id, channel_id, gross_minor, refund_minor, fee_minor, cost_minor, share_minor,
                                adjustment_minor, occurred_on, kind, object_no, order_no, asset)
    SELECT $1, o.merchant_id, o.channel_id, o.due_minor, 0, clearing_fee(o.due_minor, o.asset, t.fee_bps, t.fee_min_minor, t.fee_max_minor),
           coalesce(clearing_rate(o.channel_minor, c.cost_bps), 0), 0, 0, clearing_paid_on(o.paid_at, o.ordered_on), 'CAPTURE',
           o.order_no, o.order_no, o.asset
    FROM (
      SELECT f.merchant_id, f.channel_id, f.due_minor, f.channel_minor, f.asset, f.paid_at, f.ordered_on, f.order_no
      FROM clearing_fresh($1, $2, $3, $4) AS f ORDER BY f.order_no
    ) AS o JOIN clearing_terms t ON t.batch_id = $1 AND t.merchant_id = o.merchant_id
    LEFT JOIN clearing_costs c ON c.batch_id = $1 AND c.channel_id = o.channel_id
    WHERE NOT EXISTS (SELECT 1 FROM unnest($5) AS a (id) WHERE a.id = o.merchant_id)$take$
  USING p_batch, p_on, since, clearing_last_batch(since), p_apart;
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
