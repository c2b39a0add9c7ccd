-- How people share the work on suspense items: teams and who gets what, snoozing, absences, hand-overs, presence,
-- mentions; and files that stand beside an item, a request or a draft as evidence.

-- Teams and routing ---------------------------------------------------------------------------------------------------
CREATE TABLE teams (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code         text NOT NULL UNIQUE CHECK (code ~ '^[a-z][a-z0-9-]{0,31}$'),
  name         text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 80),
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL,
  archived_at  timestamptz,
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE team_members (
  team_id  bigint NOT NULL REFERENCES teams,
  user_id  bigint NOT NULL REFERENCES users,
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);

-- The rules are saved as a whole: the newest set is in force, and what routed an item stays readable for ever.
CREATE TABLE routing_sets (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version     integer NOT NULL UNIQUE CHECK (version > 0),
  -- After so many hours of bank days without a sign of its person an item goes back to the queue; null: never.
  idle_hours  integer CHECK (idle_hours BETWEEN 1 AND 1000),
  saved_by    bigint NOT NULL REFERENCES users,
  saved_at    timestamptz NOT NULL,
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE routing_rules (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  set_id       bigint NOT NULL REFERENCES routing_sets,
  position     integer NOT NULL CHECK (position BETWEEN 1 AND 100),
  kind         text CHECK (kind IN ('LONG', 'SHORT', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'FEE_MISMATCH', 'ASSET_MISMATCH', 'DUPLICATE')),
  channel_id   bigint REFERENCES channels,
  direction    text CHECK (direction IN ('LONG', 'SHORT')),
  asset        text REFERENCES assets,
  from_minor   bigint CHECK (from_minor BETWEEN 1 AND 1000000000000000),
  below_minor  bigint CHECK (below_minor BETWEEN 1 AND 1000000000000000),
  team_id      bigint REFERENCES teams,
  user_id      bigint REFERENCES users,
  UNIQUE (set_id, position),
  CONSTRAINT goes_to_one CHECK (num_nonnulls(team_id, user_id) = 1),
  CONSTRAINT band_in_an_asset CHECK (num_nonnulls(from_minor, below_minor) = 0 OR asset IS NOT NULL),
  CONSTRAINT band_not_empty CHECK (from_minor < below_minor)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON routing_sets FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON routing_sets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON routing_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON routing_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep BEFORE DELETE ON teams FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON teams FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Absences ------------------------------------------------------------------------------------------------------------
CREATE TABLE absences (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id       bigint NOT NULL REFERENCES users,
  -- The first and the last day away.
  from_on       date NOT NULL,
  until_on      date NOT NULL,
  set_by        bigint NOT NULL REFERENCES users,
  set_at        timestamptz NOT NULL,
  cancelled_by  bigint REFERENCES users,
  cancelled_at  timestamptz,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT ends_after_it_begins CHECK (until_on >= from_on),
  CONSTRAINT cancelled_by_somebody CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
);
CREATE INDEX absences_user ON absences (user_id, until_on) WHERE cancelled_at IS NULL;
CREATE TRIGGER keep BEFORE DELETE ON absences FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON absences FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Items ---------------------------------------------------------------------------------------------------------------
ALTER TABLE suspense_items
  ADD COLUMN team_id bigint REFERENCES teams,
  ADD COLUMN routed_rule_id bigint REFERENCES routing_rules,
  -- Out of the queue up to the day before; on this day it is back by itself.
  ADD COLUMN snoozed_until date,
  ADD COLUMN snooze_reason text CHECK (length(btrim(snooze_reason)) BETWEEN 1 AND 500),
  ADD COLUMN assigned_at timestamptz,
  ADD CONSTRAINT snoozed_with_reason CHECK ((snoozed_until IS NULL) = (snooze_reason IS NULL));
-- What each person has open, for the load of a team and for taking items back from who is away.
CREATE INDEX suspense_assignee ON suspense_items (assignee_id)
  WHERE assignee_id IS NOT NULL AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED');

CREATE TABLE hand_overs (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id     bigint NOT NULL REFERENCES suspense_items,
  from_id     bigint NOT NULL REFERENCES users,
  to_user_id  bigint REFERENCES users,
  to_team_id  bigint REFERENCES teams,
  note        text NOT NULL CHECK (length(btrim(note)) BETWEEN 1 AND 4000),
  created_at  timestamptz NOT NULL,
  read_by     bigint REFERENCES users,
  read_at     timestamptz,
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT to_one CHECK (num_nonnulls(to_user_id, to_team_id) = 1),
  CONSTRAINT read_by_somebody CHECK ((read_at IS NULL) = (read_by IS NULL))
);
CREATE INDEX hand_overs_unread ON hand_overs (item_id, id) WHERE read_at IS NULL;
CREATE TRIGGER keep BEFORE DELETE ON hand_overs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON hand_overs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE mentions (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  comment_id  bigint NOT NULL REFERENCES suspense_comments,
  user_id     bigint NOT NULL REFERENCES users,
  created_at  timestamptz NOT NULL,
  read_at     timestamptz,
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (comment_id, user_id)
);
CREATE INDEX mentions_newest ON mentions (user_id, id DESC);
CREATE INDEX mentions_unread ON mentions (user_id) WHERE read_at IS NULL;
CREATE TRIGGER keep BEFORE DELETE ON mentions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON mentions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who looks at what now: rows of half a minute, which no crash needs to survive and nothing depends on.
CREATE UNLOGGED TABLE item_presences (
  item_id  bigint NOT NULL,
  user_id  bigint NOT NULL,
  seen_at  timestamptz NOT NULL,
  PRIMARY KEY (item_id, user_id)
);

-- Attachments ---------------------------------------------------------------------------------------------------------
-- The bytes lie in a store under their hash; the row says what they are, whose and beside what. A draft is what somebody
-- writes before it has a number: its attachments go over to what it becomes, once.
CREATE TABLE attachments (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attachment_no  text NOT NULL UNIQUE,
  object_type    text NOT NULL CHECK (object_type ~ '^[a-z][a-z_]{2,31}$'),
  object_no      text NOT NULL CHECK (length(object_no) BETWEEN 1 AND 64),
  file_name      text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200 AND file_name !~ '[/\\[:cntrl:]]'),
  media_type     text NOT NULL,
  size_bytes     bigint NOT NULL CHECK (size_bytes BETWEEN 1 AND 20971520),
  sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  store          text NOT NULL CHECK (store IN ('FOLDER', 'S3')),
  uploaded_by    bigint NOT NULL REFERENCES users,
  created_at     timestamptz NOT NULL,
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (object_type, object_no, sha256)
);
CREATE INDEX attachments_sha256 ON attachments (sha256);

CREATE FUNCTION guard_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.object_type <> 'draft' OR NEW.object_type = 'draft'
     OR (to_jsonb(NEW) - 'object_type' - 'object_no') <> (to_jsonb(OLD) - 'object_type' - 'object_no') THEN
    RAISE EXCEPTION 'attachment % stays what it is', OLD.attachment_no USING ERRCODE = 'CD002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON attachments FOR EACH ROW EXECUTE FUNCTION guard_attachment();
CREATE TRIGGER keep BEFORE DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE ALL ON FUNCTION guard_attachment FROM PUBLIC;

CREATE FUNCTION grant_app_role_teamwork(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON teams, team_members, routing_sets, routing_rules, absences, hand_overs, mentions,
    item_presences, attachments TO %I', p_role);
  EXECUTE format('GRANT UPDATE (name, version, archived_at, command_id) ON teams TO %I', p_role);
  EXECUTE format('GRANT DELETE ON team_members, item_presences TO %I', p_role);
  EXECUTE format('GRANT UPDATE (cancelled_by, cancelled_at) ON absences TO %I', p_role);
  EXECUTE format('GRANT UPDATE (read_by, read_at) ON hand_overs TO %I', p_role);
  EXECUTE format('GRANT UPDATE (read_at) ON mentions TO %I', p_role);
  EXECUTE format('GRANT UPDATE (seen_at) ON item_presences TO %I', p_role);
  EXECUTE format('GRANT UPDATE (object_type, object_no) ON attachments TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_teamwork FROM PUBLIC;
