-- The close of an accounting day: what the checklist found at each attempt, kept for ever, and what a day needs to be closed
-- with something on it in red, or to be opened again.

CREATE FUNCTION count_findings(p_findings jsonb, p_state text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT count(*)::integer FROM jsonb_array_elements(p_findings) AS f WHERE f ->> 'state' = p_state
$$;

-- One row an attempt. CLOSED: the day was closed with it. REFUSED: it was not ready, and stayed open. UNTOLD: closed before
-- reports were kept.
CREATE TABLE day_close_reports (
  accounting_on  date NOT NULL,
  attempt        integer NOT NULL CHECK (attempt > 0),
  outcome        text NOT NULL CHECK (outcome IN ('CLOSED', 'REFUSED', 'UNTOLD')),
  findings       jsonb NOT NULL CHECK (jsonb_typeof(findings) = 'array'),
  red            integer NOT NULL,
  waiting        integer NOT NULL,
  content_hash   text NOT NULL,
  -- The request by which a day was closed although something stood in the way.
  approval_id    bigint UNIQUE REFERENCES approvals,
  checked_by     bigint REFERENCES users,
  checked_at     timestamptz NOT NULL,
  command_id     uuid NOT NULL UNIQUE REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (accounting_on, attempt),
  CONSTRAINT says_its_findings CHECK (content_hash = json_hash(findings) AND red = count_findings(findings, 'RED')
                                      AND waiting = count_findings(findings, 'WAITING')),
  CONSTRAINT closed_in_order CHECK (CASE outcome
    WHEN 'CLOSED' THEN (approval_id IS NOT NULL) = (red + waiting > 0)
    WHEN 'REFUSED' THEN approval_id IS NULL AND red + waiting > 0
    ELSE approval_id IS NULL AND findings = '[]' END)
);

INSERT INTO day_close_reports (accounting_on, attempt, outcome, findings, red, waiting, content_hash, checked_by, checked_at, command_id)
SELECT accounting_on, 1, 'UNTOLD', '[]', 0, 0, json_hash('[]'), closed_by, closed_at, command_id FROM closed_days;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON day_close_reports FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON day_close_reports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION check_day_report() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.outcome = 'UNTOLD' OR NEW.attempt <> (SELECT coalesce(max(attempt), 0) + 1 FROM day_close_reports WHERE accounting_on = NEW.accounting_on) THEN
    RAISE EXCEPTION 'report % of % does not follow the one before it', NEW.attempt, NEW.accounting_on USING ERRCODE = 'CD060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON day_close_reports FOR EACH ROW EXECUTE FUNCTION check_day_report();

-- A report that says so was written with the closing itself, and with what was approved where it needs that.
CREATE FUNCTION check_day_report_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM day_closings WHERE command_id = NEW.command_id AND closed_through = NEW.accounting_on AND was_through < NEW.accounting_on) THEN
    RAISE EXCEPTION 'report % of % says that the day was closed, and it was not', NEW.attempt, NEW.accounting_on USING ERRCODE = 'CD060';
  END IF;
  IF NEW.approval_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id AND a.act = 'DAY_CLOSE_EXCEPTION' AND a.status = 'EXECUTED'
      AND a.command_id = NEW.command_id AND a.object_no = to_char(NEW.accounting_on, 'YYYY-MM-DD')
      AND a.payload -> 'blocking' = (SELECT jsonb_agg(f ORDER BY nth) FROM jsonb_array_elements(NEW.findings) WITH ORDINALITY AS e (f, nth)
                                     WHERE f ->> 'state' IN ('RED', 'WAITING'))
  ) THEN
    RAISE EXCEPTION '% is closed with just what was approved in its way, or not at all', NEW.accounting_on USING ERRCODE = 'CD060';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER closed AFTER INSERT ON day_close_reports DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.outcome = 'CLOSED') EXECUTE FUNCTION check_day_report_closed();

-- Days move forward with a report and back with a request, or by the system's own command.
CREATE FUNCTION check_day_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.closed_through > NEW.was_through THEN
    IF NOT EXISTS (SELECT 1 FROM day_close_reports WHERE accounting_on = NEW.closed_through AND command_id = NEW.command_id AND outcome = 'CLOSED') THEN
      RAISE EXCEPTION '% is closed with a report of what was found, or not at all', NEW.closed_through USING ERRCODE = 'CD060';
    END IF;
  ELSIF NOT is_set_up_by(NEW.command_id) AND NOT EXISTS (
    SELECT 1 FROM approvals WHERE act = 'DAY_REOPEN' AND status = 'EXECUTED' AND command_id = NEW.command_id
      AND object_no = to_char(NEW.closed_through + 1, 'YYYY-MM-DD')
  ) THEN
    RAISE EXCEPTION '% is opened again as an approved request says, or not at all', NEW.closed_through + 1 USING ERRCODE = 'CD060';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER founded AFTER INSERT ON day_closings DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_day_moved();

CREATE FUNCTION check_day_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM day_closings WHERE command_id = NEW.command_id
      AND CASE NEW.act WHEN 'DAY_REOPEN' THEN closed_through < was_through ELSE closed_through = NEW.object_no::date AND was_through < closed_through END
  ) THEN
    RAISE EXCEPTION 'approval % is executed by the day that it is about', NEW.approval_no USING ERRCODE = 'CD060';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER day_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('DAY_CLOSE_EXCEPTION', 'DAY_REOPEN')) EXECUTE FUNCTION check_day_executed();

-- How often a day was closed or opened.
CREATE FUNCTION approval_version_of_day(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM public.day_closings
  WHERE p_no::date > least(closed_through, was_through) AND p_no::date <= greatest(closed_through, was_through)
$$;

-- Nobody has changed who checks what where these acts are new. A day is signed by a lead, who did not ask for it.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || (
  SELECT jsonb_agg(jsonb_build_object('act', act, 'asset', NULL, 'upToMinor', NULL, 'seats', jsonb_build_array('FINANCE_LEAD'),
                                      'excludes', jsonb_build_array('EDITOR', 'DELEGATE'), 'stepUp', false))
  FROM unnest(ARRAY['DAY_CLOSE_EXCEPTION', 'DAY_REOPEN']) AS act)
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

CREATE FUNCTION grant_app_role_day_close(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON day_close_reports TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_day_close, check_day_report, check_day_report_closed, check_day_moved, check_day_executed FROM PUBLIC;
