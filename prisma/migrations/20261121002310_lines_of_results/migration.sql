-- What a result says of its line is all that opening an item asks of it.

-- An item's group asks when its line happened. A line is found by its place in milliseconds once its block ranges are summed
-- up, and by reading all of its statement before that: ten thousand items of a statement that has just come in would each
-- do so. The result, which is written beside the line, carries it instead.
ALTER TABLE match_results ADD COLUMN line_occurred_at timestamptz;

-- The same rule as before, step by step: each kind asks only what it needs, since a batch opens items by the ten thousand.
-- Planned once: to plan anew for each item, over the months of results, took six times what the look-up takes.
CREATE OR REPLACE FUNCTION suspense_group_key(i suspense_items) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  common text := concat_ws('|', i.channel_id, i.kind, i.item_kind, i.direction, i.asset);
  seen record;
  happened_at timestamptz;
BEGIN
  IF i.kind IN ('AMOUNT_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH') THEN RETURN common || '|DELTA|' || i.amount_minor; END IF;
  SELECT r.id, r.ours_status, r.line_status, r.line_occurred_at, r.line_settles_on, r.line_statement_id, r.line_no INTO seen
  FROM match_results r
  WHERE r.batch_on = i.batch_on AND r.channel_id = i.channel_id AND r.match_key = i.match_key AND r.id = i.result_id;
  IF i.kind = 'STATUS_MISMATCH' THEN
    RETURN common || '|STATUS|' || coalesce(seen.ours_status, '-') || '>' || coalesce(seen.line_status, '-');
  END IF;
  happened_at := seen.line_occurred_at;
  -- A result from before it carried that has to look for its line.
  IF happened_at IS NULL AND seen.line_no IS NOT NULL THEN
    SELECT l.occurred_at INTO happened_at FROM line_at(seen.line_settles_on, seen.line_statement_id, seen.line_no) AS l;
  END IF;
  IF happened_at IS NULL AND seen.id IS NOT NULL AND i.refund_no IS NOT NULL THEN
    SELECT f.succeeded_at INTO happened_at FROM refunds f WHERE f.refund_no = i.refund_no;
  END IF;
  IF happened_at IS NULL AND seen.id IS NOT NULL AND i.order_no IS NOT NULL THEN
    SELECT o.paid_at INTO happened_at FROM orders o WHERE o.order_no = i.order_no;
  END IF;
  RETURN common || '|MINUTE|'
    || coalesce(to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), i.opened_on::text);
END $$;
