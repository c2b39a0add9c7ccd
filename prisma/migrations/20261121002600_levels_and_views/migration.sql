-- Service levels change by approval, as a list that has versions; and views of a list keep a name.

-- Service levels --------------------------------------------------------------------------------------------------------------
-- Versions of one list; the newest counts. The first is given with the desk, each later one is an executed request.
CREATE TABLE service_level_versions (
  version      integer PRIMARY KEY CHECK (version > 0),
  levels       jsonb NOT NULL CHECK (jsonb_typeof(levels) = 'array'),
  reason       text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  approval_id  bigint UNIQUE REFERENCES approvals,
  made_by      bigint REFERENCES users,
  approved_at  timestamptz NOT NULL DEFAULT now(),
  command_id   uuid REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT first_is_given CHECK (num_nulls(approval_id, made_by, command_id) = CASE version WHEN 1 THEN 3 ELSE 0 END)
);

-- A level that a version leaves as it is keeps its row, and so the items that it has promised for. `until_version` is the
-- first that does not have it any more: the row stays, since items name it.
ALTER TABLE service_levels
  ADD COLUMN since_version integer NOT NULL DEFAULT 1,
  ADD COLUMN until_version integer REFERENCES service_level_versions DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT ends_after_it_began CHECK (until_version > since_version);

-- The levels in force as versions write them: in one order, channels by their codes, amounts as text.
CREATE FUNCTION service_levels_in_force() RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'direction', l.direction, 'channel', c.code, 'asset', l.asset,
           'fromMinor', l.from_minor::text, 'severity', l.severity, 'bankDays', l.bank_days)
         ORDER BY c.code COLLATE "C", l.kind COLLATE "C", l.direction COLLATE "C", l.asset COLLATE "C", l.from_minor), '[]')
  FROM service_levels l LEFT JOIN channels c ON c.id = l.channel_id WHERE l.until_version IS NULL
$$;
INSERT INTO service_level_versions (version, levels, reason)
VALUES (1, service_levels_in_force(), 'The levels that the desk begins with.');
ALTER TABLE service_levels
  ALTER COLUMN since_version DROP DEFAULT,
  ADD CONSTRAINT service_levels_since_version_fkey FOREIGN KEY (since_version) REFERENCES service_level_versions DEFERRABLE INITIALLY DEFERRED;
DROP INDEX service_levels_once;
CREATE UNIQUE INDEX service_levels_once ON service_levels
  (coalesce(channel_id, 0), coalesce(kind, ''), coalesce(direction, ''), coalesce(asset, ''), from_minor) WHERE until_version IS NULL;

-- As before (migration 1800), of the levels in force.
CREATE OR REPLACE FUNCTION service_level_of(p_kind text, p_direction text, p_channel bigint, p_asset text, p_minor bigint)
RETURNS service_levels LANGUAGE sql STABLE AS $$
  SELECT * FROM service_levels
  WHERE until_version IS NULL AND coalesce(kind, p_kind) = p_kind AND coalesce(direction, p_direction) = p_direction
    AND coalesce(channel_id, p_channel) = p_channel AND coalesce(asset, p_asset) = p_asset AND from_minor <= p_minor
  ORDER BY channel_id IS NULL, kind IS NULL, direction IS NULL, asset IS NULL, from_minor DESC LIMIT 1
$$;

CREATE FUNCTION check_service_level_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.until_version IS NOT NULL OR NEW.until_version IS NULL
     OR to_jsonb(NEW) - 'until_version' IS DISTINCT FROM to_jsonb(OLD) - 'until_version' THEN
    RAISE EXCEPTION 'a service level only ever ends' USING ERRCODE = 'CD035';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE OR DELETE ON service_levels FOR EACH ROW EXECUTE FUNCTION check_service_level_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON service_levels FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON service_level_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON service_level_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is in force is what the newest version says; at every commit that touches either.
CREATE FUNCTION check_service_levels() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE newest service_level_versions;
BEGIN
  SELECT * INTO STRICT newest FROM service_level_versions ORDER BY version DESC LIMIT 1;
  IF newest.levels <> service_levels_in_force() THEN
    RAISE EXCEPTION 'the service levels in force are not those of version %', newest.version USING ERRCODE = 'CD035';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER as_approved AFTER INSERT OR UPDATE ON service_levels DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_service_levels();
CREATE CONSTRAINT TRIGGER in_force AFTER INSERT ON service_level_versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_service_levels();

CREATE FUNCTION check_service_levels_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.id = NEW.approval_id AND a.act = 'SERVICE_LEVELS' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
      AND a.object_version + 1 = NEW.version AND a.maker_id = NEW.made_by AND a.reason = NEW.reason
      AND a.payload -> 'levels' = NEW.levels
  ) THEN
    RAISE EXCEPTION 'version % of the service levels is not what was approved', NEW.version USING ERRCODE = 'CD035';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON service_level_versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_service_levels_approved();
CREATE FUNCTION check_service_levels_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM service_level_versions WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a version of the service levels', NEW.approval_no USING ERRCODE = 'CD035';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER service_levels_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'SERVICE_LEVELS') EXECUTE FUNCTION check_service_levels_executed();
CREATE FUNCTION approval_version_of_service_levels(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT max(version) FROM public.service_level_versions
$$;

-- Nobody has changed who checks what where this act is new; it moves no money.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || jsonb_build_array(jsonb_build_object('act', 'SERVICE_LEVELS', 'asset', NULL,
  'upToMinor', NULL, 'seats', jsonb_build_array('ADMIN_OR_LEAD'), 'excludes', jsonb_build_array('EDITOR', 'DELEGATE'), 'stepUp', false))
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

-- Saved views -----------------------------------------------------------------------------------------------------------------
-- A list as somebody likes to see it: what follows the question mark of its address. No money hangs on it, so it is changed
-- and deleted in place.
CREATE TABLE saved_views (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 60),
  search      text NOT NULL CHECK (length(search) <= 2000),
  owner_id    bigint NOT NULL REFERENCES users,
  -- Null: the owner's own.
  team_id     bigint REFERENCES teams,
  updated_at  timestamptz NOT NULL,
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX saved_views_own ON saved_views (owner_id, lower(btrim(name))) WHERE team_id IS NULL;
CREATE UNIQUE INDEX saved_views_team ON saved_views (team_id, lower(btrim(name))) WHERE team_id IS NOT NULL;
-- The view with which somebody's queue opens.
CREATE TABLE default_views (
  user_id  bigint PRIMARY KEY REFERENCES users,
  view_id  bigint NOT NULL REFERENCES saved_views ON DELETE CASCADE
);
CREATE INDEX default_views_view ON default_views (view_id);

CREATE FUNCTION grant_app_role_levels_and_views(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON service_level_versions TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE (until_version) ON service_levels TO %I', p_role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views, default_views TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_levels_and_views, check_service_level_change, check_service_levels, check_service_levels_approved,
  check_service_levels_executed FROM PUBLIC;
