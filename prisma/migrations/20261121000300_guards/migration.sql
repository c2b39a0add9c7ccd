-- The last witness: what the application promises, the database refuses to break.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'CD002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON vouchers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE ON receipts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON entry_positions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON entry_positions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON hold_moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON hold_moves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON day_closings FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON day_closings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON vouchers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A claim never outlives its transaction: at commit the command has its outcome, which is written once. A claim that
-- escaped a rolled-back transaction can then not commit, and nothing can be written for a command that has ended.
CREATE FUNCTION check_receipt_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
     OR (NEW.command_id, NEW.name, NEW.actor_id, NEW.input_hash, NEW.created_at)
        IS DISTINCT FROM (OLD.command_id, OLD.name, OLD.actor_id, OLD.input_hash, OLD.created_at) THEN
    RAISE EXCEPTION 'receipts is append-only: UPDATE refused' USING ERRCODE = 'CD002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER once BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION check_receipt_change();
-- Whatever runs at commit, or in the session's own statement, runs on the session's search path, where tables of its own
-- (pg_temp) come first: a guard names its schema, or brings its own path.
CREATE FUNCTION check_claim_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT outcome FROM public.receipts WHERE command_id = NEW.command_id) IS NULL THEN
    RAISE EXCEPTION 'command % was claimed and not ended', NEW.command_id USING ERRCODE = 'CD013';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ended AFTER INSERT ON receipts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.outcome IS NULL) EXECUTE FUNCTION check_claim_ended();

-- Debits = credits, per voucher and asset, whatever wrote the lines, in the statement that writes them; amounts in their
-- range; balances that go on from before to after. One query for all lines of a statement: CHECK constraints on entries
-- would be parsed again for every posting.
CREATE FUNCTION check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  difference numeric;
  is_lawful boolean;
  first_voucher bigint;
  last_voucher bigint;
  first_asset text;
  last_asset text;
BEGIN
  SELECT sum(CASE side WHEN 'DEBIT' THEN amount_minor WHEN 'CREDIT' THEN -amount_minor END),
         -- A side that is none would stand on neither side of the sum, and still move its account.
         bool_and(amount_minor BETWEEN 1 AND 1000000000000000 AND abs(change_minor) = amount_minor AND side IN ('DEBIT', 'CREDIT')
                  AND balance_after_minor IS NOT DISTINCT FROM balance_before_minor + change_minor),
         min(voucher_id), max(voucher_id), min(asset), max(asset)
  INTO difference, is_lawful, first_voucher, last_voucher, first_asset, last_asset FROM written;
  IF NOT is_lawful THEN
    RAISE EXCEPTION 'an entry of voucher % has an amount that is not between 1 and 10^15, no side, or balances that do not follow it',
      first_voucher USING ERRCODE = '23514';
  END IF;
  -- One voucher in one asset, as nearly all are, needs no groups.
  IF difference = 0 AND first_voucher = last_voucher AND first_asset = last_asset THEN RETURN NULL; END IF;
  SELECT min(voucher_id) INTO first_voucher FROM (
    SELECT voucher_id FROM written GROUP BY voucher_id, asset
    HAVING sum(CASE side WHEN 'DEBIT' THEN amount_minor WHEN 'CREDIT' THEN -amount_minor END) IS DISTINCT FROM 0) AS unbalanced;
  IF first_voucher IS NOT NULL THEN
    RAISE EXCEPTION 'entries of voucher % are not balanced', first_voucher USING ERRCODE = 'CD003';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lawful AFTER INSERT ON entries REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION check_entries();

CREATE FUNCTION check_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT reverses_voucher_id FROM public.vouchers WHERE id = NEW.reverses_voucher_id) IS NOT NULL THEN
    RAISE EXCEPTION 'a reversal cannot be reversed' USING ERRCODE = 'CD005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON vouchers FOR EACH ROW WHEN (NEW.reverses_voucher_id IS NOT NULL)
  EXECUTE FUNCTION check_reversal();

-- A balance is never frozen below nothing; the trigger runs only where holds are moved.
CREATE FUNCTION check_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'account % cannot hold less than nothing', NEW.account_id USING ERRCODE = 'CD017';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OF frozen_minor ON account_balances FOR EACH ROW WHEN (NEW.frozen_minor < 0)
  EXECUTE FUNCTION check_frozen();

-- An account takes its nature from its subject, and its balance row is born with it.
CREATE FUNCTION fill_account() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  SELECT normal_side, fund_owner INTO STRICT NEW.normal_side, NEW.fund_owner FROM gl_subjects WHERE code = NEW.gl_code;
  RETURN NEW;
END $$;
CREATE TRIGGER nature BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION fill_account();
CREATE FUNCTION open_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO account_balances (account_id, allow_negative, normal_side, fund_owner, asset)
  SELECT NEW.id, allow_negative, NEW.normal_side, NEW.fund_owner, NEW.asset FROM gl_subjects WHERE code = NEW.gl_code;
  RETURN NULL;
END $$;
CREATE TRIGGER balance AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION open_balance();

-- Maker-checker -----------------------------------------------------------------------------------------------------------
CREATE FUNCTION check_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE request approvals;
BEGIN
  SELECT * INTO STRICT request FROM approvals WHERE id = NEW.approval_id FOR UPDATE;
  IF request.status <> 'PENDING' OR request.expires_at <= now() THEN
    RAISE EXCEPTION 'approval % is not open for decisions', request.approval_no USING ERRCODE = 'CD007';
  END IF;
  IF NEW.maker_id <> request.maker_id OR NEW.checker_id = request.maker_id THEN
    RAISE EXCEPTION 'the maker of % cannot check it', request.approval_no USING ERRCODE = 'CD008';
  END IF;
  IF NEW.as_role <> ALL (request.required_roles) OR NOT EXISTS (
    SELECT 1 FROM users JOIN user_roles ON user_roles.user_id = users.id
    WHERE users.id = NEW.checker_id AND users.disabled_at IS NULL
      AND (user_roles.role = NEW.as_role OR (NEW.as_role = 'FINANCE' AND user_roles.role = 'FINANCE_LEAD'))
  ) THEN
    RAISE EXCEPTION 'user % may not decide % as %', NEW.checker_id, request.approval_no, NEW.as_role USING ERRCODE = 'CD009';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE INSERT ON approval_decisions FOR EACH ROW EXECUTE FUNCTION check_decision();

CREATE FUNCTION check_approval_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER lawful BEFORE UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION check_approval_change();
CREATE FUNCTION check_approval_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'PENDING' THEN
    RAISE EXCEPTION 'an approval begins as PENDING' USING ERRCODE = 'CD007';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER birth BEFORE INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION check_approval_birth();

-- What was approved is what is posted: once, in the command that executed the approval, with the very lines that the
-- checkers saw.
CREATE FUNCTION check_voucher_approval() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE CONSTRAINT TRIGGER approved AFTER INSERT ON vouchers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.approval_id IS NOT NULL) EXECUTE FUNCTION check_voucher_approval();

-- One approval, one voucher; an offset is two reversals, each once by itself.
CREATE UNIQUE INDEX vouchers_one_per_approval ON vouchers (approval_id)
  WHERE approval_id IS NOT NULL AND reverses_voucher_id IS NULL;

-- And no approval without its voucher: a resolution is executed by being posted.
CREATE FUNCTION check_approval_executed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM vouchers WHERE approval_id = NEW.id AND command_id = NEW.command_id) THEN
    RAISE EXCEPTION 'approval % is executed by a voucher of the same command', NEW.approval_no USING ERRCODE = 'CD011';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER executed AFTER UPDATE ON approvals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'EXECUTED' AND NEW.act = 'SUSPENSE_RESOLUTION')
  EXECUTE FUNCTION check_approval_executed();

-- Suspense items move along their transition table, and what closes one is a voucher of its own.
CREATE FUNCTION check_suspense_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.signature, NEW.kind, NEW.direction, NEW.amount_minor, NEW.asset, NEW.channel_id, NEW.opened_voucher_id) IS DISTINCT FROM
     (OLD.signature, OLD.kind, OLD.direction, OLD.amount_minor, OLD.asset, OLD.channel_id, OLD.opened_voucher_id) THEN
    RAISE EXCEPTION 'what suspense item % stands for does not change', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) <> ALL (ARRAY[
       'OPEN>ASSIGNED', 'OPEN>INVESTIGATING', 'OPEN>PROPOSED', 'ASSIGNED>OPEN', 'ASSIGNED>INVESTIGATING', 'ASSIGNED>PROPOSED',
       'INVESTIGATING>OPEN', 'INVESTIGATING>ASSIGNED', 'INVESTIGATING>PROPOSED', 'PROPOSED>INVESTIGATING', 'PROPOSED>RESOLVED',
       'OPEN>AUTO_RESOLVED', 'ASSIGNED>AUTO_RESOLVED', 'INVESTIGATING>AUTO_RESOLVED', 'PROPOSED>AUTO_RESOLVED']) THEN
    RAISE EXCEPTION 'suspense item % cannot go from % to %', OLD.item_no, OLD.status, NEW.status USING ERRCODE = 'CD012';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'suspense item % changes one version at a time', OLD.item_no USING ERRCODE = 'CD012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful BEFORE UPDATE ON suspense_items FOR EACH ROW EXECUTE FUNCTION check_suspense_change();
CREATE FUNCTION check_suspense_resolved() RETURNS trigger
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
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approved AFTER INSERT OR UPDATE ON suspense_items DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_suspense_resolved();

-- Audit: each stream is a chain; a row's hash covers the row and the hash before it.
CREATE FUNCTION audit_row_hash(r audit_events) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws('|', r.prev_hash, r.stream, r.seq, extract(epoch FROM r.at)::numeric(20, 6),
    r.actor_id, r.actor_login, r.action, r.outcome, r.object_type, r.object_no, r.detail::text, r.command_id), 'UTF8')), 'hex')
$$;
CREATE FUNCTION chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit'), hashtext(NEW.stream));
  SELECT seq, hash INTO head FROM audit_events WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(head.seq, 0) + 1;
  NEW.prev_hash := coalesce(head.hash, '');
  NEW.at := clock_timestamp();
  NEW.hash := audit_row_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION chain_audit();

-- What the application's role may do: read everything, write what commands write, and never touch the book but through
-- ledger_post and ledger_reverse. `desk setup` calls this for the role in DATABASE_URL.
CREATE FUNCTION grant_app_role(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', p_role);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA public TO %I', p_role);
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO %I', p_role);
  EXECUTE format('GRANT USAGE ON SEQUENCE match_result_ids, document_numbers, statements_id_seq TO %I', p_role);
  EXECUTE format('GRANT INSERT ON receipts, audit_events, approval_decisions, suspense_comments, user_roles, user_scopes,
    parties, accounts, order_numbers, statements, statement_lines, match_results, proofs TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE ON users, sessions, channels, merchants, orders, order_legs, refunds, batches,
    suspense_items, approvals, outbox, jobs TO %I', p_role);
  EXECUTE format('GRANT UPDATE (outcome) ON receipts TO %I', p_role);
  EXECUTE format('GRANT UPDATE (superseded_by) ON statements, match_results TO %I', p_role);
  EXECUTE format('GRANT DELETE ON user_roles, user_scopes TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_post, ledger_post_command, ledger_post_commands, ledger_reverse, ledger_lock,
    ledger_fold, ledger_set_buffered, ledger_hold, ledger_release, ledger_capture, ledger_expire_holds, ledger_close,
    ledger_reopen, ensure_month TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role FROM PUBLIC;
-- The parts of posting run with the rights of whoever calls them: called directly, they may do nothing.
REVOKE ALL ON FUNCTION ledger_post, ledger_post_command, ledger_post_commands, ledger_reverse, ledger_lock, ledger_fold,
  ledger_set_buffered, ledger_hold, ledger_release, ledger_capture, ledger_expire_holds, ledger_close, ledger_reopen,
  ensure_month, post_voucher, post_vouchers, fold_account, take_from_hold, move_closed_through FROM PUBLIC;
CREATE SEQUENCE document_numbers;
