-- Every refusal of the database has a code of its own: who reads one in a log knows what was refused without the sentence.
-- CD042 a payout, CD044 a refund of the desk, CD045 a dispute, CD046 a request executed without what it asked for, CD047 a row of
-- a file of payouts.

-- A channel may say that what it paid has come back.
ALTER TABLE money_answers DROP CONSTRAINT money_answers_kind_check,
  ADD CONSTRAINT money_answers_kind_check CHECK (kind IN
    ('SUCCEEDED', 'BOUNCED', 'FAILED', 'PROCESSING', 'NOT_FOUND', 'LATER', 'NO_ANSWER'));

CREATE OR REPLACE FUNCTION check_desk_refund_move() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE moving constant text[] := '{status,seen_statuses,channel_refund_no,succeeded_at,expected_on,approval_id,version,command_id}';
BEGIN
  IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving OR NEW.version <> OLD.version + 1
     OR (NEW.approval_id IS DISTINCT FROM OLD.approval_id AND OLD.status <> 'REQUESTED') THEN
    RAISE EXCEPTION 'refund % stays what was asked for', OLD.refund_no USING ERRCODE = 'CD044';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM refund_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
    RAISE EXCEPTION 'refund % does not go from % to %', OLD.refund_no, OLD.status, NEW.status USING ERRCODE = 'CD044';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION check_desk_refund() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
    RAISE EXCEPTION 'refund % is % without a ground for it', NEW.refund_no, NEW.status USING ERRCODE = 'CD044';
  END IF;
  IF EXISTS (
    SELECT 1 FROM order_legs l WHERE l.order_no = NEW.order_no AND l.refunded_minor <> (
      SELECT coalesce(sum(r.leg_amounts[l.leg_no]), 0) FROM refunds r
      WHERE r.order_no = NEW.order_no AND r.origin <> 'SUSPENSE' AND r.status NOT IN ('FAILED', 'REFUSED'))
  ) THEN
    RAISE EXCEPTION 'the legs of order % do not hold what its refunds take', NEW.order_no USING ERRCODE = 'CD044';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_refund_attempt() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM refunds r WHERE r.refund_no = NEW.object_no AND r.status IN ('ACCEPTED', 'UNKNOWN') AND r.origin IN ('DESK', 'SUSPENSE')
      AND r.channel_minor = NEW.amount_minor AND r.asset = NEW.asset AND r.payee_digest = NEW.payee_digest
      AND (NEW.operation = 'REFUND') = (coalesce(r.route, 'ORIGINAL') = 'ORIGINAL')
      AND (NEW.operation = 'TRANSFER' OR (NEW.out_no = r.refund_no AND NEW.channel_id = r.channel_id))
      AND (r.origin = 'SUSPENSE' OR r.approval_id = NEW.approval_id)
  ) THEN
    RAISE EXCEPTION 'attempt % is not what refund % is', NEW.out_no, NEW.object_no USING ERRCODE = 'CD044';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_dispute_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving constant text[] := '{status,closed_by,closed_at,close_reason,version,command_id}';
BEGIN
  IF OLD.status <> 'OPEN' OR NEW.status = 'OPEN' OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'dispute % is closed once, and changes no more', OLD.dispute_no USING ERRCODE = 'CD045';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION check_dispute_held() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT coalesce(sum(disputed_minor), 0) FROM order_legs WHERE order_no = NEW.order_no AND kind = 'CHANNEL')
     <> (SELECT coalesce(sum(amount_minor), 0) FROM payment_disputes WHERE order_no = NEW.order_no AND status <> 'WON') THEN
    RAISE EXCEPTION 'order % does not hold what its disputes are about', NEW.order_no USING ERRCODE = 'CD045';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_refund_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM refunds r WHERE r.refund_no = NEW.object_no AND r.origin = 'DESK' AND r.approval_id = NEW.id
      AND r.status IN ('ACCEPTED', 'SUCCEEDED') AND r.command_id = NEW.command_id
      AND (r.channel_minor = 0 OR EXISTS (SELECT 1 FROM money_attempts t WHERE t.kind = 'REFUND' AND t.object_no = r.refund_no
                                            AND t.approval_id = NEW.id AND t.command_id = NEW.command_id))
  ) THEN
    RAISE EXCEPTION 'approval % is executed by the acceptance of refund % in the same command', NEW.approval_no, NEW.object_no
      USING ERRCODE = 'CD046';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_payout_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_done boolean;
BEGIN
  is_done := CASE
    WHEN NEW.act = 'PAYOUT' THEN EXISTS (SELECT 1 FROM payouts WHERE approval_id = NEW.id AND command_id = NEW.command_id)
    WHEN NEW.payload ->> 'choice' = 'REPAY' THEN EXISTS (
      SELECT 1 FROM money_attempts WHERE kind = 'PAYOUT' AND object_no = NEW.object_no AND approval_id = NEW.id AND command_id = NEW.command_id)
    ELSE EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id AND command_id = NEW.command_id AND event = 'payout.returned')
  END;
  IF NOT is_done THEN
    RAISE EXCEPTION 'approval % is executed by its payout', NEW.approval_no USING ERRCODE = 'CD046';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_batch_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'READY' OR to_jsonb(NEW) - '{state,refusal,payout_no}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{state,refusal,payout_no}'::text[] THEN
    RAISE EXCEPTION 'row % of a file of payouts is what was read, and is worked once', OLD.row_no USING ERRCODE = 'CD047';
  END IF;
  RETURN NEW;
END $$;
