-- Refunds that the desk asks for itself: what a person asked for and others approved is exactly what is booked and sent.

-- Disputes ----------------------------------------------------------------------------------------------------------------
-- A payer has gone to the channel about a payment (争议, chargeback). What the dispute holds is refunded by nobody else: lost, the
-- channel has taken it back; won, it may be refunded again.
CREATE TABLE payment_disputes (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dispute_no       text NOT NULL UNIQUE,
  order_no         text NOT NULL,
  merchant_id      bigint NOT NULL,
  channel_id       bigint NOT NULL,
  asset            text NOT NULL REFERENCES assets,
  amount_minor     bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
  channel_case_no  text,
  status           text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'WON', 'LOST')),
  reason           text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  noted_by         bigint REFERENCES users,
  noted_at         timestamptz NOT NULL,
  closed_by        bigint REFERENCES users,
  closed_at        timestamptz,
  close_reason     text,
  version          integer NOT NULL DEFAULT 1,
  command_id       uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT closed_with_a_reason CHECK ((status = 'OPEN') = (closed_at IS NULL) AND (status = 'OPEN') = (close_reason IS NULL))
);
CREATE INDEX payment_disputes_order ON payment_disputes (order_no);
CREATE TRIGGER no_delete BEFORE DELETE ON payment_disputes FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payment_disputes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION check_dispute_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving constant text[] := '{status,closed_by,closed_at,close_reason,version,command_id}';
BEGIN
  IF OLD.status <> 'OPEN' OR NEW.status = 'OPEN' OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'dispute % is closed once, and changes no more', OLD.dispute_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON payment_disputes FOR EACH ROW EXECUTE FUNCTION check_dispute_move();

ALTER TABLE order_legs
  ADD COLUMN disputed_minor bigint NOT NULL DEFAULT 0 CHECK (disputed_minor >= 0),
  DROP CONSTRAINT refund_within_leg,
  ADD CONSTRAINT refund_within_leg CHECK (refunded_minor + disputed_minor <= paid_minor);

-- What the payer paid holds what is disputed of it, whoever changed either.
CREATE FUNCTION check_dispute_held() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT coalesce(sum(disputed_minor), 0) FROM order_legs WHERE order_no = NEW.order_no AND kind = 'CHANNEL')
     <> (SELECT coalesce(sum(amount_minor), 0) FROM payment_disputes WHERE order_no = NEW.order_no AND status <> 'WON') THEN
    RAISE EXCEPTION 'order % does not hold what its disputes are about', NEW.order_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER held AFTER INSERT OR UPDATE ON payment_disputes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_dispute_held();

-- The desk's refunds ---------------------------------------------------------------------------------------------------------
ALTER TABLE refunds
  -- Of a refund out of suspense: the item that says which payment of the channel's it gives back.
  ADD COLUMN item_no text,
  ADD CONSTRAINT desk_refund_names_its_order CHECK (origin <> 'DESK' OR (order_no IS NOT NULL AND merchant_id IS NOT NULL
    AND requested_by IS NOT NULL AND reason <> '' AND match_key = refund_no AND (payee IS NULL) = (payee_digest = ''))),
  -- A transfer stands in no channel's statement: it is nothing that a channel gives back.
  ADD CONSTRAINT transfer_is_of_no_channel CHECK (route IS NULL OR route = 'ORIGINAL' OR channel_id = 0);
CREATE INDEX refunds_open ON refunds (status, id DESC) WHERE status IN ('REQUESTED', 'ACCEPTED', 'UNKNOWN');

CREATE TABLE refund_transitions (
  from_status text NOT NULL,
  to_status   text NOT NULL,
  PRIMARY KEY (from_status, to_status)
);
INSERT INTO refund_transitions VALUES
  ('REQUESTED', 'ACCEPTED'), ('REQUESTED', 'REFUSED'),
  -- Coupons alone: nothing is sent.
  ('REQUESTED', 'SUCCEEDED'),
  ('ACCEPTED', 'UNKNOWN'), ('UNKNOWN', 'ACCEPTED'),
  ('ACCEPTED', 'SUCCEEDED'), ('UNKNOWN', 'SUCCEEDED'), ('ACCEPTED', 'FAILED'), ('UNKNOWN', 'FAILED');
CREATE TRIGGER append_only BEFORE INSERT OR UPDATE OR DELETE ON refund_transitions FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION check_desk_refund_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE moving constant text[] := '{status,seen_statuses,channel_refund_no,succeeded_at,expected_on,approval_id,version,command_id}';
BEGIN
  IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving OR NEW.version <> OLD.version + 1
     OR (NEW.approval_id IS DISTINCT FROM OLD.approval_id AND OLD.status <> 'REQUESTED') THEN
    RAISE EXCEPTION 'refund % stays what was asked for', OLD.refund_no USING ERRCODE = 'CD042';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM refund_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'refund % does not go from % to %', OLD.refund_no, OLD.status, NEW.status USING ERRCODE = 'CD042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON refunds FOR EACH ROW WHEN (OLD.origin = 'DESK') EXECUTE FUNCTION check_desk_refund_move();

-- Begun by a request, accepted by its execution, ended by its attempt: each step has its ground in the rows.
CREATE FUNCTION check_desk_refund() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_founded boolean; was text := '';
BEGIN
  IF TG_OP = 'UPDATE' THEN was := OLD.status; END IF;
  is_founded := CASE
    WHEN TG_OP = 'INSERT' THEN NEW.status = 'REQUESTED' AND NEW.approval_id IS NULL
      AND NEW.amount_minor = (SELECT sum(part) FROM unnest(NEW.leg_amounts) AS part)
      AND EXISTS (SELECT 1 FROM approvals a WHERE a.act = 'MANUAL_REFUND' AND a.object_type = 'refund' AND a.object_no = NEW.refund_no
                    AND a.maker_id = NEW.requested_by AND a.command_id = NEW.command_id AND a.status = 'PENDING')
    WHEN was = 'REQUESTED' AND NEW.status = 'REFUSED' THEN
      EXISTS (SELECT 1 FROM approvals a WHERE a.act = 'MANUAL_REFUND' AND a.object_type = 'refund' AND a.object_no = NEW.refund_no
                AND a.status NOT IN ('PENDING', 'EXECUTED') AND a.command_id = NEW.command_id)
    WHEN was = 'REQUESTED' THEN
      (NEW.status = 'ACCEPTED') = (NEW.channel_minor > 0) AND EXISTS (
        SELECT 1 FROM approvals a
        WHERE a.id = NEW.approval_id AND a.act = 'MANUAL_REFUND' AND a.object_no = NEW.refund_no AND a.status = 'EXECUTED'
          AND a.command_id = NEW.command_id AND a.payload ->> 'orderNo' = NEW.order_no AND a.payload ->> 'asset' = NEW.asset
          AND a.payload ->> 'amountMinor' = NEW.amount_minor::text AND a.payload ->> 'channelMinor' = NEW.channel_minor::text
          AND a.payload -> 'parts' = to_jsonb(NEW.leg_amounts::text[]) AND a.payload ->> 'route' = NEW.route
          AND coalesce(a.payload -> 'payee', 'null') = coalesce(NEW.payee, 'null') AND a.payload ->> 'payeeDigest' = NEW.payee_digest)
    -- Later states are the attempt's: no refund counts as paid, failed or in doubt without a call that says so.
    WHEN NEW.status = 'SUCCEEDED' THEN
      EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = NEW.refund_no AND t.status = 'SUCCEEDED')
    WHEN NEW.status = 'FAILED' THEN
      EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = NEW.refund_no AND t.status = 'FAILED')
      AND NOT EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = NEW.refund_no AND t.status <> 'FAILED')
    ELSE EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = NEW.refund_no AND t.sends > 0)
  END;
  IF NOT is_founded THEN
    RAISE EXCEPTION 'refund % is % without a ground for it', NEW.refund_no, NEW.status USING ERRCODE = 'CD042';
  END IF;
  IF EXISTS (
    SELECT 1 FROM order_legs l WHERE l.order_no = NEW.order_no AND l.refunded_minor <> (
      SELECT coalesce(sum(r.leg_amounts[l.leg_no]), 0) FROM refunds r
      WHERE r.order_no = NEW.order_no AND r.origin <> 'SUSPENSE' AND r.status NOT IN ('FAILED', 'REFUSED'))
  ) THEN
    RAISE EXCEPTION 'the legs of order % do not hold what its refunds take', NEW.order_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER asked AFTER INSERT ON refunds DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.origin = 'DESK') EXECUTE FUNCTION check_desk_refund();
CREATE CONSTRAINT TRIGGER moved AFTER UPDATE ON refunds DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.origin = 'DESK') EXECUTE FUNCTION check_desk_refund();

-- An executed request has accepted its refund in the same command, and what is money of it has its attempt.
CREATE FUNCTION check_refund_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM refunds r WHERE r.refund_no = NEW.object_no AND r.origin = 'DESK' AND r.approval_id = NEW.id
      AND r.status IN ('ACCEPTED', 'SUCCEEDED') AND r.command_id = NEW.command_id
      AND (r.channel_minor = 0 OR EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = r.refund_no
                                            AND t.approval_id = NEW.id AND t.command_id = NEW.command_id))
  ) THEN
    RAISE EXCEPTION 'approval % is executed by the acceptance of refund % in the same command', NEW.approval_no, NEW.object_no
      USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refund_executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'MANUAL_REFUND') EXECUTE FUNCTION check_refund_executed();

-- And no attempt sends anything but an accepted refund, its money, its way, to its payee.
CREATE FUNCTION check_refund_attempt() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM refunds r WHERE r.refund_no = NEW.object_no AND r.status IN ('ACCEPTED', 'UNKNOWN') AND r.origin IN ('DESK', 'SUSPENSE')
      AND r.channel_minor = NEW.amount_minor AND r.asset = NEW.asset AND r.payee_digest = NEW.payee_digest
      AND (NEW.operation = 'REFUND') = (coalesce(r.route, 'ORIGINAL') = 'ORIGINAL')
      AND (NEW.operation = 'TRANSFER' OR (NEW.out_no = r.refund_no AND NEW.channel_id = r.channel_id))
      AND (r.origin = 'SUSPENSE' OR r.approval_id = NEW.approval_id)
  ) THEN
    RAISE EXCEPTION 'attempt % is not what refund % is', NEW.out_no, NEW.object_no USING ERRCODE = 'CD042';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refund_attempted AFTER INSERT ON money_attempts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'REFUND') EXECUTE FUNCTION check_refund_attempt();

-- Whether a merchant gets our fee back on what is refunded; no fee is charged per order before clearing does.
ALTER TABLE merchants ADD COLUMN fee_return text NOT NULL DEFAULT 'NONE' CHECK (fee_return IN ('NONE', 'PROPORTIONAL'));

-- What a key asks for that needs a checker is asked for in somebody's name, who then does not check it.
ALTER TABLE api_keys
  ADD COLUMN owner_id bigint REFERENCES users,
  ADD CONSTRAINT asks_in_a_name CHECK (owner_id IS NOT NULL OR NOT 'refund.ask' = ANY (scopes));

CREATE FUNCTION grant_app_role_refunds(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON payment_disputes TO %I', p_role);
  EXECUTE format('GRANT UPDATE (status, closed_by, closed_at, close_reason, version, command_id) ON payment_disputes TO %I', p_role);
  EXECUTE format('GRANT SELECT ON refund_transitions TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_refunds, check_dispute_move, check_dispute_held, check_desk_refund_move,
  check_desk_refund, check_refund_executed, check_refund_attempt FROM PUBLIC;
