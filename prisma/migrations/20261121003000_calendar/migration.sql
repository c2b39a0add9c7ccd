-- The days on which banks work: years that are loaded, versions of each under approval, and an end past which nothing is guessed.

-- Whether a list is a year's days: each once, of that year, in order, of a known kind and with a name.
CREATE FUNCTION are_calendar_days(p_year integer, p_days jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_typeof(p_days) = 'array' AND NOT EXISTS (
    SELECT 1 FROM (SELECT d, d ->> 'on' AS day, lag(d ->> 'on') OVER (ORDER BY nth) AS earlier
                   FROM jsonb_array_elements(p_days) WITH ORDINALITY AS e (d, nth)) AS listed
    WHERE NOT coalesce(day ~ '^\d{4}-\d\d-\d\d$' AND left(day, 4) = p_year::text AND (earlier IS NULL OR earlier < day)
                       AND d ->> 'kind' IN ('HOLIDAY', 'WORKDAY') AND length(d ->> 'name') BETWEEN 1 AND 60, false))
$$;

-- Versions of calendars, a year each. The newest of a year counts. CN is China's; 'channel:<code>' and 'bank:<account>' have
-- the days on which one of them differs from it.
CREATE TABLE calendar_versions (
  calendar     text NOT NULL CHECK (calendar ~ '^(CN|(channel|bank):.{1,64})$'),
  version      integer NOT NULL CHECK (version > 0),
  year         integer NOT NULL CHECK (year BETWEEN 2015 AND 2099),
  days         jsonb NOT NULL,
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  approval_id  bigint UNIQUE REFERENCES approvals,
  made_by      bigint REFERENCES users,
  approved_at  timestamptz NOT NULL DEFAULT now(),
  command_id   uuid REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (calendar, version),
  CONSTRAINT days_of_the_year CHECK (are_calendar_days(year, days)),
  -- The first year is given with the desk; a set-up on the machine has a command and no person.
  CONSTRAINT is_asked_for CHECK (CASE WHEN calendar = 'CN' AND version = 1 THEN num_nulls(approval_id, made_by, command_id) = 3
    ELSE command_id IS NOT NULL AND (approval_id IS NULL) = (made_by IS NULL) END)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON calendar_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON calendar_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The last day of which anything is known; null for a calendar that there is not.
CREATE FUNCTION calendar_through(p_calendar text) RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT make_date(max(year), 12, 31) FROM calendar_versions WHERE calendar = p_calendar
$$;

-- China's bank days as they follow from the versions in force. Years before the first one that is loaded have their weekends
-- only: nothing falls due in them, and an age that reaches back so far may be a few days too high.
CREATE VIEW known_bank_days AS
  WITH named AS (
    SELECT (d ->> 'on')::date AS day, d ->> 'kind' = 'WORKDAY' AS is_open
    FROM (SELECT DISTINCT ON (year) days FROM calendar_versions WHERE calendar = 'CN' ORDER BY year, version DESC) AS v,
      jsonb_array_elements(v.days) AS d
  ), days AS (
    SELECT s::date AS day, coalesce(n.is_open, extract(isodow FROM s) < 6) AS is_open
    FROM generate_series(timestamp '2015-01-01', calendar_through('CN')::timestamp, interval '1 day') AS s LEFT JOIN named n ON n.day = s::date
  )
  SELECT day, is_open, (count(*) FILTER (WHERE is_open) OVER (ORDER BY day))::integer AS number FROM days;

CREATE FUNCTION write_bank_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO bank_days AS b (day, is_open, number) SELECT day, is_open, number FROM known_bank_days
  ON CONFLICT (day) DO UPDATE SET is_open = excluded.is_open, number = excluded.number
  WHERE (b.is_open, b.number) <> (excluded.is_open, excluded.number);
  DELETE FROM bank_days WHERE day > calendar_through('CN');
  RETURN NULL;
END $$;
CREATE TRIGGER bank_days AFTER INSERT ON calendar_versions FOR EACH ROW WHEN (NEW.calendar = 'CN') EXECUTE FUNCTION write_bank_days();

INSERT INTO calendar_versions (calendar, version, year, days, reason)
SELECT 'CN', 1, 2026, jsonb_agg(jsonb_build_object('on', day::date::text, 'kind', kind, 'name', name) ORDER BY day), 'The year that the desk begins with.'
FROM (VALUES
  ('HOLIDAY', '元旦', '2026-01-01', '2026-01-03'), ('WORKDAY', '元旦', '2026-01-04', '2026-01-04'),
  ('WORKDAY', '春节', '2026-02-14', '2026-02-14'), ('HOLIDAY', '春节', '2026-02-15', '2026-02-23'), ('WORKDAY', '春节', '2026-02-28', '2026-02-28'),
  ('HOLIDAY', '清明节', '2026-04-04', '2026-04-06'), ('HOLIDAY', '劳动节', '2026-05-01', '2026-05-05'), ('WORKDAY', '劳动节', '2026-05-09', '2026-05-09'),
  ('HOLIDAY', '端午节', '2026-06-19', '2026-06-21'), ('WORKDAY', '国庆节', '2026-09-20', '2026-09-20'), ('HOLIDAY', '中秋节', '2026-09-25', '2026-09-27'),
  ('HOLIDAY', '国庆节', '2026-10-01', '2026-10-07'), ('WORKDAY', '国庆节', '2026-10-10', '2026-10-10')
) AS given (kind, name, first_day, last_day), generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') AS day;

-- How many bank days lie after `p_from` up to and with `p_to`. An age is only shown: past the end of the calendar it counts
-- the days that are known, so that the pages still open on which somebody sees that the next year is missing.
CREATE OR REPLACE FUNCTION bank_days_between(p_from date, p_to date) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT greatest((SELECT number FROM bank_days WHERE day <= p_to ORDER BY day DESC LIMIT 1)
                - (SELECT number FROM bank_days WHERE day <= p_from ORDER BY day DESC LIMIT 1), 0)
$$;
-- The bank day that is `p_days` (one or more) after `p_from`, by which our own people are to be done: past the end of the calendar
-- every Monday to Friday counts, so that the day's work goes on while the next year is still to be imported. Where money falls
-- due, `addBusinessDays` in core is asked, and refuses.
CREATE OR REPLACE FUNCTION bank_day_after(p_from date, p_days integer) RETURNS date LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  found date;
  known date;
  left_over integer;
BEGIN
  SELECT d.day INTO found FROM bank_days f JOIN bank_days d ON d.number = f.number + p_days AND d.is_open WHERE f.day = p_from;
  IF found IS NOT NULL THEN RETURN found; END IF;
  known := greatest(calendar_through('CN'), p_from);
  left_over := p_days - bank_days_between(p_from, known);
  SELECT day::date INTO found FROM generate_series(known + 1, known + 7 + 2 * left_over, interval '1 day') AS day
  WHERE extract(isodow FROM day) < 6 ORDER BY day OFFSET left_over - 1 LIMIT 1;
  RETURN found;
END $$;

-- Approval --------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION check_calendar_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.approval_id IS NULL AND is_set_up_by(NEW.command_id) THEN RETURN NULL; END IF;
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.id = NEW.approval_id AND a.act = 'CALENDAR' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
      AND a.object_no = NEW.calendar AND a.object_version + 1 = NEW.version AND a.maker_id = NEW.made_by AND a.reason = NEW.reason
      AND (a.payload ->> 'year')::integer = NEW.year AND a.payload -> 'days' = NEW.days
  ) THEN
    RAISE EXCEPTION 'version % of the calendar % is not what was approved', NEW.version, NEW.calendar USING ERRCODE = 'CD051';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON calendar_versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_calendar_approved();
CREATE FUNCTION check_calendar_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM calendar_versions WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a version of a calendar', NEW.approval_no USING ERRCODE = 'CD051';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER calendar_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'CALENDAR') EXECUTE FUNCTION check_calendar_executed();
CREATE FUNCTION approval_version_of_calendar(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(version), 0) FROM public.calendar_versions WHERE calendar = p_no
$$;

-- Nobody has changed who checks what where this act is new; it moves no money.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || jsonb_build_array(jsonb_build_object('act', 'CALENDAR', 'asset', NULL,
  'upToMinor', NULL, 'seats', jsonb_build_array('ADMIN_OR_LEAD'), 'excludes', jsonb_build_array('EDITOR', 'DELEGATE'), 'stepUp', false))
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

CREATE FUNCTION grant_app_role_calendar(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON calendar_versions TO %I', p_role);
  EXECUTE format('GRANT SELECT ON known_bank_days TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_calendar, write_bank_days, check_calendar_approved, check_calendar_executed FROM PUBLIC;
