-- Posting: the one way into the book. One call posts one voucher or thousands; everything or nothing.

CREATE FUNCTION ensure_month(p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_day date := date_trunc('month', p_day)::date;
  parent text;
  child text;
BEGIN
  IF p_day NOT BETWEEN '2010-01-01' AND '2100-01-01' THEN
    RAISE EXCEPTION 'no books are kept for %', p_day USING ERRCODE = 'CD004';
  END IF;
  IF to_regclass('match_results_' || to_char(first_day, 'YYYYMM')) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_month'));
  FOREACH parent IN ARRAY ARRAY['entries', 'orders', 'order_legs', 'statement_lines', 'match_results'] LOOP
    child := parent || '_' || to_char(first_day, 'YYYYMM');
    CONTINUE WHEN to_regclass(child) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
      child, parent, first_day, first_day + interval '1 month');
  END LOOP;
END $$;

-- Posts vouchers whose lines come as four parallel arrays (`p_entry_vouchers` is the 1-based place of the line's
-- voucher). A voucher whose idempotency key exists with the same content is returned with existed = true; with other
-- content the whole call fails (CD001). Accounts are locked in id order; balances move in the same statement as the
-- entries; an account that may not be overdrawn fails its CHECK (no_overdraft).
CREATE FUNCTION ledger_post(
  p_command uuid,
  p_keys text[], p_events text[], p_days date[], p_times timestamptz[], p_object_types text[], p_object_nos text[],
  p_memos text[], p_approvals bigint[], p_reverses bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS TABLE (ord bigint, voucher_id bigint, voucher_no text, existed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  closed date := (SELECT closed_through FROM ledger_settings);
  hashes text[];
  new_keys text[];
  new_ids bigint[];
  reused text;
  month_day date;
BEGIN
  FOR month_day IN SELECT DISTINCT date_trunc('month', greatest(d, closed + 1))::date FROM unnest(p_days) d LOOP
    PERFORM ensure_month(month_day);
  END LOOP;

  -- Joined by place, never subscripted: an array of texts is read from its beginning for every subscript.
  SELECT array_agg(md5(concat_ws('|', v.event, v.object_type, v.object_no, v.approval, v.reverses, lines.text)) ORDER BY v.i)
  INTO hashes
  FROM unnest(p_events, p_object_types, p_object_nos, p_approvals, p_reverses)
    WITH ORDINALITY AS v (event, object_type, object_no, approval, reverses, i)
  LEFT JOIN (
    SELECT e.v, string_agg(concat_ws(':', e.account, e.side, e.amount), ',' ORDER BY e.n) AS text
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) WITH ORDINALITY AS e (v, account, side, amount, n)
    GROUP BY e.v
  ) AS lines ON lines.v = v.i;

  WITH posted AS (
    INSERT INTO vouchers (voucher_no, event, idempotency_key, input_hash, accounting_on, occurred_at, object_type,
                          object_no, reverses_voucher_id, approval_id, memo, command_id)
    SELECT 'V' || to_char(greatest(v.day, closed + 1), 'YYYYMMDD') || lpad(nextval('voucher_numbers')::text, 8, '0'),
           v.event, v.key, v.hash, greatest(v.day, closed + 1), v.at, v.object_type, v.object_no, v.reverses,
           v.approval, v.memo, p_command
    FROM unnest(p_keys, p_events, hashes, p_days, p_times, p_object_types, p_object_nos, p_memos, p_approvals, p_reverses)
      AS v (key, event, hash, day, at, object_type, object_no, memo, approval, reverses)
    ORDER BY v.key
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id, idempotency_key
  )
  SELECT coalesce(array_agg(idempotency_key), '{}'), coalesce(array_agg(id), '{}') INTO new_keys, new_ids FROM posted;

  SELECT v.key INTO reused
  FROM unnest(p_keys, hashes) AS v (key, hash) JOIN vouchers ON vouchers.idempotency_key = v.key
  WHERE vouchers.input_hash <> v.hash LIMIT 1;
  IF reused IS NOT NULL THEN
    RAISE EXCEPTION 'idempotency key "%" was used for another voucher', reused USING ERRCODE = 'CD001';
  END IF;

  PERFORM 1 FROM account_balances
  WHERE account_id IN (
    SELECT e.account FROM unnest(p_entry_vouchers, p_entry_accounts) AS e (v, account)
    JOIN unnest(p_keys) WITH ORDINALITY AS p (key, i) ON p.i = e.v
    JOIN unnest(new_keys) AS fresh (key) ON fresh.key = p.key)
  ORDER BY account_id FOR UPDATE;

  WITH fresh AS (
    SELECT k.key, k.id FROM unnest(new_keys, new_ids) AS k (key, id)
  ), given AS (
    SELECT p.i, fresh.id AS voucher_id FROM unnest(p_keys) WITH ORDINALITY AS p (key, i) JOIN fresh ON fresh.key = p.key
  ), lines AS (
    SELECT given.voucher_id, given.i, e.n, e.account, e.side, e.amount, accounts.asset,
           row_number() OVER (PARTITION BY e.v ORDER BY e.n) AS line_no,
           CASE WHEN e.side = accounts.normal_side THEN e.amount ELSE -e.amount END AS change
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) WITH ORDINALITY AS e (v, account, side, amount, n)
    JOIN given ON given.i = e.v
    JOIN accounts ON accounts.id = e.account
  ), running AS (
    SELECT lines.*, sum(change) OVER upto AS upto_change, row_number() OVER upto AS nth
    FROM lines WINDOW upto AS (PARTITION BY account ORDER BY i, n ROWS UNBOUNDED PRECEDING)
  ), written AS (
    INSERT INTO entries (accounting_on, voucher_id, line_no, account_id, account_seq, side, amount_minor, asset,
                         change_minor, balance_before_minor, balance_after_minor)
    SELECT vouchers.accounting_on, running.voucher_id, running.line_no, running.account, held.entry_seq + running.nth,
           running.side, running.amount, running.asset, running.change,
           held.posted_minor + running.upto_change - running.change, held.posted_minor + running.upto_change
    FROM running
    JOIN account_balances AS held ON held.account_id = running.account
    JOIN (SELECT p.i, greatest(p.day, closed + 1) AS accounting_on FROM unnest(p_days) WITH ORDINALITY AS p (day, i)) AS vouchers
      ON vouchers.i = running.i
    ORDER BY running.i, running.n
    RETURNING 1
  )
  UPDATE account_balances AS held
  SET posted_minor = held.posted_minor + moved.change, entry_seq = held.entry_seq + moved.lines
  FROM (SELECT account, sum(change)::bigint AS change, count(*) AS lines FROM running GROUP BY account) AS moved
  WHERE held.account_id = moved.account;

  RETURN QUERY
  SELECT p.i, vouchers.id, vouchers.voucher_no, fresh.id IS NULL
  FROM unnest(p_keys) WITH ORDINALITY AS p (key, i)
  JOIN vouchers ON vouchers.idempotency_key = p.key
  LEFT JOIN unnest(new_ids) AS fresh (id) ON fresh.id = vouchers.id
  ORDER BY p.i;
END $$;
CREATE SEQUENCE voucher_numbers;

-- Reverses vouchers (红冲): the same lines with their sides exchanged, dated `p_day`. Once only; see the guards.
CREATE FUNCTION ledger_reverse(p_command uuid, p_vouchers bigint[], p_day date, p_at timestamptz, p_memo text, p_approval bigint)
RETURNS TABLE (ord bigint, voucher_id bigint, voucher_no text, existed boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH target AS (
    SELECT v.*, t.i FROM unnest(p_vouchers) WITH ORDINALITY AS t (id, i) JOIN vouchers v ON v.id = t.id
  ), head AS (
    SELECT array_agg('reverse:' || voucher_no ORDER BY i) AS keys, array_agg('voucher.reversed'::text ORDER BY i) AS events,
           array_agg(p_day ORDER BY i) AS days, array_agg(p_at ORDER BY i) AS times,
           array_agg(object_type ORDER BY i) AS object_types, array_agg(object_no ORDER BY i) AS object_nos,
           array_agg(p_memo ORDER BY i) AS memos, array_agg(p_approval ORDER BY i) AS approvals,
           array_agg(id ORDER BY i) AS reverses
    FROM target
  ), body AS (
    SELECT array_agg(target.i::integer ORDER BY target.i, e.line_no) AS vouchers,
           array_agg(e.account_id ORDER BY target.i, e.line_no) AS accounts,
           array_agg(CASE e.side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END ORDER BY target.i, e.line_no) AS sides,
           array_agg(e.amount_minor ORDER BY target.i, e.line_no) AS amounts
    FROM target JOIN entries e ON e.voucher_id = target.id AND e.accounting_on = target.accounting_on
  )
  SELECT posted.* FROM head, body, ledger_post(p_command, keys, events, days, times, object_types, object_nos, memos,
    approvals, reverses, vouchers, accounts, sides, amounts) AS posted
  WHERE cardinality(p_vouchers) > 0;
$$;

-- Commands that decide on balances lock them first, in the order in which posting does. Locking a row needs the right to
-- change it, which the app role does not have; so the lock, too, goes through a function.
CREATE FUNCTION ledger_lock(p_accounts bigint[]) RETURNS TABLE (account_id bigint, available_minor bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT held.account_id, held.posted_minor - held.frozen_minor
  FROM account_balances AS held WHERE held.account_id = ANY (p_accounts)
  ORDER BY held.account_id FOR UPDATE
$$;
