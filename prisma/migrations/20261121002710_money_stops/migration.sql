-- Who lets money go again, and how the desk notices that its database was wound back.

-- Stopping takes one person; going on takes an executed request about this very stop.
CREATE FUNCTION approval_version_of_money_stop(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.money_stops WHERE id::text = p_no
$$;
CREATE FUNCTION check_money_resumed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.resumed_at IS NOT NULL OR NEW.resumed_at IS NULL OR NEW.version <> OLD.version + 1
     OR (NEW.id, NEW.cause, NEW.reason, NEW.stopped_at) IS DISTINCT FROM (OLD.id, OLD.cause, OLD.reason, OLD.stopped_at)
     OR NEW.stopped_by IS DISTINCT FROM OLD.stopped_by
     OR NOT EXISTS (
       SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id AND a.act = 'MONEY_OUT_RESUME' AND a.status = 'EXECUTED'
         AND a.object_type = 'money_stop' AND a.object_no = NEW.id::text AND a.object_version = OLD.version
         AND a.command_id = NEW.command_id AND a.maker_id = NEW.resumed_by) THEN
    RAISE EXCEPTION 'money is let go again by an approved request alone' USING ERRCODE = 'CD043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON money_stops FOR EACH ROW EXECUTE FUNCTION check_money_resumed();
CREATE FUNCTION check_stop_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.resumed_at IS NOT NULL OR NEW.approval_id IS NOT NULL OR NEW.version <> 1 THEN
    RAISE EXCEPTION 'a stop begins with money stopped' USING ERRCODE = 'CD043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON money_stops FOR EACH ROW EXECUTE FUNCTION check_stop_birth();
CREATE FUNCTION check_resume_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM money_stops WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by letting money go again', NEW.approval_no USING ERRCODE = 'CD043';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER resume_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'MONEY_OUT_RESUME') EXECUTE FUNCTION check_resume_executed();

ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || jsonb_build_array(jsonb_build_object('act', 'MONEY_OUT_RESUME', 'asset', NULL,
  'upToMinor', NULL, 'seats', '["FINANCE_LEAD"]'::jsonb, 'excludes', '["DELEGATE"]'::jsonb, 'stepUp', false))
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

-- Where this database comes from. Another one than last time: it was restored, copied, or a standby has taken over, and what
-- was sent since may be missing in it.
CREATE FUNCTION database_origin() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT format('%s/%s/%s', s.system_identifier, c.timeline_id, d.oid)
  FROM pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c, pg_catalog.pg_database d WHERE d.datname = current_database()
$$;
CREATE TABLE database_origins (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  origin     text NOT NULL,
  known_at   timestamptz NOT NULL DEFAULT now(),
  stop_id    bigint REFERENCES money_stops
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON database_origins FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON database_origins FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grant_app_role_money_stops(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON database_origins TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION database_origin TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_money_stops, check_money_resumed, check_stop_birth, check_resume_executed,
  database_origin FROM PUBLIC;
