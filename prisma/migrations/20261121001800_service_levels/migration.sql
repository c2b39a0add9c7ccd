-- How urgent a suspense item is and by when it has to be settled, counted in days on which banks work.

-- Bank days -----------------------------------------------------------------------------------------------------------------
-- `number` counts the bank days up to and with `day`, so that an age is a difference and a due day is looked up. Every
-- set-up writes the calendar of core/calendar over this one; here it serves the items that are there already.
CREATE TABLE bank_days (
  day      date PRIMARY KEY,
  is_open  boolean NOT NULL,
  number   integer NOT NULL
);
CREATE INDEX bank_days_open ON bank_days (number) WHERE is_open;

INSERT INTO bank_days
SELECT day, is_open, count(*) FILTER (WHERE is_open) OVER (ORDER BY day)
FROM (
  SELECT day::date, CASE
    WHEN day IN ('2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10') THEN true
    WHEN day BETWEEN '2026-01-01' AND '2026-01-03' OR day BETWEEN '2026-02-15' AND '2026-02-23'
      OR day BETWEEN '2026-04-04' AND '2026-04-06' OR day BETWEEN '2026-05-01' AND '2026-05-05'
      OR day BETWEEN '2026-06-19' AND '2026-06-21' OR day BETWEEN '2026-09-25' AND '2026-09-27'
      OR day BETWEEN '2026-10-01' AND '2026-10-07' THEN false
    ELSE extract(isodow FROM day) < 6 END AS is_open
  FROM generate_series(date '2015-01-01', date '2049-12-31', interval '1 day') AS day
) AS days;

-- How many bank days lie after `p_from` up to and with `p_to`; null outside the calendar.
CREATE FUNCTION bank_days_between(p_from date, p_to date) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT greatest((SELECT number FROM bank_days WHERE day = p_to) - (SELECT number FROM bank_days WHERE day = p_from), 0)
$$;
-- The bank day that is `p_days` (one or more) after `p_from`; null past the end of the calendar.
CREATE FUNCTION bank_day_after(p_from date, p_days integer) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT d.day FROM bank_days f JOIN bank_days d ON d.number = f.number + p_days AND d.is_open WHERE f.day = p_from
$$;

-- Service levels ------------------------------------------------------------------------------------------------------------
-- What is left empty fits everything; of the rows that fit, the one that names most decides, and of its bands the highest.
-- A band is in the minor unit of its asset. No key to assets: they are written after the migrations.
CREATE TABLE service_levels (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text CHECK (kind IN ('LONG', 'SHORT', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH', 'DUPLICATE')),
  direction   text CHECK (direction IN ('LONG', 'SHORT')),
  channel_id  bigint REFERENCES channels,
  asset       text,
  from_minor  bigint NOT NULL DEFAULT 0 CHECK (from_minor >= 0),
  severity    text NOT NULL CHECK (severity IN ('CRITICAL', 'HIGH', 'NORMAL', 'LOW')),
  bank_days   integer NOT NULL CHECK (bank_days BETWEEN 1 AND 90),
  CONSTRAINT band_is_of_an_asset CHECK (from_minor = 0 OR asset IS NOT NULL)
);
CREATE UNIQUE INDEX service_levels_once ON service_levels
  (coalesce(channel_id, 0), coalesce(kind, ''), coalesce(direction, ''), coalesce(asset, ''), from_minor);
INSERT INTO service_levels (kind, direction, asset, from_minor, severity, bank_days) VALUES
  (NULL, 'SHORT', NULL, 0, 'HIGH', 2),
  (NULL, 'SHORT', 'CNY', 0, 'NORMAL', 3),
  (NULL, 'SHORT', 'CNY', 100000, 'HIGH', 2),
  (NULL, 'SHORT', 'CNY', 5000000, 'CRITICAL', 1),
  (NULL, 'LONG', NULL, 0, 'NORMAL', 5),
  (NULL, 'LONG', 'CNY', 0, 'LOW', 7),
  (NULL, 'LONG', 'CNY', 100000, 'NORMAL', 5),
  (NULL, 'LONG', 'CNY', 5000000, 'HIGH', 3),
  ('STATUS_MISMATCH', 'SHORT', NULL, 0, 'HIGH', 1),
  ('STATUS_MISMATCH', 'SHORT', 'CNY', 5000000, 'CRITICAL', 1),
  ('DUPLICATE', NULL, NULL, 0, 'NORMAL', 3),
  ('DUPLICATE', NULL, 'CNY', 5000000, 'HIGH', 2),
  ('FEE_MISMATCH', NULL, NULL, 0, 'LOW', 10),
  ('FEE_MISMATCH', NULL, 'CNY', 100000, 'NORMAL', 5),
  ('ASSET_MISMATCH', NULL, NULL, 0, 'HIGH', 2);

CREATE FUNCTION service_level_of(p_kind text, p_direction text, p_channel bigint, p_asset text, p_minor bigint)
RETURNS service_levels LANGUAGE sql STABLE AS $$
  SELECT * FROM service_levels
  WHERE coalesce(kind, p_kind) = p_kind AND coalesce(direction, p_direction) = p_direction
    AND coalesce(channel_id, p_channel) = p_channel AND coalesce(asset, p_asset) = p_asset AND from_minor <= p_minor
  ORDER BY channel_id IS NULL, kind IS NULL, direction IS NULL, asset IS NULL, from_minor DESC LIMIT 1
$$;

-- What an item promises stands with it: a level that changes later is the later items'. It runs from the day on which the
-- item could be seen, which for a day that is reconciled late is not the day of the difference.
ALTER TABLE suspense_items
  ADD COLUMN service_level_id bigint REFERENCES service_levels,
  ADD COLUMN severity text CHECK (severity IN ('CRITICAL', 'HIGH', 'NORMAL', 'LOW')),
  ADD COLUMN due_on date;

CREATE FUNCTION set_service_level() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE level service_levels;
BEGIN
  level := service_level_of(NEW.kind, NEW.direction, NEW.channel_id, NEW.asset, NEW.amount_minor);
  NEW.service_level_id := level.id;
  NEW.severity := level.severity;
  NEW.due_on := bank_day_after(greatest(NEW.opened_on, (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date), level.bank_days);
  RETURN NEW;
END $$;
CREATE TRIGGER service_level BEFORE INSERT ON suspense_items FOR EACH ROW EXECUTE FUNCTION set_service_level();

-- The items that are there change in nothing but this, so the rules of their changes do not apply.
ALTER TABLE suspense_items DISABLE TRIGGER USER;
UPDATE suspense_items i SET service_level_id = l.id, severity = l.severity,
  due_on = bank_day_after(greatest(i.opened_on, (i.created_at AT TIME ZONE 'Asia/Shanghai')::date), l.bank_days)
FROM suspense_items own CROSS JOIN LATERAL service_level_of(own.kind, own.direction, own.channel_id, own.asset, own.amount_minor) AS l
WHERE own.id = i.id;
ALTER TABLE suspense_items ENABLE TRIGGER USER;
ALTER TABLE suspense_items
  ALTER COLUMN service_level_id SET NOT NULL,
  ALTER COLUMN severity SET NOT NULL,
  ALTER COLUMN due_on SET NOT NULL;

CREATE FUNCTION grant_app_role_service_levels(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON bank_days, service_levels TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_service_levels FROM PUBLIC;
