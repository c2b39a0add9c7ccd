-- What becomes of suspense items: the table of their states, reopening, and claims that are followed until they are recovered.

-- States --------------------------------------------------------------------------------------------------------------------
-- Written by every set-up from core/suspense/transitions, so that the trigger refuses by the table that the code goes by.
CREATE TABLE suspense_transitions (
  from_status  text NOT NULL,
  to_status    text NOT NULL,
  act          text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);

ALTER TABLE suspense_items ADD COLUMN reopened_count integer NOT NULL DEFAULT 0 CHECK (reopened_count >= 0);

CREATE OR REPLACE FUNCTION check_suspense_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_reopened constant boolean := OLD.status = 'RESOLVED' AND NEW.status <> 'RESOLVED';
BEGIN
  IF (NEW.item_no, NEW.signature, NEW.kind, NEW.item_kind, NEW.direction, NEW.amount_minor, NEW.asset, NEW.channel_id, NEW.match_key,
      NEW.opened_on, NEW.opened_voucher_id, NEW.service_level_id, NEW.severity, NEW.created_at) IS DISTINCT FROM
     (OLD.item_no, OLD.signature, OLD.kind, OLD.item_kind, OLD.direction, OLD.amount_minor, OLD.asset, OLD.channel_id, OLD.match_key,
      OLD.opened_on, OLD.opened_voucher_id, OLD.service_level_id, OLD.severity, OLD.created_at) THEN
    RAISE EXCEPTION 'what suspense item % stands for does not change', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  IF NEW.status <> OLD.status
     AND NOT EXISTS (SELECT 1 FROM suspense_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'suspense item % cannot go from % to %', OLD.item_no, OLD.status, NEW.status USING ERRCODE = 'CD012';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'suspense item % changes one version at a time', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  -- How it ended stands until it is reopened, which begins the time that it has anew.
  IF OLD.status IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT is_reopened
     AND (NEW.resolution, NEW.resolved_voucher_id, NEW.resolved_at) IS DISTINCT FROM
         (OLD.resolution, OLD.resolved_voucher_id, OLD.resolved_at) THEN
    RAISE EXCEPTION 'how suspense item % ended does not change', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  IF NEW.reopened_count <> OLD.reopened_count + is_reopened::integer OR (NEW.due_on <> OLD.due_on AND NOT is_reopened) THEN
    RAISE EXCEPTION 'suspense item % gets a new due day by being reopened only', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION check_suspense_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'OPEN' OR NEW.reopened_count <> 0 THEN
    RAISE EXCEPTION 'a suspense item begins as OPEN' USING ERRCODE = 'CD012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON suspense_items FOR EACH ROW EXECUTE FUNCTION check_suspense_birth();

-- An item is opened by its voucher, resolved by an approved one of its own, explained by the reversal of its opening, and
-- reopened by the approved reversal of its resolution, in the very command.
CREATE OR REPLACE FUNCTION check_suspense_resolved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (
       SELECT 1 FROM vouchers WHERE id = NEW.opened_voucher_id AND object_type = 'suspense' AND object_no = NEW.item_no
         AND event = CASE NEW.direction WHEN 'LONG' THEN 'suspense.long_opened' ELSE 'suspense.short_opened' END) THEN
    RAISE EXCEPTION 'suspense item % is opened by a voucher of its own only', NEW.item_no USING ERRCODE = 'CD011';
  END IF;
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
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status = 'RESOLVED' AND NEW.status <> 'RESOLVED' AND NOT EXISTS (
         SELECT 1 FROM vouchers v JOIN approvals a ON a.id = v.approval_id
         WHERE v.reverses_voucher_id = OLD.resolved_voucher_id AND v.command_id = NEW.command_id
           AND a.act = 'SUSPENSE_REOPENING' AND a.status = 'EXECUTED' AND a.object_no = NEW.item_no) THEN
      RAISE EXCEPTION 'suspense item % is reopened by the approved reversal of its resolution only', NEW.item_no
        USING ERRCODE = 'CD011';
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- Claims --------------------------------------------------------------------------------------------------------------------
-- What a channel owes us by an approved resolution: followed until it is recovered, in parts if need be, or given up.
-- What was claimed, less what came and what was written off, is what stands in the claim receivable (1221).
CREATE TABLE claims (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  claim_no           text NOT NULL UNIQUE,
  item_id            bigint NOT NULL REFERENCES suspense_items,
  channel_id         bigint NOT NULL REFERENCES channels,
  asset              text NOT NULL REFERENCES assets,
  claimed_minor      bigint NOT NULL CHECK (claimed_minor > 0),
  recovered_minor    bigint NOT NULL DEFAULT 0 CHECK (recovered_minor >= 0),
  written_off_minor  bigint NOT NULL DEFAULT 0 CHECK (written_off_minor >= 0),
  status             text NOT NULL CHECK (status IN ('OPEN', 'RECOVERED', 'WRITTEN_OFF', 'TAKEN_BACK')),
  opened_voucher_id  bigint NOT NULL UNIQUE REFERENCES vouchers,
  opened_on          date NOT NULL,
  due_on             date NOT NULL,
  closed_at          timestamptz,
  version            integer NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL,
  command_id         uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT closed_is_dated CHECK ((status = 'OPEN') = (closed_at IS NULL)),
  CONSTRAINT status_is_of_its_sums CHECK (CASE status
    WHEN 'OPEN' THEN recovered_minor + written_off_minor < claimed_minor
    WHEN 'RECOVERED' THEN recovered_minor = claimed_minor AND written_off_minor = 0
    WHEN 'WRITTEN_OFF' THEN recovered_minor + written_off_minor = claimed_minor AND written_off_minor > 0
    ELSE recovered_minor + written_off_minor = 0 END)
);
CREATE UNIQUE INDEX claims_one_open ON claims (item_id) WHERE status <> 'TAKEN_BACK';
CREATE INDEX claims_open ON claims (due_on, id) WHERE status = 'OPEN';
CREATE INDEX claims_closed ON claims (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX claims_item ON claims (item_id);

CREATE TABLE claim_movements (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  claim_id      bigint NOT NULL REFERENCES claims,
  kind          text NOT NULL CHECK (kind IN ('RECOVERY', 'WRITE_OFF', 'TAKING_BACK')),
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  voucher_id    bigint NOT NULL UNIQUE REFERENCES vouchers,
  approval_id   bigint NOT NULL UNIQUE REFERENCES approvals,
  made_at       timestamptz NOT NULL,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX claim_movements_claim ON claim_movements (claim_id, id);

-- Claims of the resolutions that are there already: nothing has come of them so far, since nothing could be posted to them.
INSERT INTO claims (claim_no, item_id, channel_id, asset, claimed_minor, status, opened_voucher_id, opened_on, due_on, created_at, command_id)
SELECT 'CL' || substr(i.item_no, 3), i.id, i.channel_id, i.asset, i.amount_minor, 'OPEN', v.id, v.accounting_on,
       bank_day_after(v.accounting_on, 10), i.resolved_at, i.command_id
FROM suspense_items i JOIN vouchers v ON v.id = i.resolved_voucher_id
WHERE i.status = 'RESOLVED' AND i.resolution = 'CLAIM_FROM_CHANNEL';

CREATE FUNCTION check_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'OPEN' THEN
    RAISE EXCEPTION 'claim % is % and stays so', OLD.claim_no, OLD.status USING ERRCODE = 'CD012';
  END IF;
  IF (NEW.claim_no, NEW.item_id, NEW.channel_id, NEW.asset, NEW.claimed_minor, NEW.opened_voucher_id, NEW.opened_on, NEW.due_on, NEW.created_at)
     IS DISTINCT FROM
     (OLD.claim_no, OLD.item_id, OLD.channel_id, OLD.asset, OLD.claimed_minor, OLD.opened_voucher_id, OLD.opened_on, OLD.due_on, OLD.created_at)
     OR NEW.recovered_minor < OLD.recovered_minor OR NEW.written_off_minor < OLD.written_off_minor
     OR NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'what claim % is about does not change', OLD.claim_no USING ERRCODE = 'CD012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION check_claim_change();
CREATE TRIGGER append_only BEFORE DELETE ON claims FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON claims FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claim_movements FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON claim_movements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A claim is opened by the voucher of its item's resolution, and its sums are those of its movements, each of which is a
-- voucher that was approved for this very claim.
CREATE FUNCTION check_claim() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  claim claims;
  sums record;
BEGIN
  SELECT * INTO STRICT claim FROM claims WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
  SELECT coalesce(sum(amount_minor) FILTER (WHERE kind = 'RECOVERY'), 0) AS recovered,
         coalesce(sum(amount_minor) FILTER (WHERE kind = 'WRITE_OFF'), 0) AS written_off,
         count(*) FILTER (WHERE kind = 'TAKING_BACK') AS taken_back INTO sums
  FROM claim_movements WHERE claim_id = claim.id;
  IF (sums.recovered, sums.written_off, sums.taken_back) <>
     (claim.recovered_minor, claim.written_off_minor, (claim.status = 'TAKEN_BACK')::integer) THEN
    RAISE EXCEPTION 'claim % is not what its movements add up to', claim.claim_no USING ERRCODE = 'CD011';
  END IF;
  IF NOT EXISTS (
       SELECT 1 FROM vouchers v JOIN suspense_items i ON i.id = claim.item_id
       WHERE v.id = claim.opened_voucher_id AND v.event = 'suspense.claimed' AND v.object_no = i.item_no) THEN
    RAISE EXCEPTION 'claim % is opened by a resolution only', claim.claim_no USING ERRCODE = 'CD011';
  END IF;
  IF EXISTS (
       SELECT 1 FROM claim_movements m JOIN vouchers v ON v.id = m.voucher_id JOIN approvals a ON a.id = m.approval_id
       WHERE m.claim_id = claim.id AND (v.approval_id <> a.id OR a.status <> 'EXECUTED' OR CASE m.kind
         WHEN 'TAKING_BACK' THEN v.reverses_voucher_id IS DISTINCT FROM claim.opened_voucher_id
         ELSE a.object_type <> 'claim' OR a.object_no <> claim.claim_no OR v.object_no <> claim.claim_no
           OR v.event <> CASE m.kind WHEN 'RECOVERY' THEN 'suspense.claim_recovered' ELSE 'suspense.claim_written_off' END
           OR m.amount_minor <> (SELECT sum(e.amount_minor) FROM entries e
                                 WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on AND e.side = 'CREDIT') END)) THEN
    RAISE EXCEPTION 'claim % moves by approved vouchers of its own only', claim.claim_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sums AFTER INSERT OR UPDATE ON claims DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_claim('id');
CREATE CONSTRAINT TRIGGER sums AFTER INSERT ON claim_movements DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_claim('claim_id');

-- What a resolution sent to a payer is found again when it is taken back.
CREATE INDEX refunds_from_suspense ON refunds (content_hash) WHERE origin = 'SUSPENSE';

-- Three acts of approval more. Where acts have become rows of a table, they are rows.
DO $$
DECLARE allowed text;
BEGIN
  SELECT substring(pg_get_constraintdef(oid) FROM '^CHECK (.*)$') INTO allowed
  FROM pg_constraint WHERE conrelid = 'approvals'::regclass AND conname = 'approvals_act_check';
  IF allowed IS NULL THEN RETURN; END IF;
  ALTER TABLE approvals DROP CONSTRAINT approvals_act_check;
  EXECUTE format('ALTER TABLE approvals ADD CONSTRAINT approvals_act_check CHECK (%s OR act IN
    (''SUSPENSE_REOPENING'', ''CLAIM_RECOVERY'', ''CLAIM_WRITE_OFF''))', allowed);
END $$;

-- Each of them is executed by being posted, in the same command.
CREATE CONSTRAINT TRIGGER claim_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('SUSPENSE_REOPENING', 'CLAIM_RECOVERY', 'CLAIM_WRITE_OFF'))
  EXECUTE FUNCTION check_approval_executed();

CREATE FUNCTION grant_app_role_claims(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON suspense_transitions TO %I', p_role);
  EXECUTE format('GRANT SELECT, INSERT ON claims, claim_movements TO %I', p_role);
  EXECUTE format('GRANT UPDATE (recovered_minor, written_off_minor, status, closed_at, version, command_id) ON claims TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_claims FROM PUBLIC;
