-- Commands that decide on balances lock them first, in the order in which posting does. Locking a row needs the right to
-- change it, which the app role does not have; so the lock, too, goes through a function.
CREATE FUNCTION ledger_lock(p_accounts bigint[]) RETURNS TABLE (account_id bigint, available_minor bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT held.account_id, held.posted_minor - held.frozen_minor
  FROM account_balances AS held WHERE held.account_id = ANY (p_accounts)
  ORDER BY held.account_id FOR UPDATE
$$;
REVOKE ALL ON FUNCTION ledger_lock FROM PUBLIC;

CREATE OR REPLACE FUNCTION grant_app_role(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', p_role);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA public TO %I', p_role);
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO %I', p_role);
  EXECUTE format('GRANT USAGE ON SEQUENCE match_result_ids, document_numbers, statements_id_seq TO %I', p_role);
  EXECUTE format('GRANT INSERT ON receipts, audit_events, approval_decisions, suspense_comments, user_roles, user_scopes,
    parties, accounts, order_numbers, statements, statement_lines, match_results, proofs TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE ON users, sessions, channels, merchants, orders, order_legs, refunds, batches,
    suspense_items, approvals, outbox, jobs TO %I', p_role);
  EXECUTE format('GRANT UPDATE (superseded_by) ON statements, match_results TO %I', p_role);
  EXECUTE format('GRANT DELETE ON user_roles, user_scopes TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_post, ledger_reverse, ledger_lock, ensure_month TO %I', p_role);
END $$;
