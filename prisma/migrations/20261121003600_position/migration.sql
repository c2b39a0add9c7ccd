-- The position ahead: how low a reserve bank may fall, how much may be outstanding at a channel, and money that moves from one reserve
-- bank to another.

-- Limits --------------------------------------------------------------------------------------------------------------------
-- The most that may be outstanding at a channel (1122), in minor units of the yuan; null: no cap.
ALTER TABLE channels ADD COLUMN cap_minor bigint CHECK (cap_minor BETWEEN 1 AND 1000000000000000);

-- The line below which a reserve account (1002) is not to fall, in minor units of its asset; 0: none.
CREATE TABLE reserve_minimums (
  account_no     text PRIMARY KEY REFERENCES accounts (account_no),
  minimum_minor  bigint NOT NULL CHECK (minimum_minor BETWEEN 0 AND 1000000000000000),
  version        integer NOT NULL CHECK (version > 0),
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
CREATE FUNCTION check_reserve_minimum() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM accounts WHERE account_no = NEW.account_no AND gl_code = '1002')
     OR NEW.version <> (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE OLD.version + 1 END)
     OR TG_OP = 'UPDATE' AND NEW.account_no <> OLD.account_no THEN
    RAISE EXCEPTION 'a minimum line is of a reserve account, and changes one version at a time: %', NEW.account_no USING ERRCODE = 'CD034';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT OR UPDATE ON reserve_minimums FOR EACH ROW EXECUTE FUNCTION check_reserve_minimum();
CREATE TRIGGER keep BEFORE DELETE ON reserve_minimums FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reserve_minimums FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER administered AFTER INSERT OR UPDATE ON reserve_minimums DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_administered('MERCHANT_SETTINGS', 'reserve_account', 'account_no');
CREATE FUNCTION approval_version_of_reserve_account(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(version), 0) FROM public.reserve_minimums WHERE account_no = p_no
$$;
-- An executed request about a minimum line has written it; everything else is as before (migration 2210).
CREATE FUNCTION check_reserve_minimum_done() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM reserve_minimums WHERE account_no = NEW.object_no AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a change of % % in the same command', NEW.approval_no, NEW.object_type, NEW.object_no
      USING ERRCODE = 'CD034';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER administration_done ON approvals;
CREATE CONSTRAINT TRIGGER administration_done AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act IN ('USER_ROLES', 'MERCHANT_SETTINGS', 'BANK_ACCOUNT') AND NEW.object_type <> 'reserve_account')
  EXECUTE FUNCTION check_administration_done();
CREATE CONSTRAINT TRIGGER reserve_minimum_done AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'MERCHANT_SETTINGS' AND NEW.object_type = 'reserve_account')
  EXECUTE FUNCTION check_reserve_minimum_done();

-- Transfers between reserve banks -------------------------------------------------------------------------------------------
-- The event asks for an executed request (posting catalogue), and the request for its voucher. Posted or not: what was done once is
-- not done again.
CREATE CONSTRAINT TRIGGER bank_transferred AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'BANK_TRANSFER') EXECUTE FUNCTION check_approval_executed();
CREATE FUNCTION approval_version_of_bank_transfer(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM public.vouchers WHERE object_type = 'bank_transfer' AND object_no = p_no
$$;

-- Such a voucher moves two banks' accounts, and a line of each stands for it: a voucher is matched once at each bank, no longer once.
ALTER TABLE bank_match_vouchers ADD COLUMN bank_account_id bigint REFERENCES bank_accounts;
ALTER TABLE bank_match_vouchers DISABLE TRIGGER lawful;
UPDATE bank_match_vouchers v SET bank_account_id = m.bank_account_id FROM bank_matches m WHERE m.id = v.match_id;
ALTER TABLE bank_match_vouchers ENABLE TRIGGER lawful;
ALTER TABLE bank_match_vouchers ALTER COLUMN bank_account_id SET NOT NULL;
DROP INDEX bank_match_vouchers_once;
CREATE UNIQUE INDEX bank_match_vouchers_once ON bank_match_vouchers (voucher_id, bank_account_id) WHERE is_live;
-- The account is the match's, whatever is written: so there is nothing to get wrong.
CREATE FUNCTION set_bank_of_match() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  SELECT bank_account_id INTO STRICT NEW.bank_account_id FROM bank_matches WHERE id = NEW.match_id;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_of_match BEFORE INSERT ON bank_match_vouchers FOR EACH ROW EXECUTE FUNCTION set_bank_of_match();

-- Who signs ------------------------------------------------------------------------------------------------------------------
-- Nobody has changed who checks what where this act is new. Customers' money stays at our banks; the sums are large.
ALTER TABLE approval_policies DISABLE TRIGGER append_only;
UPDATE approval_policies SET rules = rules || (
  SELECT jsonb_agg(jsonb_build_object('act', 'BANK_TRANSFER', 'asset', asset, 'upToMinor', up_to, 'seats', to_jsonb(seats),
                                      'excludes', '["EDITOR", "DELEGATE"]'::jsonb, 'stepUp', false))
  FROM (VALUES ('CNY', '100000000', ARRAY['FINANCE']), ('CNY', NULL, ARRAY['FINANCE', 'FINANCE_LEAD']),
               (NULL, NULL, ARRAY['FINANCE', 'FINANCE_LEAD'])) AS band (asset, up_to, seats))
WHERE version = 1;
ALTER TABLE approval_policies ENABLE TRIGGER append_only;

CREATE FUNCTION grant_app_role_position(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON reserve_minimums TO %I', p_role);
  EXECUTE format('GRANT UPDATE (minimum_minor, version, command_id) ON reserve_minimums TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_position, check_reserve_minimum, check_reserve_minimum_done, set_bank_of_match FROM PUBLIC;
