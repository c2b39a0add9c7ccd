-- An executed request about rights, settings or payees has had its effect in the very command that executed it.
CREATE FUNCTION check_administration_done() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE is_done boolean;
BEGIN
  is_done := CASE NEW.object_type
    WHEN 'user' THEN EXISTS (SELECT 1 FROM users WHERE login = NEW.object_no AND command_id = NEW.command_id)
    WHEN 'merchant' THEN EXISTS (SELECT 1 FROM merchants WHERE merchant_no = NEW.object_no AND command_id = NEW.command_id)
    WHEN 'channel' THEN EXISTS (SELECT 1 FROM channels WHERE code = NEW.object_no AND command_id = NEW.command_id)
    WHEN 'payee_account' THEN EXISTS (SELECT 1 FROM merchant_bank_accounts WHERE account_ref = NEW.object_no AND command_id = NEW.command_id)
    ELSE false END;
  IF NOT is_done THEN
    RAISE EXCEPTION 'approval % is executed by a change of % % in the same command', NEW.approval_no, NEW.object_type, NEW.object_no
      USING ERRCODE = 'CD034';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER administration_done AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('USER_ROLES', 'MERCHANT_SETTINGS', 'BANK_ACCOUNT'))
  EXECUTE FUNCTION check_administration_done();
REVOKE ALL ON FUNCTION check_administration_done FROM PUBLIC;

-- The lists of one kind of request, newest first.
CREATE INDEX approvals_act ON approvals (act, id DESC);
