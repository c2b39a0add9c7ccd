-- Statements on their way in: what is kept of their files, the jobs that read them, who may send them, what is not expected.

-- The file's content as it was read, card numbers masked, in compressed blocks under the data folder. Statements that were
-- imported before this have none.
ALTER TABLE statements
  ADD COLUMN kept_file text UNIQUE,
  ADD COLUMN kept_sha256 text,
  ADD COLUMN kept_bytes bigint,
  ADD CONSTRAINT kept_whole CHECK (num_nulls(kept_file, kept_sha256, kept_bytes) IN (0, 3));

-- Keys of other systems for the REST interface: only their hash is here.
CREATE TABLE api_keys (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE,
  key_hash    text NOT NULL UNIQUE,
  scopes      text[] NOT NULL CHECK (cardinality(scopes) > 0),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  command_id  uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT expires_later CHECK (expires_at > created_at)
);

-- One file on its way in. A job is written outside the transaction that stores its statement, so that it tells how far
-- that one is and outlives it; `import_command_id` is that one's command, the same at every attempt, so that a job which is
-- taken up again after its statement was stored finds the receipt.
CREATE TABLE imports (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  import_no          text NOT NULL UNIQUE,
  source             text NOT NULL CHECK (source IN ('PAGE', 'API', 'FOLDER')),
  -- What the source calls this delivery: the same one twice is one job.
  source_key         text NOT NULL,
  -- What was asked for with it, hashed: another request under the same key is refused.
  request_hash       text NOT NULL,
  sent_as            text NOT NULL,
  file_name          text NOT NULL,
  file_sha256        text NOT NULL,
  size_bytes         bigint NOT NULL CHECK (size_bytes >= 0),
  format             text,
  channel_id         bigint REFERENCES channels,
  settles_on         date,
  suggested_on       date,
  is_dry_run         boolean NOT NULL,
  status             text NOT NULL CHECK (status IN
                       ('WAITING', 'QUEUED', 'READING', 'CHECKING', 'PROMOTING', 'DONE', 'REFUSED', 'CANCELLED', 'FAILED')),
  created_by         bigint REFERENCES users,
  created_at         timestamptz NOT NULL,
  started_at         timestamptz,
  finished_at        timestamptz,
  read_bytes         bigint NOT NULL DEFAULT 0,
  line_count         bigint NOT NULL DEFAULT 0,
  bytes_per_second   bigint,
  worker             uuid,
  lease_until        timestamptz,
  attempts           integer NOT NULL DEFAULT 0,
  cancel_asked_at    timestamptz,
  cancel_asked_by    bigint REFERENCES users,
  import_command_id  uuid NOT NULL UNIQUE,
  contents           jsonb,
  statement_no       text,
  is_duplicate       boolean,
  refusal            jsonb,
  refused_count      bigint,
  refused_file       text UNIQUE,
  failure            text,
  command_id         uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (source, source_key),
  CONSTRAINT ended_is_dated CHECK ((finished_at IS NOT NULL) = (status IN ('DONE', 'REFUSED', 'CANCELLED', 'FAILED'))),
  CONSTRAINT working_is_leased CHECK ((worker IS NOT NULL AND lease_until IS NOT NULL) = (status IN ('READING', 'CHECKING', 'PROMOTING'))),
  CONSTRAINT done_says_what CHECK (status <> 'DONE' OR is_dry_run OR (statement_no IS NOT NULL AND is_duplicate IS NOT NULL)),
  CONSTRAINT only_done_is_stored CHECK (statement_no IS NULL OR status = 'DONE'),
  CONSTRAINT refused_says_why CHECK ((status = 'REFUSED') <= (refusal IS NOT NULL)),
  CONSTRAINT failed_says_why CHECK ((status = 'FAILED') = (failure IS NOT NULL)),
  CONSTRAINT cancelled_was_asked CHECK (status <> 'CANCELLED' OR cancel_asked_at IS NOT NULL)
);
CREATE INDEX imports_open ON imports (id) WHERE finished_at IS NULL;
CREATE INDEX imports_newest ON imports (created_at DESC, id DESC);
CREATE INDEX imports_file ON imports (file_sha256);

-- A job that has ended stays as it is, and what it is about never changes.
CREATE FUNCTION guard_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'import % has ended as %', OLD.import_no, OLD.status USING ERRCODE = 'CD019';
  END IF;
  IF (NEW.import_no, NEW.source, NEW.source_key, NEW.file_sha256, NEW.import_command_id, NEW.command_id)
     IS DISTINCT FROM (OLD.import_no, OLD.source, OLD.source_key, OLD.file_sha256, OLD.import_command_id, OLD.command_id) THEN
    RAISE EXCEPTION 'import % is about another file', OLD.import_no USING ERRCODE = 'CD019';
  END IF;
  IF OLD.status = 'PROMOTING' AND NEW.status = 'CANCELLED' THEN
    RAISE EXCEPTION 'import % is being stored; it cannot be cancelled any more', OLD.import_no USING ERRCODE = 'CD019';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON imports FOR EACH ROW EXECUTE FUNCTION guard_import();
CREATE TRIGGER keep BEFORE DELETE ON imports FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON imports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A day on which no statement is expected of a channel, and who said so.
CREATE TABLE delivery_waivers (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id    bigint NOT NULL REFERENCES channels,
  settles_on    date NOT NULL,
  reason        text NOT NULL CHECK (length(btrim(reason)) BETWEEN 3 AND 500),
  waived_by     bigint REFERENCES users,
  waived_at     timestamptz NOT NULL,
  withdrawn_by  bigint REFERENCES users,
  withdrawn_at  timestamptz,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX delivery_waivers_one ON delivery_waivers (channel_id, settles_on) WHERE withdrawn_at IS NULL;
CREATE TRIGGER keep BEFORE DELETE ON delivery_waivers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON delivery_waivers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE ALL ON FUNCTION guard_import FROM PUBLIC;

CREATE FUNCTION grant_app_role_imports(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON imports, api_keys, delivery_waivers TO %I', p_role);
  EXECUTE format('GRANT UPDATE ON imports TO %I', p_role);
  EXECUTE format('GRANT UPDATE (revoked_at) ON api_keys TO %I', p_role);
  EXECUTE format('GRANT UPDATE (withdrawn_by, withdrawn_at) ON delivery_waivers TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_imports FROM PUBLIC;
