-- Payouts: what one may become, what proves it, who checks what, and files of many.

-- The same as PAYOUT_MOVES in core/payouts/payout.ts, against which a test compares it.
CREATE TABLE payout_transitions (
  from_status text NOT NULL,
  to_status   text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO payout_transitions VALUES
  ('REQUESTED', 'ACCEPTED'), ('REQUESTED', 'REFUSED'),
  ('ACCEPTED', 'IN_DOUBT'), ('ACCEPTED', 'SUCCEEDED'), ('ACCEPTED', 'FAILED'), ('ACCEPTED', 'RETURNED'),
  ('IN_DOUBT', 'ACCEPTED'), ('IN_DOUBT', 'SUCCEEDED'), ('IN_DOUBT', 'FAILED'), ('IN_DOUBT', 'RETURNED'),
  ('FAILED', 'ACCEPTED'), ('FAILED', 'RETURNED'),
  ('SUCCEEDED', 'BOUNCED'), ('BOUNCED', 'ACCEPTED'), ('BOUNCED', 'RETURNED');
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON payout_transitions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payout_transitions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE INDEX payouts_channel ON payouts (channel_id, id DESC);
CREATE INDEX payouts_requested ON payouts (requested_at DESC, id DESC);
CREATE INDEX payouts_twins ON payouts (merchant_id, payee_digest, amount_minor, requested_at);
CREATE INDEX payouts_day ON payouts (merchant_id, requested_at);
CREATE INDEX holds_object ON holds (object_type, object_no) WHERE status = 'ACTIVE';

CREATE FUNCTION check_payout_birth() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status NOT IN ('REQUESTED', 'ACCEPTED') OR NEW.version <> 1 OR NEW.approval_id IS NOT NULL THEN
    RAISE EXCEPTION 'payout % begins as requested or accepted', NEW.payout_no USING ERRCODE = 'CD042';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM merchant_bank_accounts p
                 WHERE p.id = NEW.payee_account_id AND p.merchant_id = NEW.merchant_id AND p.asset = NEW.asset
                   AND p.closed_at IS NULL AND p.payable_from <= now()) THEN
    RAISE EXCEPTION 'payout % goes to an open account of its merchant', NEW.payout_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON payouts FOR EACH ROW EXECUTE FUNCTION check_payout_birth();

CREATE FUNCTION check_payout_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE moving text[] := '{status,finished_at,approval_id,channel_id,version,command_id}';
BEGIN
  IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving OR NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'payout % stays what was asked for', OLD.payout_no USING ERRCODE = 'CD042';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM payout_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'payout % does not go from % to %', OLD.payout_no, OLD.status, NEW.status USING ERRCODE = 'CD042';
  END IF;
  IF NEW.channel_id <> OLD.channel_id AND (OLD.status NOT IN ('FAILED', 'BOUNCED') OR NEW.status <> 'ACCEPTED')
     OR NEW.approval_id IS DISTINCT FROM OLD.approval_id AND OLD.status <> 'REQUESTED' THEN
    RAISE EXCEPTION 'payout % changes its channel with another attempt, and its request with its acceptance', OLD.payout_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON payouts FOR EACH ROW EXECUTE FUNCTION check_payout_move();

-- The voucher by this key was posted for this payout, and of this amount where one is given.
CREATE FUNCTION is_posted_for(p_key text, p_event text, p_payout text, p_command uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.vouchers v
                 WHERE v.idempotency_key = p_key AND v.event = p_event AND v.object_type = 'payout' AND v.object_no = p_payout
                   AND v.command_id = p_command)
$$;
-- A request was executed by this command, about just this payout.
CREATE FUNCTION is_executed_for(p_act text, p_payout text, p_command uuid, p_payload jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.approvals a
                 WHERE a.act = p_act AND a.status = 'EXECUTED' AND a.object_type = 'payout' AND a.object_no = p_payout
                   AND a.command_id = p_command AND a.payload @> p_payload)
$$;
-- A payout that is under way has its money ready in the reserve bank: a hold of its very amount on the account that its attempt
-- is paid from. What is held cannot be held twice nor leave otherwise (`no_overdraft`), so all that are under way together never
-- exceed what the reserve bank has, whoever races whom.
CREATE FUNCTION is_reserved(p payouts) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.money_attempts t
    JOIN public.holds h ON h.idempotency_key = 'payout:' || t.out_no AND h.status = 'ACTIVE'
    JOIN public.accounts a ON a.id = h.account_id AND a.gl_code = '1002' AND a.asset = p.asset
    WHERE t.kind = 'PAYOUT' AND t.object_no = p.payout_no AND t.status NOT IN ('SUCCEEDED', 'FAILED') AND t.channel_id = p.channel_id
      AND t.asset = p.asset AND t.amount_minor = p.amount_minor AND t.payee_digest = p.payee_digest
      AND h.object_type = 'payout' AND h.object_no = p.payout_no
      AND h.amount_minor - h.captured_minor - h.released_minor = p.amount_minor)
$$;
CREATE FUNCTION last_attempt(p_payout text) RETURNS money_attempts LANGUAGE sql STABLE AS $$
  SELECT t FROM public.money_attempts t WHERE t.kind = 'PAYOUT' AND t.object_no = p_payout ORDER BY t.attempt_no DESC LIMIT 1
$$;

-- What a payout has become is what was posted, held and approved in the very command that moved it.
CREATE FUNCTION check_payout_proof() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  was constant text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END;
  last_one constant money_attempts := last_attempt(NEW.payout_no);
  held constant boolean := EXISTS (SELECT 1 FROM holds WHERE object_type = 'payout' AND object_no = NEW.payout_no AND status = 'ACTIVE');
  is_proved boolean;
BEGIN
  -- Whatever moved it further in the same command is proved by the last move.
  IF NOT EXISTS (SELECT 1 FROM payouts WHERE id = NEW.id AND version = NEW.version) THEN RETURN NULL; END IF;
  is_proved := CASE NEW.status
    WHEN 'REQUESTED' THEN NOT held
    WHEN 'REFUSED' THEN NOT held
    WHEN 'ACCEPTED' THEN is_reserved(NEW) AND CASE
      WHEN was IS NULL THEN is_posted_for('payout.accepted:' || NEW.payout_no, 'payout.accepted', NEW.payout_no, NEW.command_id)
      WHEN was = 'REQUESTED' THEN is_posted_for('payout.accepted:' || NEW.payout_no, 'payout.accepted', NEW.payout_no, NEW.command_id)
        AND is_executed_for('PAYOUT', NEW.payout_no, NEW.command_id, jsonb_build_object('amountMinor', NEW.amount_minor::text, 'asset', NEW.asset))
        AND EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND command_id = NEW.command_id)
      WHEN was IN ('FAILED', 'BOUNCED') THEN is_executed_for('REPAYOUT', NEW.payout_no, NEW.command_id, jsonb_build_object('choice', 'REPAY',
        'amountMinor', NEW.amount_minor::text, 'channel', (SELECT code FROM channels WHERE id = NEW.channel_id)))
      ELSE true END
    WHEN 'IN_DOUBT' THEN is_reserved(NEW)
    WHEN 'SUCCEEDED' THEN NOT held AND last_one.status = 'SUCCEEDED'
      AND is_posted_for('payout.succeeded:' || last_one.out_no, 'payout.succeeded', NEW.payout_no, NEW.command_id)
    WHEN 'FAILED' THEN NOT held AND last_one.status = 'FAILED' AND last_one.fault = 'CHANNEL'
    WHEN 'BOUNCED' THEN NOT held
      AND is_posted_for('payout.bounced:' || last_one.out_no, 'payout.bounced', NEW.payout_no, NEW.command_id)
    WHEN 'RETURNED' THEN NOT held
      AND is_posted_for('payout.returned:' || NEW.payout_no, 'payout.returned', NEW.payout_no, NEW.command_id)
      AND CASE WHEN was IN ('FAILED', 'BOUNCED')
               THEN is_executed_for('REPAYOUT', NEW.payout_no, NEW.command_id, '{"choice": "RETURN"}')
               ELSE last_one.status = 'FAILED' AND last_one.fault = 'PAYEE' END
    END;
  IF is_proved IS NOT TRUE THEN
    RAISE EXCEPTION 'payout % is % without what proves it', NEW.payout_no, NEW.status USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER proved AFTER INSERT OR UPDATE ON payouts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_payout_proof();

-- And no request is executed without what it asked for.
CREATE FUNCTION check_payout_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_done boolean;
BEGIN
  is_done := CASE
    WHEN NEW.act = 'PAYOUT' THEN EXISTS (SELECT 1 FROM payouts WHERE approval_id = NEW.id AND command_id = NEW.command_id)
    WHEN NEW.payload ->> 'choice' = 'REPAY' THEN EXISTS (
      SELECT 1 FROM money_attempts WHERE kind = 'PAYOUT' AND object_no = NEW.object_no AND approval_id = NEW.id AND command_id = NEW.command_id)
    ELSE EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id AND command_id = NEW.command_id AND event = 'payout.returned')
  END;
  IF NOT is_done THEN
    RAISE EXCEPTION 'approval % is executed by its payout', NEW.approval_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payout_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('PAYOUT', 'REPAYOUT')) EXECUTE FUNCTION check_payout_executed();

CREATE FUNCTION approval_version_of_payout(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.payouts WHERE payout_no = p_no
$$;

-- A payout above the merchant's limits, or one that looks double: as a re-payout is checked.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || (
  SELECT jsonb_agg(jsonb_build_object('act', 'PAYOUT', 'asset', asset, 'upToMinor', up_to, 'seats', to_jsonb(seats),
                                      'excludes', '["EDITOR", "DELEGATE", "PORTFOLIO"]'::jsonb, 'stepUp', false))
  FROM (VALUES ('CNY', '5000000', ARRAY['FINANCE']), ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD']),
               (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'])) AS band (asset, up_to, seats))
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

-- Files of payouts ------------------------------------------------------------------------------------------------------
CREATE TABLE payout_batches (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_no      text NOT NULL UNIQUE,
  file_name     text NOT NULL,
  file_sha256   text NOT NULL CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
  -- CHECKED: a person has to confirm it; RUNNING: a worker asks for its payouts row by row.
  status        text NOT NULL CHECK (status IN ('CHECKED', 'RUNNING', 'DONE', 'CANCELLED')),
  row_count     integer NOT NULL CHECK (row_count BETWEEN 1 AND 500),
  channel_id    bigint REFERENCES channels,
  created_by    bigint NOT NULL REFERENCES users,
  created_at    timestamptz NOT NULL,
  confirmed_at  timestamptz,
  finished_at   timestamptz,
  worker        uuid,
  lease_until   timestamptz,
  attempts      integer NOT NULL DEFAULT 0,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT worked_under_a_lease CHECK ((worker IS NULL) = (lease_until IS NULL))
);
CREATE INDEX payout_batches_running ON payout_batches (id) WHERE status = 'RUNNING';
CREATE TABLE payout_batch_rows (
  batch_id        bigint NOT NULL REFERENCES payout_batches,
  row_no          integer NOT NULL CHECK (row_no BETWEEN 1 AND 500),
  sheet_row       integer NOT NULL,
  merchant_no     text NOT NULL,
  asset           text NOT NULL,
  -- As it was written, and null where that is no amount.
  amount_text     text NOT NULL,
  amount_minor    bigint CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  client_ref      text NOT NULL,
  state           text NOT NULL CHECK (state IN ('READY', 'BLOCKED', 'ACCEPTED', 'REQUESTED', 'REFUSED', 'SKIPPED')),
  -- Why a checker has to look at it.
  looks           text[] NOT NULL DEFAULT '{}',
  refusal         jsonb,
  payout_no       text,
  -- One command a row, the same however often it is begun: a payout is asked for once.
  row_command_id  uuid NOT NULL UNIQUE,
  PRIMARY KEY (batch_id, row_no),
  CONSTRAINT command_of_the_row CHECK (row_command_id = md5('payout batch ' || batch_id || ' row ' || row_no)::uuid),
  CONSTRAINT ready_has_its_amount CHECK (state IN ('BLOCKED', 'SKIPPED') OR amount_minor IS NOT NULL),
  CONSTRAINT asked_has_its_payout CHECK ((state IN ('ACCEPTED', 'REQUESTED')) = (payout_no IS NOT NULL)),
  CONSTRAINT refused_says_why CHECK ((state IN ('BLOCKED', 'REFUSED')) = (refusal IS NOT NULL))
);
CREATE TRIGGER no_delete BEFORE DELETE ON payout_batches FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payout_batches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_delete BEFORE DELETE ON payout_batch_rows FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payout_batch_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What a row asks for was read from the file; only what became of it is written later, and once.
CREATE FUNCTION check_batch_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'READY' OR to_jsonb(NEW) - '{state,refusal,payout_no}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{state,refusal,payout_no}'::text[] THEN
    RAISE EXCEPTION 'row % of a file of payouts is what was read, and is worked once', OLD.row_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON payout_batch_rows FOR EACH ROW EXECUTE FUNCTION check_batch_row();

-- What a key asks for that may need a checker is asked for in somebody's name.
ALTER TABLE api_keys DROP CONSTRAINT asks_in_a_name,
  ADD CONSTRAINT asks_in_a_name CHECK (owner_id IS NOT NULL OR NOT scopes && '{refund.ask,payout.ask}');

CREATE FUNCTION grant_app_role_payouts(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON payout_transitions, payout_batches, payout_batch_rows TO %I', p_role);
  EXECUTE format('GRANT INSERT ON payout_batches, payout_batch_rows TO %I', p_role);
  EXECUTE format('GRANT UPDATE (status, confirmed_at, finished_at, worker, lease_until, attempts) ON payout_batches TO %I', p_role);
  EXECUTE format('GRANT UPDATE (state, refusal, payout_no) ON payout_batch_rows TO %I', p_role);
  -- What was asked for stays: the database refuses it twice.
  EXECUTE format('REVOKE UPDATE ON payouts FROM %I', p_role);
  EXECUTE format('GRANT UPDATE (status, finished_at, approval_id, channel_id, version, command_id) ON payouts TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_payouts, check_payout_birth, check_payout_move, check_payout_proof, check_payout_executed,
  check_batch_row FROM PUBLIC;
