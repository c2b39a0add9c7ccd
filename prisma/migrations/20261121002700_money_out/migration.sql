-- Money out. An object (a payout, a refund) is paid by attempts. An attempt has its number before it is first sent, is sent by
-- whoever holds its lease, and ends only by the channel's final word.

-- Payouts (代付): from a merchant's settlement account to one of its bank accounts.
CREATE TABLE payouts (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payout_no         text NOT NULL UNIQUE,
  merchant_id       bigint NOT NULL REFERENCES merchants,
  asset             text NOT NULL REFERENCES assets,
  amount_minor      bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  payee_account_id  bigint NOT NULL REFERENCES merchant_bank_accounts,
  payee_digest      text NOT NULL,
  channel_id        bigint NOT NULL REFERENCES channels,
  status            text NOT NULL CHECK (status IN
    ('REQUESTED', 'REFUSED', 'ACCEPTED', 'IN_DOUBT', 'SUCCEEDED', 'FAILED', 'RETURNED', 'BOUNCED')),
  source            text NOT NULL CHECK (source IN ('PAGE', 'REST', 'SETTLEMENT', 'BATCH')),
  client_ref        text,
  batch_no          text,
  note              text NOT NULL DEFAULT '',
  requested_by      bigint REFERENCES users,
  requested_at      timestamptz NOT NULL,
  finished_at       timestamptz,
  approval_id       bigint UNIQUE REFERENCES approvals,
  version           integer NOT NULL DEFAULT 1,
  command_id        uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (merchant_id, client_ref)
);
CREATE INDEX payouts_merchant ON payouts (merchant_id, id DESC);
CREATE INDEX payouts_open ON payouts (status, id DESC) WHERE status NOT IN ('SUCCEEDED', 'RETURNED', 'REFUSED');
CREATE INDEX payouts_payee ON payouts (payee_account_id, amount_minor, requested_at DESC);
CREATE INDEX payouts_batch ON payouts (batch_no, id) WHERE batch_no IS NOT NULL;
CREATE TRIGGER no_delete BEFORE DELETE ON payouts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payouts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Refunds that the desk itself decides and sends: asked for, approved, and then like those that arrive.
ALTER TABLE refunds
  DROP CONSTRAINT refunds_status_check, DROP CONSTRAINT refunds_origin_check,
  ADD CONSTRAINT refunds_status_check CHECK (status IN ('REQUESTED', 'REFUSED', 'ACCEPTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN')),
  ADD CONSTRAINT refunds_origin_check CHECK (origin IN ('ARRIVAL', 'SUSPENSE', 'DESK')),
  ADD COLUMN route text CHECK (route IN ('ORIGINAL', 'B2C', 'BANK')),
  ADD COLUMN payee jsonb,
  ADD COLUMN payee_digest text NOT NULL DEFAULT '',
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN requested_by bigint REFERENCES users,
  ADD COLUMN requested_at timestamptz,
  ADD COLUMN approval_id bigint UNIQUE REFERENCES approvals,
  ADD CONSTRAINT desk_refund_has_its_route CHECK (origin <> 'DESK' OR (route IS NOT NULL AND requested_at IS NOT NULL)),
  ADD CONSTRAINT payee_off_the_original_route CHECK (origin <> 'DESK' OR (route = 'ORIGINAL') = (payee IS NULL)),
  ADD CONSTRAINT only_the_desk_requests CHECK (origin = 'DESK' OR status NOT IN ('REQUESTED', 'REFUSED'));

-- Attempts ------------------------------------------------------------------------------------------------------------
CREATE TABLE attempt_transitions (
  from_status text NOT NULL,
  to_status   text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
-- Once it has been sent, an attempt waits again only to be sent under the same number.
INSERT INTO attempt_transitions VALUES
  ('WAITING', 'SENT'),
  ('SENT', 'WAITING'), ('SENT', 'PROCESSING'), ('SENT', 'IN_DOUBT'), ('SENT', 'SUCCEEDED'), ('SENT', 'FAILED'),
  ('PROCESSING', 'IN_DOUBT'), ('PROCESSING', 'SUCCEEDED'), ('PROCESSING', 'FAILED'),
  ('IN_DOUBT', 'WAITING'), ('IN_DOUBT', 'PROCESSING'), ('IN_DOUBT', 'SUCCEEDED'), ('IN_DOUBT', 'FAILED'),
  -- A callback may be here before the answer to the call is, or while the number waits to be sent again.
  ('WAITING', 'PROCESSING'), ('WAITING', 'IN_DOUBT'), ('WAITING', 'SUCCEEDED'), ('WAITING', 'FAILED');
-- Fencing tokens: whoever takes an attempt has a greater one than all before.
CREATE SEQUENCE attempt_leases;
CREATE TABLE money_attempts (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  out_no           text NOT NULL UNIQUE,
  kind             text NOT NULL CHECK (kind IN ('PAYOUT', 'REFUND')),
  object_no        text NOT NULL,
  attempt_no       smallint NOT NULL CHECK (attempt_no >= 1),
  operation        text NOT NULL CHECK (operation IN ('REFUND', 'TRANSFER')),
  channel_id       bigint NOT NULL REFERENCES channels,
  amount_minor     bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  asset            text NOT NULL REFERENCES assets,
  payee_digest     text NOT NULL DEFAULT '',
  status           text NOT NULL DEFAULT 'WAITING' CHECK (status IN
    ('WAITING', 'SENT', 'PROCESSING', 'IN_DOUBT', 'SUCCEEDED', 'FAILED')),
  fault            text CHECK (fault IN ('PAYEE', 'CHANNEL')),
  code             text NOT NULL DEFAULT '',
  message          text NOT NULL DEFAULT '',
  channel_no       text,
  prepared_at      timestamptz NOT NULL DEFAULT now(),
  available_at     timestamptz NOT NULL DEFAULT now(),
  first_sent_at    timestamptz,
  finished_at      timestamptz,
  sends            integer NOT NULL DEFAULT 0,
  inquiries        integer NOT NULL DEFAULT 0,
  next_inquiry_at  timestamptz,
  lease_token      bigint NOT NULL DEFAULT 0,
  lease_until      timestamptz,
  contradicted_at  timestamptz,
  approval_id      bigint REFERENCES approvals,
  version          integer NOT NULL DEFAULT 1,
  command_id       uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (kind, object_no, attempt_no),
  CONSTRAINT failed_has_its_fault CHECK ((status = 'FAILED') = (fault IS NOT NULL)),
  CONSTRAINT finished_is_dated CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (finished_at IS NOT NULL))
) WITH (fillfactor = 70);
-- What can pay twice: a second attempt while one is open, or after one has paid. A bounce is of the bank's line, and its
-- object says so; the attempt that paid stays what it was, and the object's next one is asked for by an approved request.
CREATE UNIQUE INDEX money_attempts_one_open ON money_attempts (kind, object_no) WHERE status NOT IN ('SUCCEEDED', 'FAILED');
CREATE INDEX money_attempts_waiting ON money_attempts (available_at, id) WHERE status = 'WAITING';
CREATE INDEX money_attempts_asking ON money_attempts (next_inquiry_at) WHERE status IN ('PROCESSING', 'IN_DOUBT');
CREATE INDEX money_attempts_sent ON money_attempts (lease_until) WHERE status = 'SENT';

CREATE FUNCTION check_attempt_birth() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status <> 'WAITING' OR NEW.sends <> 0 OR NEW.lease_token <> 0 THEN
    RAISE EXCEPTION 'attempt % begins unsent', NEW.out_no USING ERRCODE = 'CD040';
  END IF;
  -- Another attempt after the first one is another payment: somebody has approved it.
  IF NEW.attempt_no > 1 AND NEW.approval_id IS NULL THEN
    RAISE EXCEPTION 'attempt % of % % needs an approved request', NEW.attempt_no, NEW.kind, NEW.object_no USING ERRCODE = 'CD040';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON money_attempts FOR EACH ROW EXECUTE FUNCTION check_attempt_birth();
CREATE FUNCTION check_attempt_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.out_no, NEW.kind, NEW.object_no, NEW.attempt_no, NEW.operation, NEW.channel_id, NEW.amount_minor, NEW.asset,
      NEW.payee_digest, NEW.prepared_at, NEW.command_id)
     IS DISTINCT FROM
     (OLD.out_no, OLD.kind, OLD.object_no, OLD.attempt_no, OLD.operation, OLD.channel_id, OLD.amount_minor, OLD.asset,
      OLD.payee_digest, OLD.prepared_at, OLD.command_id)
     OR NEW.approval_id IS DISTINCT FROM OLD.approval_id THEN
    RAISE EXCEPTION 'attempt % stays what it was when it was prepared', OLD.out_no USING ERRCODE = 'CD040';
  END IF;
  IF NEW.lease_token < OLD.lease_token OR NEW.sends < OLD.sends OR NEW.version <= OLD.version THEN
    RAISE EXCEPTION 'attempt % goes forward only', OLD.out_no USING ERRCODE = 'CD040';
  END IF;
  IF NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM attempt_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'attempt % does not go from % to %', OLD.out_no, OLD.status, NEW.status USING ERRCODE = 'CD040';
  END IF;
  IF OLD.status IN ('SUCCEEDED', 'FAILED') AND (NEW.fault, NEW.code, NEW.finished_at, NEW.channel_no)
     IS DISTINCT FROM (OLD.fault, OLD.code, OLD.finished_at, OLD.channel_no) THEN
    RAISE EXCEPTION 'what attempt % ended with does not change', OLD.out_no USING ERRCODE = 'CD040';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON money_attempts FOR EACH ROW EXECUTE FUNCTION check_attempt_move();
CREATE TRIGGER no_delete BEFORE DELETE ON money_attempts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON money_attempts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON attempt_transitions FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Everything that a channel ever said of an attempt.
CREATE TABLE money_answers (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  attempt_id    bigint NOT NULL REFERENCES money_attempts,
  heard_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  source        text NOT NULL CHECK (source IN ('RESPONSE', 'INQUIRY', 'CALLBACK', 'STATEMENT', 'WORKER')),
  kind          text NOT NULL CHECK (kind IN ('SUCCEEDED', 'FAILED', 'PROCESSING', 'NOT_FOUND', 'LATER', 'NO_ANSWER')),
  fault         text,
  code          text NOT NULL DEFAULT '',
  message       text NOT NULL DEFAULT '',
  channel_no    text,
  amount_minor  bigint,
  asset         text,
  happened_at   timestamptz,
  moved_to      text,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX money_answers_attempt ON money_answers (attempt_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON money_answers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON money_answers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Callbacks, each taken once, in the transaction of its effect.
CREATE TABLE channel_notices (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id   bigint NOT NULL REFERENCES channels,
  event_id     text NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  body_sha256  text NOT NULL,
  out_no       text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('APPLIED', 'KNOWN', 'CONTRADICTS', 'MISFITS', 'UNKNOWN')),
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (channel_id, event_id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON channel_notices FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON channel_notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What only people can put right.
CREATE TABLE money_cases (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_no       text NOT NULL UNIQUE,
  kind          text NOT NULL CHECK (kind IN
    ('LATE_SUCCESS', 'PAID_TWICE', 'CONTRADICTION', 'AMOUNT_DIFFERS', 'PAYEE_DIFFERS', 'UNKNOWN_PAYMENT', 'UNANSWERED')),
  channel_id    bigint NOT NULL REFERENCES channels,
  out_no        text NOT NULL,
  object_kind   text CHECK (object_kind IN ('PAYOUT', 'REFUND')),
  object_no     text,
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  asset         text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  opened_at     timestamptz NOT NULL DEFAULT now(),
  status        text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'CLOSED')),
  closed_at     timestamptz,
  closed_by     bigint REFERENCES users,
  note          text NOT NULL DEFAULT '',
  version       integer NOT NULL DEFAULT 1,
  command_id    uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT closed_with_a_note CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL) AND (status = 'OPEN' OR btrim(note) <> ''))
);
CREATE UNIQUE INDEX money_cases_one_open ON money_cases (kind, channel_id, out_no) WHERE status = 'OPEN';
CREATE INDEX money_cases_object ON money_cases (object_kind, object_no);
CREATE TRIGGER no_delete BEFORE DELETE ON money_cases FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON money_cases FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The kill switch ------------------------------------------------------------------------------------------------------
-- While a row has no end, nothing is sent and no voucher is posted by which money would go out.
CREATE TABLE money_stops (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cause        text NOT NULL CHECK (cause IN ('PERSON', 'PROOF', 'RESTORE')),
  reason       text NOT NULL CHECK (btrim(reason) <> ''),
  stopped_by   bigint REFERENCES users,
  stopped_at   timestamptz NOT NULL DEFAULT now(),
  resumed_by   bigint REFERENCES users,
  resumed_at   timestamptz,
  approval_id  bigint UNIQUE REFERENCES approvals,
  version      integer NOT NULL DEFAULT 1,
  command_id   uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT a_person_stops_in_their_name CHECK (cause <> 'PERSON' OR stopped_by IS NOT NULL)
);
CREATE UNIQUE INDEX money_stops_one_open ON money_stops (cause) WHERE resumed_at IS NULL;
CREATE TRIGGER no_delete BEFORE DELETE ON money_stops FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON money_stops FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Why nothing may go out now, or nothing.
CREATE FUNCTION money_stopped_by() RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN EXISTS (SELECT 1 FROM proof_alarms WHERE cleared_at IS NULL) THEN 'PROOF'
              ELSE (SELECT cause FROM money_stops WHERE resumed_at IS NULL ORDER BY id LIMIT 1) END $$;
CREATE OR REPLACE FUNCTION refuse_money_out() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cause constant text := public.money_stopped_by();
BEGIN
  IF cause = 'PROOF' THEN
    RAISE EXCEPTION 'the books do not prove: no voucher of event % is posted until a full proof holds', NEW.event
      USING ERRCODE = 'CD018';
  ELSIF cause IS NOT NULL THEN
    RAISE EXCEPTION 'money going out has been stopped: no voucher of event % is posted until it is let go again', NEW.event
      USING ERRCODE = 'CD041';
  END IF;
  RETURN NULL;
END $$;
-- Nothing is marked as sent while money is stopped, whoever asks.
CREATE FUNCTION check_attempt_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF public.money_stopped_by() IS NOT NULL THEN
    RAISE EXCEPTION 'money going out has been stopped: attempt % is not sent', NEW.out_no USING ERRCODE = 'CD041';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sending BEFORE UPDATE ON money_attempts FOR EACH ROW WHEN (NEW.status = 'SENT' AND OLD.status <> 'SENT')
  EXECUTE FUNCTION check_attempt_sent();

CREATE FUNCTION grant_app_role_money_out(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON payouts, money_attempts, money_answers, channel_notices, money_cases, money_stops,
    attempt_transitions TO %I', p_role);
  EXECUTE format('GRANT INSERT ON payouts, money_attempts, money_answers, channel_notices, money_cases, money_stops TO %I', p_role);
  EXECUTE format('GRANT UPDATE ON payouts, money_attempts TO %I', p_role);
  EXECUTE format('GRANT UPDATE (status, closed_at, closed_by, note, version, command_id) ON money_cases TO %I', p_role);
  EXECUTE format('GRANT UPDATE (resumed_by, resumed_at, approval_id, version, command_id) ON money_stops TO %I', p_role);
  EXECUTE format('GRANT USAGE ON SEQUENCE attempt_leases TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION money_stopped_by TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_money_out, check_attempt_birth, check_attempt_move, check_attempt_sent, money_stopped_by FROM PUBLIC;
