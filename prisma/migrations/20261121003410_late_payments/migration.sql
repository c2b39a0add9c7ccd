-- An attempt that its channel called failed and paid after all: by approval it is booked as what has paid the payout.

ALTER TABLE payout_transitions DISABLE TRIGGER append_only;
INSERT INTO payout_transitions VALUES ('FAILED', 'SUCCEEDED'), ('BOUNCED', 'SUCCEEDED');
ALTER TABLE payout_transitions ENABLE TRIGGER append_only;

-- A request to book it was executed by the command that moved the payout, about an attempt of this payout that had failed, of
-- which its channel has said since, in just its amount, that it was paid.
CREATE FUNCTION is_booked_late(p payouts) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.money_attempts t
    JOIN public.money_answers s ON s.attempt_id = t.id AND s.kind = 'SUCCEEDED' AND s.amount_minor = t.amount_minor AND s.asset = t.asset
    WHERE t.kind = 'PAYOUT' AND t.object_no = p.payout_no AND t.status = 'FAILED'
      AND public.is_posted_for('payout.succeeded:' || t.out_no, 'payout.succeeded', p.payout_no, p.command_id)
      AND public.is_executed_for('REPAYOUT', p.payout_no, p.command_id, jsonb_build_object('choice', 'BOOK', 'outNo', t.out_no,
        'amountMinor', p.amount_minor::text)))
$$;
CREATE OR REPLACE FUNCTION check_payout_proof() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
    WHEN 'SUCCEEDED' THEN NOT held AND CASE WHEN was IN ('FAILED', 'BOUNCED')
      THEN is_booked_late(NEW)
      ELSE last_one.status = 'SUCCEEDED'
        AND is_posted_for('payout.succeeded:' || last_one.out_no, 'payout.succeeded', NEW.payout_no, NEW.command_id) END
    WHEN 'FAILED' THEN NOT held AND last_one.status = 'FAILED' AND last_one.fault = 'CHANNEL'
    WHEN 'BOUNCED' THEN NOT held AND EXISTS (
      SELECT 1 FROM money_attempts t JOIN vouchers v ON is_key(v.idempotency_key, 'payout.succeeded:' || t.out_no)
      WHERE t.kind = 'PAYOUT' AND t.object_no = NEW.payout_no
        AND is_posted_for('payout.bounced:' || t.out_no, 'payout.bounced', NEW.payout_no, NEW.command_id))
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
CREATE OR REPLACE FUNCTION check_payout_executed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_done boolean;
BEGIN
  is_done := CASE
    WHEN NEW.act = 'PAYOUT' THEN EXISTS (SELECT 1 FROM payouts WHERE approval_id = NEW.id AND command_id = NEW.command_id)
    WHEN NEW.payload ->> 'choice' = 'REPAY' THEN EXISTS (
      SELECT 1 FROM money_attempts WHERE kind = 'PAYOUT' AND object_no = NEW.object_no AND approval_id = NEW.id AND command_id = NEW.command_id)
    ELSE EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id AND command_id = NEW.command_id
                   AND CASE NEW.payload ->> 'choice'
                       WHEN 'RETURN' THEN event = 'payout.returned'
                       WHEN 'BOOK' THEN is_key(idempotency_key, 'payout.succeeded:' || (NEW.payload ->> 'outNo'))
                       WHEN 'CHARGE' THEN is_key(idempotency_key, 'payout.late_charged:' || (NEW.payload ->> 'outNo')) END)
  END;
  IF NOT is_done THEN
    RAISE EXCEPTION 'approval % is executed by its payout', NEW.approval_no USING ERRCODE = 'CD046';
  END IF;
  RETURN NULL;
END $$;
