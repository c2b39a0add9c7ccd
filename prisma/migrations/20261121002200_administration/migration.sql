-- What people may do, whom merchants are paid to, and what they pay: changed by an approved request, or at set-up.

-- People ----------------------------------------------------------------------------------------------------------------
ALTER TABLE users
  -- One number for roles, scope and access: a request is about the user as they were.
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  -- The command that gave the rights of now; null for users from before this was written down.
  ADD COLUMN command_id uuid REFERENCES receipts DEFERRABLE INITIALLY DEFERRED;
-- A role that was granted by request signs nothing yet for a while: whoever grants one to get a signature has to wait for it.
ALTER TABLE user_roles ADD COLUMN signs_from timestamptz NOT NULL DEFAULT '-infinity';

-- Merchants -------------------------------------------------------------------------------------------------------------
ALTER TABLE merchants
  -- Null: no limit. In minor units of the yuan, for one payout and for all of a day.
  ADD COLUMN payout_limit_minor bigint CHECK (payout_limit_minor BETWEEN 1 AND 1000000000000000),
  ADD COLUMN payout_day_limit_minor bigint CHECK (payout_day_limit_minor BETWEEN 1 AND 1000000000000000),
  ADD CONSTRAINT payout_within_day CHECK (payout_limit_minor <= payout_day_limit_minor);

-- Where a merchant's money may be sent. A row is never rewritten: another number is another row, and an old one is closed.
CREATE TABLE merchant_bank_accounts (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_ref    text NOT NULL UNIQUE CHECK (account_ref ~ '^BA[0-9]{6,}$'),
  merchant_id    bigint NOT NULL REFERENCES merchants,
  asset          text NOT NULL REFERENCES assets,
  holder         text NOT NULL CHECK (length(btrim(holder)) BETWEEN 1 AND 120),
  bank           text NOT NULL CHECK (length(btrim(bank)) BETWEEN 1 AND 120),
  account_no     text NOT NULL CHECK (account_no ~ '^[0-9A-Z]{4,34}$'),
  -- Null where it was given at set-up.
  approval_id    bigint UNIQUE REFERENCES approvals,
  added_at       timestamptz NOT NULL,
  -- Nothing is paid to a new account before this, by the database's clock: time in which somebody can still object.
  payable_from   timestamptz NOT NULL,
  closed_at      timestamptz,
  closed_approval_id bigint UNIQUE REFERENCES approvals,
  version        integer NOT NULL DEFAULT 1,
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT closed_by_request CHECK (closed_approval_id IS NULL OR closed_at IS NOT NULL)
);
CREATE UNIQUE INDEX merchant_bank_accounts_open ON merchant_bank_accounts (merchant_id, asset, account_no) WHERE closed_at IS NULL;
CREATE INDEX merchant_bank_accounts_merchant ON merchant_bank_accounts (merchant_id, id);
CREATE FUNCTION check_bank_account_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closing text[] := '{closed_at,closed_approval_id,version,command_id}';
BEGIN
  IF OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.version <> OLD.version + 1
     OR to_jsonb(NEW) - closing IS DISTINCT FROM to_jsonb(OLD) - closing THEN
    RAISE EXCEPTION 'bank account % is only ever closed', OLD.account_ref USING ERRCODE = 'CD034';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON merchant_bank_accounts FOR EACH ROW EXECUTE FUNCTION check_bank_account_change();
CREATE TRIGGER keep BEFORE DELETE ON merchant_bank_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON merchant_bank_accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What merchants' files have said until now counts as given at set-up, and may be paid to as before.
INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, added_at, payable_from, command_id)
SELECT 'BA' || to_char(m.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || lpad(nextval('document_numbers')::text, 6, '0'),
       m.id, 'CNY', coalesce(nullif(btrim(m.payee ->> 'name'), ''), m.name), coalesce(nullif(btrim(m.payee ->> 'bank'), ''), '-'),
       given.account_no, m.opened_at, m.opened_at, m.command_id
FROM merchants m CROSS JOIN LATERAL (SELECT upper(regexp_replace(m.payee ->> 'account', '[ -]', '', 'g')) AS account_no) AS given
WHERE given.account_no ~ '^[0-9A-Z]{4,34}$' ORDER BY m.id;

-- The account that a merchant is paid to now: the newest that is open and past its waiting time.
CREATE FUNCTION payable_bank_account(p_merchant bigint, p_asset text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT id FROM public.merchant_bank_accounts
  WHERE merchant_id = p_merchant AND asset = p_asset AND closed_at IS NULL AND payable_from <= now()
  ORDER BY payable_from DESC, id DESC LIMIT 1
$$;

-- What requests depend on -----------------------------------------------------------------------------------------------
CREATE FUNCTION approval_version_of_user(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.users WHERE login = p_no
$$;
CREATE FUNCTION approval_version_of_merchant(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.merchants WHERE merchant_no = p_no
$$;
CREATE FUNCTION approval_version_of_channel(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(version), 0) FROM public.channels WHERE code = p_no
$$;
CREATE FUNCTION approval_version_of_payee_account(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(version), 0) FROM public.merchant_bank_accounts WHERE account_ref = p_no
$$;
-- Posted or not, reversed or not: what was done once is not done again.
CREATE FUNCTION approval_version_of_adjustment(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM public.vouchers WHERE object_type = 'adjustment' AND object_no = p_no
$$;
CREATE FUNCTION approval_version_of_voucher(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(*)::integer FROM public.vouchers WHERE reverses_voucher_id = public.voucher_id_of(p_no)
$$;

-- Adjustments -----------------------------------------------------------------------------------------------------------
-- An adjustment is executed by its voucher, as a resolution is.
CREATE CONSTRAINT TRIGGER adjusted AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'ADJUSTMENT') EXECUTE FUNCTION check_approval_executed();

-- By request, or at set-up ----------------------------------------------------------------------------------------------
-- Whoever owns the tables arranges them (migrations, restores, tests); everybody else changes rights, payees and fees by a
-- command of the system's at set-up, or by one that has executed the request about just that, and with just those values.
CREATE FUNCTION is_table_owner(p_table oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = p_table
$$;
CREATE FUNCTION is_set_up_by(p_command uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  -- Of this very transaction: the id of an old command gives nothing.
  SELECT EXISTS (SELECT 1 FROM public.receipts
                 WHERE command_id = p_command AND actor_id IS NULL AND xmin = pg_current_xact_id_if_assigned()::xid)
$$;
-- `act`, and the columns that its payload calls for under `after`, by their own names.
CREATE FUNCTION check_administered() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  row_now jsonb := to_jsonb(NEW);
  changed_no text := row_now ->> TG_ARGV[2];
BEGIN
  IF is_table_owner(TG_RELID) OR is_set_up_by(NEW.command_id) THEN RETURN NULL; END IF;
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.command_id = NEW.command_id AND a.status = 'EXECUTED' AND a.act = TG_ARGV[0] AND a.object_type = TG_ARGV[1]
      AND a.object_no = changed_no AND a.object_version + 1 = NEW.version
      AND NOT EXISTS (SELECT 1 FROM jsonb_each_text(a.payload -> 'after') AS wanted
                      WHERE row_now ->> wanted.key IS DISTINCT FROM wanted.value)
  ) THEN
    RAISE EXCEPTION '% % is changed as an approved request says, or not at all', TG_ARGV[1], changed_no USING ERRCODE = 'CD034';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER administered AFTER INSERT OR UPDATE ON merchants DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_administered('MERCHANT_SETTINGS', 'merchant', 'merchant_no');
CREATE CONSTRAINT TRIGGER administered AFTER INSERT OR UPDATE ON channels DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_administered('MERCHANT_SETTINGS', 'channel', 'code');
CREATE CONSTRAINT TRIGGER administered AFTER INSERT OR UPDATE ON merchant_bank_accounts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_administered('BANK_ACCOUNT', 'payee_account', 'account_ref');

-- Rights only ever grow by request. They shrink at once: a disabled user, a role taken away, need nobody's signature here.
CREATE FUNCTION check_user_rights() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  person users;
BEGIN
  IF is_table_owner(TG_RELID) THEN RETURN NULL; END IF;
  SELECT * INTO STRICT person FROM users WHERE id = coalesce(changed ->> 'user_id', changed ->> 'id')::bigint;
  IF is_set_up_by(person.command_id) THEN RETURN NULL; END IF;
  IF NOT EXISTS (
    SELECT 1 FROM approvals a
    WHERE a.command_id = person.command_id AND a.status = 'EXECUTED' AND a.act = 'USER_ROLES' AND a.object_type = 'user'
      AND a.object_no = person.login AND a.object_version + 1 = person.version
      AND (a.payload #> '{after,roles}') @> to_jsonb(ARRAY(SELECT role FROM user_roles WHERE user_id = person.id))
      AND (a.payload #> '{after,merchantNos}') = to_jsonb(ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = person.id
                                                               ORDER BY merchant_no COLLATE "C"))
  ) THEN
    RAISE EXCEPTION 'what % may do is changed as an approved request says, or not at all', person.login USING ERRCODE = 'CD034';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER granted AFTER INSERT OR UPDATE ON user_roles DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_user_rights();
-- A scope that is taken away may leave somebody who sees everything.
CREATE CONSTRAINT TRIGGER granted AFTER INSERT OR UPDATE OR DELETE ON user_scopes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_user_rights();
CREATE CONSTRAINT TRIGGER let_in AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.disabled_at IS NULL) EXECUTE FUNCTION check_user_rights();
CREATE CONSTRAINT TRIGGER let_in_again AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.disabled_at IS NOT NULL AND NEW.disabled_at IS NULL) EXECUTE FUNCTION check_user_rights();

-- A freshly granted role waits before it signs; otherwise as before (migration 1700).
CREATE OR REPLACE FUNCTION can_sign(p_user bigint, p_seat text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.users u JOIN public.user_roles r ON r.user_id = u.id
    WHERE u.id = p_user AND u.disabled_at IS NULL AND r.signs_from <= now() AND CASE p_seat
            WHEN 'FINANCE' THEN r.role IN ('FINANCE', 'FINANCE_LEAD')
            WHEN 'FINANCE_LEAD' THEN r.role = 'FINANCE_LEAD'
            WHEN 'ADMIN_OR_LEAD' THEN r.role IN ('ADMIN', 'FINANCE_LEAD') ELSE false END)
$$;

CREATE FUNCTION grant_app_role_administration(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT ON merchant_bank_accounts TO %I', p_role);
  EXECUTE format('GRANT UPDATE (closed_at, closed_approval_id, version, command_id) ON merchant_bank_accounts TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_administration, check_bank_account_change, check_administered, check_user_rights FROM PUBLIC;
