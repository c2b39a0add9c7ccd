-- What was approved is what is posted: once, in the command that executed the approval, with the very lines that the
-- checkers saw. And what closes a suspense item is a voucher of that item.

CREATE OR REPLACE FUNCTION check_voucher_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE request approvals;
BEGIN
  SELECT * INTO request FROM approvals
  WHERE id = NEW.approval_id AND status = 'EXECUTED' AND command_id = NEW.command_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'voucher % needs an approval that its own command executed', NEW.voucher_no USING ERRCODE = 'CD011';
  END IF;
  -- An offset has no event of its own: it reverses two openings, whose lines the reversals already fix.
  IF request.payload ->> 'event' IS NULL THEN
    IF NEW.reverses_voucher_id IS NULL THEN
      RAISE EXCEPTION 'approval % allows reversals only', request.approval_no USING ERRCODE = 'CD011';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.event <> request.payload ->> 'event' OR request.payload -> 'lines' IS DISTINCT FROM (
       SELECT jsonb_agg(jsonb_build_object('side', e.side, 'accountNo', a.account_no,
                                           'amountMinor', e.amount_minor::text) ORDER BY e.line_no)
       FROM entries e JOIN accounts a ON a.id = e.account_id
       WHERE e.voucher_id = NEW.id AND e.accounting_on = NEW.accounting_on) THEN
    RAISE EXCEPTION 'voucher % is not what % approved', NEW.voucher_no, request.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_suspense_resolved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION check_approval_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'PENDING' THEN
    RAISE EXCEPTION 'approval % is already %', OLD.approval_no, OLD.status USING ERRCODE = 'CD007';
  END IF;
  IF (NEW.act, NEW.object_type, NEW.object_no, NEW.object_version, NEW.payload, NEW.payload_hash, NEW.amount_minor,
      NEW.asset, NEW.merchant_id, NEW.required_roles, NEW.reason, NEW.maker_id, NEW.approval_no, NEW.expires_at,
      NEW.created_at) IS DISTINCT FROM
     (OLD.act, OLD.object_type, OLD.object_no, OLD.object_version, OLD.payload, OLD.payload_hash, OLD.amount_minor,
      OLD.asset, OLD.merchant_id, OLD.required_roles, OLD.reason, OLD.maker_id, OLD.approval_no, OLD.expires_at,
      OLD.created_at) THEN
    RAISE EXCEPTION 'what approval % asks for is frozen', OLD.approval_no USING ERRCODE = 'CD010';
  END IF;
  IF NEW.status = 'EXECUTED' AND (
       SELECT count(DISTINCT as_role) FROM approval_decisions
       WHERE approval_id = OLD.id AND verdict = 'APPROVE' AND checker_id <> OLD.maker_id
     ) < cardinality(OLD.required_roles) THEN
    RAISE EXCEPTION 'approval % lacks a checker', OLD.approval_no USING ERRCODE = 'CD008';
  END IF;
  RETURN NEW;
END $$;

-- One approval, one voucher; an offset is two reversals, each once by itself.
CREATE UNIQUE INDEX vouchers_one_per_approval ON vouchers (approval_id)
  WHERE approval_id IS NOT NULL AND reverses_voucher_id IS NULL;

-- And no approval without its voucher: a resolution is executed by being posted.
CREATE FUNCTION check_approval_executed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a voucher of the same command', NEW.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'SUSPENSE_RESOLUTION')
  EXECUTE FUNCTION check_approval_executed();
