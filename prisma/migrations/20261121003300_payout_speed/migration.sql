-- Payouts in batches: what was posted, held and captured one by one is done for many in one call, by the same laws.

-- Every one of these commands is under way.
CREATE FUNCTION require_claims(p_commands uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE missing uuid;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN PERFORM refuse_past(); END IF;
  SELECT command INTO missing FROM unnest(p_commands) AS command
  WHERE NOT EXISTS (SELECT 1 FROM public.receipts WHERE command_id = command AND outcome IS NULL) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'command % is not under way: it has no open receipt', missing USING ERRCODE = 'CD013';
  END IF;
END $$;

-- Posts vouchers of many commands, each of which holds an open claim, and freezes with each what it names: the hold is of the
-- voucher's command and object. All or none. Nothing may stand already: whoever asks again asks alone, and is answered there.
CREATE FUNCTION ledger_post_held(
  p_commands uuid[], p_keys text[], p_events text[], p_versions integer[], p_days date[], p_times timestamptz[],
  p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[],
  p_hold_keys text[], p_hold_accounts bigint[], p_hold_amounts bigint[], p_hold_reasons text[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE posted posted_voucher[];
BEGIN
  PERFORM require_claims(p_commands);
  IF 'voucher.reversed' = ANY (p_events) THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  IF (cardinality(p_keys) = ALL (ARRAY[cardinality(p_commands), cardinality(p_hold_keys), cardinality(p_hold_accounts),
       cardinality(p_hold_amounts), cardinality(p_hold_reasons)])) IS NOT TRUE THEN
    RAISE EXCEPTION 'each voucher of the call has its command and its hold' USING ERRCODE = 'CD003';
  END IF;
  PERFORM refuse_key(key) FROM unnest(p_hold_keys) AS key WHERE starts_with(key, 'expire:');
  -- All at once and in the order of ids, as everywhere: a hold's account may come before those of the vouchers.
  PERFORM ledger_lock(p_entry_accounts || p_hold_accounts);
  posted := ARRAY(SELECT v FROM post_vouchers(p_commands, p_keys, p_events, p_versions, p_days, p_times, p_object_types,
    p_object_nos, p_memos, p_approvals, array_fill(NULL::bigint, ARRAY[cardinality(p_keys)]),
    p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) AS v);
  PERFORM refuse_key(p_keys[v.ord]) FROM unnest(posted) AS v WHERE v.existed;
  WITH wanted AS (
    SELECT h.*, nextval('holds_id_seq') AS id
    FROM unnest(p_commands, p_hold_keys, p_hold_accounts, p_hold_amounts, p_object_types, p_object_nos, p_hold_reasons)
      AS h (command, key, account, amount, object_type, object_no, reason)
  ), held AS (
    INSERT INTO holds (id, hold_no, account_id, amount_minor, idempotency_key, input_hash, object_type, object_no, reason, command_id)
    OVERRIDING SYSTEM VALUE
    SELECT id, 'H' || lpad(id::text, 10, '0'), account, amount, key,
           md5(ROW(account, amount, object_type, object_no, NULL::timestamptz)::text)::uuid, object_type, object_no, reason, command
    FROM wanted
  ), noted AS (
    INSERT INTO hold_moves (hold_id, kind, amount_minor, idempotency_key, command_id)
    SELECT id, 'FREEZE', amount, key, command FROM wanted
  )
  UPDATE account_balances AS balance SET frozen_minor = frozen_minor + sums.minor
  FROM (SELECT account, sum(amount)::bigint AS minor FROM wanted GROUP BY account) AS sums WHERE balance.account_id = sums.account;
  RETURN QUERY SELECT v.* FROM unnest(posted) AS v;
END $$;

-- Uses held money of many holds: to each belongs the voucher at its place, which takes out of the hold's account at least what is
-- captured. All or none, and once: what was captured before is a case for `ledger_capture`.
CREATE FUNCTION ledger_capture_each(
  p_command uuid, p_holds bigint[], p_captured bigint[],
  p_keys text[], p_events text[], p_versions integer[], p_days date[], p_times timestamptz[],
  p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  posted posted_voucher[];
  wrong bigint;
BEGIN
  PERFORM require_claim(p_command);
  IF 'voucher.reversed' = ANY (p_events) THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  IF (cardinality(p_keys) = ALL (ARRAY[cardinality(p_holds), cardinality(p_captured)])) IS NOT TRUE THEN
    RAISE EXCEPTION 'each voucher of the call has its hold' USING ERRCODE = 'CD003';
  END IF;
  PERFORM 1 FROM holds WHERE id = ANY (p_holds) ORDER BY id FOR UPDATE;
  PERFORM ledger_lock(p_entry_accounts);
  WITH taken AS (
    UPDATE holds SET
      captured_minor = captured_minor + c.minor,
      status = CASE WHEN captured_minor + released_minor + c.minor < amount_minor THEN 'ACTIVE' ELSE 'CAPTURED' END,
      closed_at = CASE WHEN captured_minor + released_minor + c.minor = amount_minor THEN now() END
    FROM unnest(p_holds, p_captured) AS c (hold, minor)
    WHERE id = c.hold AND status = 'ACTIVE' AND c.minor > 0 AND captured_minor + released_minor + c.minor <= amount_minor
    RETURNING id, account_id, c.minor
  ), freed AS (
    UPDATE account_balances AS balance SET frozen_minor = frozen_minor - sums.minor
    FROM (SELECT account_id, sum(minor)::bigint AS minor FROM taken GROUP BY account_id) AS sums
    WHERE balance.account_id = sums.account_id
  )
  -- A hold that is named twice is taken from once, and is missed here as one that holds too little.
  SELECT c.hold INTO wrong FROM unnest(p_holds) WITH ORDINALITY AS c (hold, i)
  LEFT JOIN (SELECT id, min(i) AS first FROM taken JOIN unnest(p_holds) WITH ORDINALITY AS n (hold, i) ON hold = id GROUP BY id) AS t
    ON t.id = c.hold AND t.first = c.i
  WHERE t.id IS NULL LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'hold % does not hold that', wrong USING ERRCODE = 'CD017';
  END IF;
  SELECT c.i INTO wrong
  FROM unnest(p_holds, p_captured) WITH ORDINALITY AS c (hold, minor, i) JOIN holds h ON h.id = c.hold
  JOIN account_balances b ON b.account_id = h.account_id
  LEFT JOIN unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) AS e (v, account, side, amount)
    ON e.v = c.i AND e.account = h.account_id
  GROUP BY c.i, c.minor
  HAVING c.minor > coalesce(sum(CASE WHEN e.side = b.normal_side THEN -e.amount ELSE e.amount END), 0) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'voucher "%" takes less out of its hold''s account than it captures', p_keys[wrong] USING ERRCODE = 'CD017';
  END IF;
  posted := ARRAY(SELECT v FROM post_vouchers(array_fill(p_command, ARRAY[cardinality(p_keys)]), p_keys, p_events, p_versions, p_days,
    p_times, p_object_types, p_object_nos, p_memos, p_approvals, array_fill(NULL::bigint, ARRAY[cardinality(p_keys)]),
    p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) AS v);
  PERFORM refuse_key(p_keys[v.ord]) FROM unnest(posted) AS v WHERE v.existed;
  INSERT INTO hold_moves (hold_id, kind, amount_minor, voucher_id, idempotency_key, command_id)
  SELECT p_holds[v.ord], 'CAPTURE', p_captured[v.ord], v.voucher_id, p_keys[v.ord] || ':' || p_holds[v.ord], p_command
  FROM unnest(posted) AS v;
  RETURN QUERY SELECT v.* FROM unnest(posted) AS v;
END $$;

-- Plans made while the book was nearly empty would read the whole of it (see `ledger_post`).
ALTER FUNCTION ledger_post_held SET enable_seqscan = off;
ALTER FUNCTION ledger_capture_each SET enable_seqscan = off;

CREATE FUNCTION grant_app_role_payout_speed(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_post_held, ledger_capture_each TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_payout_speed, require_claims, ledger_post_held, ledger_capture_each FROM PUBLIC;
