-- A batch opens suspense items by the ten thousand, and runs again over days on which nothing has changed.

-- Items ---------------------------------------------------------------------------------------------------------------------
-- What a group is called, of what was found out about the item: said once, for one item and for thousands.
CREATE FUNCTION suspense_group_text(p_channel bigint, p_kind text, p_item_kind text, p_direction text, p_asset text, p_minor bigint,
  p_ours_status text, p_line_status text, p_happened_at timestamptz, p_opened_on date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws('|', p_channel, p_kind, p_item_kind, p_direction, p_asset,
    CASE WHEN p_kind IN ('AMOUNT_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH') THEN 'DELTA|' || p_minor
         WHEN p_kind = 'STATUS_MISMATCH' THEN 'STATUS|' || coalesce(p_ours_status, '-') || '>' || coalesce(p_line_status, '-')
         ELSE 'MINUTE|' || coalesce(to_char(p_happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), p_opened_on::text) END)
$$;

-- The same rule as before. Looks over the months of results and orders are planned once, not for each item.
CREATE OR REPLACE FUNCTION suspense_group_key(i suspense_items) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  seen record;
  happened_at timestamptz;
BEGIN
  SELECT r.id, r.ours_status, r.line_status, r.line_occurred_at, r.line_settles_on, r.line_statement_id, r.line_no INTO seen
  FROM match_results r
  WHERE r.batch_on = i.batch_on AND r.channel_id = i.channel_id AND r.match_key = i.match_key AND r.id = i.result_id;
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
  RETURN suspense_group_text(i.channel_id, i.kind, i.item_kind, i.direction, i.asset, i.amount_minor, seen.ours_status,
    seen.line_status, happened_at, i.opened_on);
END $$;

-- An item gets its level, its day and its group when it begins, unless `open_suspense_items` knew them: for all of a batch
-- together that takes a tenth of what it takes for each.
CREATE FUNCTION begin_suspense_item() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE level service_levels;
BEGIN
  IF NEW.service_level_id IS NULL THEN
    level := service_level_of(NEW.kind, NEW.direction, NEW.channel_id, NEW.asset, NEW.amount_minor);
    NEW.service_level_id := level.id;
    NEW.severity := level.severity;
    NEW.due_on := bank_day_after(greatest(NEW.opened_on, (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date), level.bank_days);
  END IF;
  IF NEW.group_key = '' THEN NEW.group_key := suspense_group_key(NEW); END IF;
  RETURN NEW;
END $$;
DROP TRIGGER birth ON suspense_items;
DROP TRIGGER group_key ON suspense_items;
DROP TRIGGER service_level ON suspense_items;
DROP FUNCTION check_suspense_birth, set_suspense_group, set_service_level;
CREATE TRIGGER birth BEFORE INSERT ON suspense_items FOR EACH ROW
  WHEN (NEW.service_level_id IS NULL OR NEW.group_key = '') EXECUTE FUNCTION begin_suspense_item();

-- An item begins as open, by its voucher. The voucher is there before it (a key says so) and does not change, so this is
-- asked at once and for all items of a statement together, where it was asked at the commit and for each of them.
CREATE FUNCTION check_suspense_opened() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE wrong text;
BEGIN
  IF EXISTS (SELECT 1 FROM opened WHERE status <> 'OPEN' OR reopened_count <> 0) THEN
    RAISE EXCEPTION 'a suspense item begins as OPEN' USING ERRCODE = 'CD012';
  END IF;
  SELECT i.item_no INTO wrong FROM opened i
  WHERE NOT EXISTS (
    SELECT 1 FROM vouchers WHERE id = i.opened_voucher_id AND object_type = 'suspense' AND object_no = i.item_no
      AND event = CASE i.direction WHEN 'LONG' THEN 'suspense.long_opened' ELSE 'suspense.short_opened' END)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'suspense item % is opened by a voucher of its own only', wrong USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER opened AFTER INSERT ON suspense_items REFERENCING NEW TABLE AS opened
  FOR EACH STATEMENT EXECUTE FUNCTION check_suspense_opened();

-- The application's one way to open items, many at once: what they promise and how they are grouped is not the caller's to
-- say. Answers their ids with the rules that routed them.
CREATE TYPE suspense_opening AS (
  item_no text, signature text, channel_id bigint, kind text, item_kind text, direction text, amount_minor bigint, asset text,
  match_key text, order_no text, refund_no text, channel_trade_no text, merchant_id bigint, is_test boolean, batch_id bigint,
  batch_on date, result_id bigint, voucher_id bigint, team_id bigint, rule_id bigint
);
CREATE FUNCTION open_suspense_items(p_command uuid, p_at timestamptz, p_items suspense_opening[])
RETURNS TABLE (item_id bigint, rule_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  -- A level asks of an amount only which bands it has reached, so items that agree in that and in kind, direction, channel
  -- and asset have one level; few of ten thousand differ.
  WITH bands AS (SELECT array_agg(DISTINCT from_minor ORDER BY from_minor) AS minor FROM service_levels),
  items AS MATERIALIZED (
    SELECT i.*, bands.minor[width_bucket(i.amount_minor, bands.minor)] AS band_minor,
           greatest(i.batch_on, (p_at AT TIME ZONE 'Asia/Shanghai')::date) AS from_day
    FROM unnest(p_items) AS i CROSS JOIN bands
  ), promised AS MATERIALIZED (
    SELECT alike.*, level.id AS level_id, level.severity, bank_day_after(alike.from_day, level.bank_days) AS due_on
    FROM (SELECT DISTINCT kind, direction, channel_id, asset, band_minor, from_day FROM items) AS alike
    CROSS JOIN LATERAL service_level_of(alike.kind, alike.direction, alike.channel_id, alike.asset, alike.band_minor) AS level
  )
  INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key,
    order_no, refund_no, channel_trade_no, merchant_id, is_test, batch_id, batch_on, result_id, opened_on, opened_voucher_id,
    status, team_id, routed_rule_id, created_at, command_id, service_level_id, severity, due_on, group_key)
  SELECT i.item_no, i.signature, i.channel_id, i.kind, i.item_kind, i.direction, i.amount_minor, i.asset, i.match_key,
         i.order_no, i.refund_no, i.channel_trade_no, i.merchant_id, i.is_test, i.batch_id, i.batch_on, i.result_id, i.batch_on,
         i.voucher_id, 'OPEN', i.team_id, i.rule_id, p_at, p_command, p.level_id, p.severity, p.due_on,
         -- Where the result does not say when it happened, the item looks for it by itself.
         CASE WHEN r.line_occurred_at IS NULL THEN ''
              ELSE suspense_group_text(i.channel_id, i.kind, i.item_kind, i.direction, i.asset, i.amount_minor, r.ours_status,
                     r.line_status, r.line_occurred_at, i.batch_on) END
  FROM items i
  LEFT JOIN promised p USING (kind, direction, channel_id, asset, band_minor, from_day)
  LEFT JOIN match_results r
    ON r.batch_on = i.batch_on AND r.channel_id = i.channel_id AND r.match_key = i.match_key AND r.id = i.result_id
  ORDER BY i.item_no
  RETURNING id, routed_rule_id
$$;

-- As before, of what becomes of an item; an item that was opened cannot have become anything yet.
CREATE OR REPLACE FUNCTION check_suspense_resolved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status = 'RESOLVED' AND NOT EXISTS (
       SELECT 1 FROM vouchers JOIN approvals ON approvals.id = vouchers.approval_id
       WHERE vouchers.id = NEW.resolved_voucher_id AND vouchers.object_type = 'suspense'
         AND vouchers.object_no = NEW.item_no AND approvals.status = 'EXECUTED') THEN
    RAISE EXCEPTION 'suspense item % is resolved by an approved voucher of its own only', NEW.item_no
      USING ERRCODE = 'CD011';
  END IF;
  IF NEW.status = 'AUTO_RESOLVED' AND NOT EXISTS (
       SELECT 1 FROM vouchers
       WHERE id = NEW.resolved_voucher_id AND reverses_voucher_id = NEW.opened_voucher_id) THEN
    RAISE EXCEPTION 'suspense item % is explained by the reversal of its opening only', NEW.item_no
      USING ERRCODE = 'CD011';
  END IF;
  IF OLD.status = 'RESOLVED' AND NEW.status <> 'RESOLVED' AND NOT EXISTS (
       SELECT 1 FROM vouchers v JOIN approvals a ON a.id = v.approval_id
       WHERE v.reverses_voucher_id = OLD.resolved_voucher_id AND v.command_id = NEW.command_id
         AND a.act = 'SUSPENSE_REOPENING' AND a.status = 'EXECUTED' AND a.object_no = NEW.item_no) THEN
    RAISE EXCEPTION 'suspense item % is reopened by the approved reversal of its resolution only', NEW.item_no
      USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER approved ON suspense_items;
CREATE CONSTRAINT TRIGGER approved AFTER UPDATE ON suspense_items DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_suspense_resolved();

-- Days that have not changed ------------------------------------------------------------------------------------------------
-- How often what is booked on a day has changed. A change that leaves the day's sums as they were (two orders that swap their
-- amounts, or their numbers) is noted as well: it may take a line its partner.
ALTER TABLE channel_bookings ADD COLUMN revision bigint NOT NULL DEFAULT 1;

CREATE OR REPLACE FUNCTION note_orders_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, coalesce(expected_on, 'infinity'), asset, count(*), sum(channel_minor) FROM now_there
    WHERE booked_by = 'ARRIVAL' AND channel_minor > 0 GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, expected_on, asset, sum(count), sum(minor) FROM (
      SELECT channel_id, expected_on, asset, sum(count) AS count, sum(count * channel_minor) AS minor FROM (
        SELECT channel_id, coalesce(expected_on, 'infinity') AS expected_on, asset, match_key, channel_trade_no, channel_minor, 1 AS count
        FROM now_there WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
        UNION ALL
        SELECT channel_id, coalesce(expected_on, 'infinity'), asset, match_key, channel_trade_no, channel_minor, -1
        FROM was_there WHERE booked_by = 'ARRIVAL' AND channel_minor > 0
      ) AS moves GROUP BY channel_id, expected_on, asset, match_key, channel_trade_no, channel_minor HAVING sum(count) <> 0
    ) AS changes GROUP BY 1, 2, 3;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_refunds_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, coalesce(expected_on, 'infinity'), asset, count(*), -sum(channel_minor) FROM now_there
    WHERE status = 'SUCCEEDED' AND channel_minor > 0 GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO channel_booking_changes (channel_id, expected_on, asset, count, signed_minor)
    SELECT channel_id, expected_on, asset, sum(count), sum(minor) FROM (
      SELECT channel_id, expected_on, asset, sum(count) AS count, -sum(count * channel_minor) AS minor FROM (
        SELECT channel_id, coalesce(expected_on, 'infinity') AS expected_on, asset, match_key, channel_refund_no, channel_minor, 1 AS count
        FROM now_there WHERE status = 'SUCCEEDED' AND channel_minor > 0
        UNION ALL
        SELECT channel_id, coalesce(expected_on, 'infinity'), asset, match_key, channel_refund_no, channel_minor, -1
        FROM was_there WHERE status = 'SUCCEEDED' AND channel_minor > 0
      ) AS moves GROUP BY channel_id, expected_on, asset, match_key, channel_refund_no, channel_minor HAVING sum(count) <> 0
    ) AS changes GROUP BY 1, 2, 3;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION fold_channel_bookings(p_channel bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM channel_booking_changes WHERE channel_id = p_channel
    RETURNING channel_id, expected_on, asset, count, signed_minor
  )
  INSERT INTO channel_bookings AS held (channel_id, expected_on, asset, count, signed_minor)
  SELECT channel_id, expected_on, asset, sum(count), sum(signed_minor) FROM gone GROUP BY 1, 2, 3
  ON CONFLICT (channel_id, expected_on, asset)
    DO UPDATE SET count = held.count + excluded.count, signed_minor = held.signed_minor + excluded.signed_minor,
                  revision = held.revision + 1
$$;

-- What a batch set apart from its day's plain matches, and on what basis: everything that being plain depends on besides the
-- statement's own lines, as a hash. A later run of the same statement on the same basis has nothing else to look at.
CREATE TABLE batch_apart (
  batch_id      bigint PRIMARY KEY REFERENCES batches,
  basis         text NOT NULL,
  line_nos      bigint[] NOT NULL,
  payment_keys  text[] NOT NULL,
  refund_keys   text[] NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON batch_apart FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON batch_apart FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grant_app_role_sets_of_items(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON batch_apart TO %I', p_role);
  EXECUTE format('REVOKE INSERT ON suspense_items FROM %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION open_suspense_items, suspense_group_text TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_sets_of_items, begin_suspense_item, check_suspense_opened, open_suspense_items FROM PUBLIC;
