-- Suspense money that was to go back to its payer, and that its channel has refused for good, is in suspense again.

-- This command has booked the money back and failed the refund that the item's resolution had made, as its only attempt has failed.
CREATE FUNCTION has_come_back(p_item text, p_command uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM refunds r JOIN money_attempts t ON t.kind = 'REFUND' AND t.object_no = r.refund_no AND t.status = 'FAILED'
    JOIN vouchers v ON is_key(v.idempotency_key, 'refund-returned:' || r.refund_no) AND v.event = 'refund.returned_to_suspense'
      AND v.command_id = p_command
    WHERE r.item_no = p_item AND r.origin = 'SUSPENSE' AND r.status = 'FAILED' AND r.command_id = p_command)
$$;
CREATE OR REPLACE FUNCTION check_suspense_resolved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  IF OLD.status = 'RESOLVED' AND NEW.status <> 'RESOLVED' AND NOT EXISTS (
       SELECT 1 FROM vouchers v JOIN approvals a ON a.id = v.approval_id
       WHERE v.reverses_voucher_id = OLD.resolved_voucher_id AND v.command_id = NEW.command_id
         AND a.act = 'SUSPENSE_REOPENING' AND a.status = 'EXECUTED' AND a.object_no = NEW.item_no)
     AND NOT has_come_back(OLD.item_no, NEW.command_id) THEN
    RAISE EXCEPTION 'suspense item % is reopened by the approved reversal of its resolution only, or by its refund that failed', NEW.item_no
      USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
