-- The posting catalogue as it was when each version came into force: what finance reads, and what a voucher was made by.
-- Written by `desk setup` as the owner, a version once and for ever; the app reads it and nothing more.
CREATE TABLE posting_rules (
  event      text NOT NULL,
  version    smallint NOT NULL,
  rule       jsonb NOT NULL,
  stored_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event, version),
  CONSTRAINT rule_is_of_its_event CHECK (rule->>'event' = event AND (rule->>'version')::integer = version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON posting_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON posting_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Versions count from 1 without a gap, so that "the version before" is always there to be read.
CREATE FUNCTION check_posting_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest smallint := (SELECT coalesce(max(version), 0) FROM public.posting_rules WHERE event = NEW.event);
BEGIN
  IF NEW.version <> newest + 1 THEN
    RAISE EXCEPTION 'the next version of % is %, not %', NEW.event, newest + 1, NEW.version USING ERRCODE = 'CD020';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER next_version BEFORE INSERT ON posting_rules FOR EACH ROW EXECUTE FUNCTION check_posting_rule();
