-- How channels' own CSV files are read: one approved version after the other, none of which ever changes.

-- A request for approval may be about something else than a voucher: it has no amount then.
ALTER TABLE approvals
  DROP CONSTRAINT approvals_act_check,
  ALTER COLUMN amount_minor DROP NOT NULL,
  ALTER COLUMN asset DROP NOT NULL,
  ADD CONSTRAINT approvals_act_check CHECK (act IN ('SUSPENSE_RESOLUTION', 'STATEMENT_MAPPING')),
  ADD CONSTRAINT amount_by_act CHECK (num_nulls(amount_minor, asset) = CASE act WHEN 'STATEMENT_MAPPING' THEN 2 ELSE 0 END);

CREATE TABLE statement_mappings (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id       bigint NOT NULL REFERENCES channels,
  version          integer NOT NULL CHECK (version > 0),
  definition       jsonb NOT NULL,
  reason           text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  approval_id      bigint NOT NULL UNIQUE REFERENCES approvals,
  made_by          bigint NOT NULL REFERENCES users,
  approved_at      timestamptz NOT NULL,
  command_id       uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (channel_id, version),
  UNIQUE (id, channel_id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON statement_mappings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON statement_mappings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was approved is what takes effect: in the command that executed the request, on the version that it was made for.
CREATE FUNCTION check_mapping_approved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM approvals a JOIN channels c ON c.code = a.object_no
    WHERE a.id = NEW.approval_id AND a.act = 'STATEMENT_MAPPING' AND a.status = 'EXECUTED' AND a.command_id = NEW.command_id
      AND c.id = NEW.channel_id AND a.object_version + 1 = NEW.version AND a.maker_id = NEW.made_by
      AND a.payload -> 'mapping' = NEW.definition AND a.reason = NEW.reason
  ) THEN
    RAISE EXCEPTION 'version % of a mapping is not what was approved', NEW.version USING ERRCODE = 'CD011';
  END IF;
  IF NEW.version > 1 AND NOT EXISTS (
    SELECT 1 FROM statement_mappings WHERE channel_id = NEW.channel_id AND version = NEW.version - 1
  ) THEN
    RAISE EXCEPTION 'version % of a mapping has none before it', NEW.version USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON statement_mappings DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_mapping_approved();

-- And no approval of a mapping without its version, nor with a voucher: it says nothing about money.
CREATE FUNCTION check_mapping_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM statement_mappings WHERE approval_id = NEW.id AND command_id = NEW.command_id)
     OR EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id) THEN
    RAISE EXCEPTION 'approval % is executed by a version of a mapping, and by nothing else', NEW.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mapping_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'STATEMENT_MAPPING')
  EXECUTE FUNCTION check_mapping_executed();
REVOKE ALL ON FUNCTION check_mapping_approved, check_mapping_executed FROM PUBLIC;

-- The version by which a statement was read, of its own channel; statements of the known formats have none.
ALTER TABLE statements
  ADD COLUMN mapping_id bigint,
  ADD CONSTRAINT statements_mapping_fkey FOREIGN KEY (mapping_id, channel_id) REFERENCES statement_mappings (id, channel_id),
  ADD CONSTRAINT mapped_by CHECK ((format = 'csv-mapped') = (mapping_id IS NOT NULL));

CREATE FUNCTION grant_app_role_mappings(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON statement_mappings TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_mappings FROM PUBLIC;
