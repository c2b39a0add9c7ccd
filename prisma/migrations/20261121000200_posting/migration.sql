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
    -- Triggers of statements stay with the table that a statement names, and a partition may be named by itself.
    IF parent = 'entries' THEN
      EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', child);
      EXECUTE format('CREATE TRIGGER lawful AFTER INSERT ON %I REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION check_entries()', child);
    END IF;
  END LOOP;
END $$;

-- What posting answers, a row a voucher: `ord` is its place in the call.
CREATE TYPE posted_voucher AS (ord bigint, voucher_id bigint, voucher_no text, existed boolean);

-- Every posting holds the day's lock in shared mode until its transaction ends, and closing a day takes it alone: no
-- voucher is dated into a day that closes meanwhile. Answers the last closed day.
CREATE FUNCTION hold_open_day() RETURNS date LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7233, 1);
  RETURN (SELECT closed_through FROM public.ledger_settings);
END $$;

-- A transaction that looks at a snapshot of the past would not see a day that was closed meanwhile.
CREATE FUNCTION refuse_past() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the book is written under READ COMMITTED' USING ERRCODE = 'CD019';
END $$;

-- The command has claimed its id in this very transaction and not ended yet.
CREATE FUNCTION require_claim(p_command uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN PERFORM refuse_past(); END IF;
  IF NOT EXISTS (SELECT 1 FROM public.receipts WHERE command_id = p_command AND outcome IS NULL) THEN
    RAISE EXCEPTION 'command % is not under way: it has no open receipt', p_command USING ERRCODE = 'CD013';
  END IF;
END $$;

CREATE FUNCTION refuse_overdraft(p_account bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'account % lacks the money', (SELECT account_no FROM public.accounts WHERE id = p_account)
    USING ERRCODE = '23514', CONSTRAINT = 'no_overdraft', TABLE = 'account_balances';
END $$;

-- Gives the waiting entries of a buffered account their places and moves its balance. The row is locked first, so what
-- waits is counted once, by one of those who want to fold it.
CREATE FUNCTION fold_account(p_account bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE folded bigint;
BEGIN
  PERFORM 1 FROM public.account_balances WHERE account_id = p_account FOR UPDATE;
  WITH taken AS (
    DELETE FROM public.buffered_entries WHERE account_id = p_account RETURNING *
  ), placed AS (
    SELECT taken.*, row_number() OVER upto AS nth, sum(change_minor) OVER upto AS upto_change
    FROM taken WINDOW upto AS (ORDER BY id ROWS UNBOUNDED PRECEDING)
  ), written AS (
    INSERT INTO public.entry_positions (account_id, account_seq, voucher_id, line_no, accounting_on,
                                        balance_before_minor, balance_after_minor)
    SELECT placed.account_id, held.entry_seq + nth, voucher_id, line_no, accounting_on,
           held.posted_minor + upto_change - change_minor, held.posted_minor + upto_change
    FROM placed JOIN public.account_balances held ON held.account_id = placed.account_id
  ), moved AS (
    UPDATE public.account_balances held
    SET posted_minor = held.posted_minor + sums.change, entry_seq = held.entry_seq + sums.entries
    FROM (SELECT sum(change_minor)::bigint AS change, count(*) AS entries FROM taken) AS sums
    WHERE held.account_id = p_account AND sums.entries > 0
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;

-- One voucher, its lines as parallel arrays, statement by statement: the fast way for a single one. Balances are locked in
-- the order of account ids. The caller has checked the claim.
CREATE FUNCTION post_voucher(
  p_command uuid, p_key text, p_event text, p_version integer, p_day date, p_at timestamptz, p_object_type text,
  p_object_no text, p_memo text, p_approval bigint, p_reverses bigint, p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql AS $$
DECLARE
  lines constant integer := cardinality(p_accounts);
  hash constant uuid := md5(ROW(p_event, p_object_type, p_object_no, p_approval, p_reverses, p_accounts, p_sides,
                                p_amounts)::text)::uuid;
  day date;
  stamp text;
  closed date;
  needs_approval boolean;
  crosses_funds boolean;
  new_id bigint;
  new_no text;
  after bigint;
  seq bigint;
  normal text;
  owner text;
  asset text;
  first_owner text;
  nothing text;
  places integer[] := ARRAY[1];
  place integer;
  seqs bigint[] := p_accounts;
  changes bigint[] := p_accounts;
  afters bigint[] := p_accounts;
  assets text[] := p_sides;
  waiting integer[] := '{}';
  known record;
BEGIN
  IF lines IS NULL OR lines < 2 THEN
    RAISE EXCEPTION 'voucher "%" has no entries', p_key USING ERRCODE = 'CD003';
  END IF;
  -- Assigned, not performed: a simple expression costs a tenth of a query.
  nothing := pg_advisory_xact_lock_shared(7233, 1);
  SELECT s.closed_through, e.needs_approval, e.crosses_funds INTO closed, needs_approval, crosses_funds
  FROM public.ledger_settings s, public.voucher_events e WHERE e.event = p_event;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no event "%" in the catalogue', p_event USING ERRCODE = 'CD014';
  END IF;
  IF needs_approval AND p_approval IS NULL THEN
    RAISE EXCEPTION 'a voucher of event % needs an approval', p_event USING ERRCODE = 'CD011';
  END IF;
  day := greatest(p_day, closed + 1);
  stamp := to_char(day, 'YYYYMMDD');
  IF to_regclass('public.entries_' || left(stamp, 6)) IS NULL THEN
    PERFORM ensure_month(day);
  END IF;
  new_id := nextval('public.vouchers_id_seq');
  -- Eight digits, and as many more as it takes: lpad cuts what is longer.
  new_no := 'V' || stamp || lpad(new_id::text, greatest(8, length(new_id::text)), '0');
  INSERT INTO public.vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, input_hash,
    reverses_voucher_id, approval_id, voucher_no, event, idempotency_key, object_type, object_no, memo)
  OVERRIDING SYSTEM VALUE
  VALUES (new_id, day, p_version, p_at, p_command, hash, p_reverses, p_approval, new_no, p_event, p_key, p_object_type,
          p_object_no, p_memo)
  ON CONFLICT (idempotency_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT id, voucher_no, input_hash INTO STRICT known FROM public.vouchers WHERE idempotency_key = p_key;
    IF known.input_hash <> hash THEN
      RAISE EXCEPTION 'idempotency key "%" was used for another voucher', p_key USING ERRCODE = 'CD001';
    END IF;
    RETURN (1::bigint, known.id, known.voucher_no, true);
  END IF;

  -- Places of the lines in the order of their accounts, by insertion, since vouchers are short. Where a voucher both puts
  -- into an account and takes out of it, what it puts in comes first: only the outcome has to be covered.
  FOR line IN 2..lines LOOP
    place := line;
    places := places || line;
    WHILE place > 1 AND p_accounts[places[place - 1]] >= p_accounts[line] LOOP
      IF p_accounts[places[place - 1]] = p_accounts[line] THEN
        EXIT WHEN p_sides[places[place - 1]] = p_sides[line] OR NOT EXISTS (
          SELECT 1 FROM public.account_balances WHERE account_id = p_accounts[line] AND normal_side = p_sides[line]);
      END IF;
      places[place] := places[place - 1];
      places[place - 1] := line;
      place := place - 1;
    END LOOP;
  END LOOP;
  FOREACH place IN ARRAY places LOOP
    UPDATE public.account_balances
    SET posted_minor = posted_minor + CASE WHEN normal_side = p_sides[place] THEN p_amounts[place] ELSE -p_amounts[place] END,
        entry_seq = entry_seq + 1
    WHERE account_id = p_accounts[place]
      AND (NOT is_buffered OR (normal_side <> p_sides[place] AND posted_minor - frozen_minor >= p_amounts[place]))
    RETURNING posted_minor, entry_seq, normal_side, fund_owner, account_balances.asset INTO after, seq, normal, owner, asset;
    IF NOT FOUND THEN
      SELECT normal_side, fund_owner, b.asset INTO normal, owner, asset
      FROM public.account_balances b WHERE account_id = p_accounts[place];
      IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no account %', p_accounts[place] USING ERRCODE = 'CD015';
      END IF;
      -- With anything of the same voucher going out, what comes in is posted at once, as in a batch.
      IF normal = p_sides[place] AND (cardinality(array_positions(p_accounts, p_accounts[place])) = 1 OR NOT EXISTS (
          SELECT 1 FROM unnest(p_accounts, p_sides) AS l (account, side) WHERE l.account = p_accounts[place] AND l.side <> normal)) THEN
        waiting := waiting || place;
        after := NULL;
        seq := NULL;
      ELSE
        PERFORM fold_account(p_accounts[place]);
        UPDATE public.account_balances
        SET posted_minor = posted_minor + CASE WHEN normal = p_sides[place] THEN p_amounts[place] ELSE -p_amounts[place] END,
            entry_seq = entry_seq + 1
        WHERE account_id = p_accounts[place] RETURNING posted_minor, entry_seq INTO after, seq;
      END IF;
    END IF;
    seqs[place] := seq;
    afters[place] := after;
    assets[place] := asset;
    changes[place] := CASE WHEN normal = p_sides[place] THEN p_amounts[place] ELSE -p_amounts[place] END;
    first_owner := coalesce(first_owner, owner);
    IF first_owner <> owner AND NOT crosses_funds THEN
      RAISE EXCEPTION 'event % may not move money between customers'' and own funds', p_event USING ERRCODE = 'CD016';
    END IF;
  END LOOP;
  INSERT INTO public.entries (accounting_on, line_no, voucher_id, account_id, account_seq, amount_minor, change_minor,
                              balance_before_minor, balance_after_minor, side, asset)
  SELECT day, l.n, new_id, l.account, l.seq, l.amount, l.change, l.after - l.change, l.after, l.side, l.asset
  FROM unnest(p_accounts, seqs, p_amounts, changes, afters, p_sides, assets)
    WITH ORDINALITY AS l (account, seq, amount, change, after, side, asset, n);
  IF cardinality(waiting) > 0 THEN
    INSERT INTO public.buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
    SELECT p_accounts[w], new_id, w, day, changes[w] FROM unnest(waiting) AS w;
  END IF;
  RETURN (1::bigint, new_id, new_no, false);
END $$;

-- Many vouchers, set by set: `p_entry_vouchers` is the 1-based place of a line's voucher, lines stand in the order of their
-- vouchers. The same laws as one by one, voucher after voucher: none may
-- take what only a later one brings. The caller has checked the claims.
CREATE FUNCTION post_vouchers(
  p_commands uuid[], p_keys text[], p_events text[], p_versions integer[], p_days date[], p_times timestamptz[],
  p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[], p_reverses bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql
-- The planner takes an array to be short and would loop over two of them where it should hash.
SET enable_nestloop = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  closed constant date := hold_open_day();
  days constant date[] := (SELECT array_agg(greatest(d, closed + 1) ORDER BY i) FROM unnest(p_days) WITH ORDINALITY AS t (d, i));
  ids bigint[];
  nos text[];
  hashes uuid[];
  fresh bigint[];
  line_ids bigint[];
  line_days date[];
  touched bigint[];
  direct bigint[];
  known_accounts bigint;
  any_buffered boolean;
  any_crossing boolean;
  wrong text;
  dipping bigint;
BEGIN
  PERFORM ensure_month(d) FROM (SELECT DISTINCT date_trunc('month', day)::date AS d FROM unnest(days) AS day) AS months;
  SELECT v.event INTO wrong FROM (SELECT DISTINCT event FROM unnest(p_events) AS event) AS v
  WHERE NOT EXISTS (SELECT 1 FROM public.voucher_events e WHERE e.event = v.event);
  IF FOUND THEN
    RAISE EXCEPTION 'there is no event "%" in the catalogue', wrong USING ERRCODE = 'CD014';
  END IF;
  SELECT v.event INTO wrong FROM (SELECT DISTINCT event FROM unnest(p_events, p_approvals) AS t (event, approval) WHERE approval IS NULL) AS v
  JOIN public.voucher_events e ON e.event = v.event AND e.needs_approval;
  IF FOUND THEN
    RAISE EXCEPTION 'a voucher of event % needs an approval', wrong USING ERRCODE = 'CD011';
  END IF;
  -- A line that names no voucher would be left out, and what is left might still balance.
  IF EXISTS (SELECT 1 FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) AS e (v, account, side, amount)
             WHERE (e.v BETWEEN 1 AND cardinality(p_keys)) IS NOT TRUE) THEN
    RAISE EXCEPTION 'a line belongs to no voucher of the call' USING ERRCODE = 'CD003';
  END IF;

  -- Joined by place, never subscripted: an array of texts is read from its beginning for every subscript.
  SELECT array_agg(v.id ORDER BY v.i),
         array_agg('V' || to_char(v.day, 'YYYYMMDD') || lpad(v.id::text, greatest(8, length(v.id::text)), '0') ORDER BY v.i),
         array_agg(md5(ROW(v.event, v.object_type, v.object_no, v.approval, v.reverses, lines.accounts, lines.sides,
                           lines.amounts)::text)::uuid ORDER BY v.i)
  INTO ids, nos, hashes
  FROM (
    SELECT nextval('public.vouchers_id_seq') AS id, t.*
    FROM unnest(days, p_events, p_object_types, p_object_nos, p_approvals, p_reverses)
      WITH ORDINALITY AS t (day, event, object_type, object_no, approval, reverses, i)
  ) AS v
  LEFT JOIN (
    SELECT e.v, array_agg(e.account ORDER BY e.n) AS accounts, array_agg(e.side ORDER BY e.n) AS sides,
           array_agg(e.amount ORDER BY e.n) AS amounts
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) WITH ORDINALITY AS e (v, account, side, amount, n)
    GROUP BY e.v
  ) AS lines ON lines.v = v.i;

  WITH posted AS (
    INSERT INTO public.vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, input_hash,
      reverses_voucher_id, approval_id, voucher_no, event, idempotency_key, object_type, object_no, memo)
    OVERRIDING SYSTEM VALUE
    SELECT v.id, v.day, v.version, v.at, v.command, v.hash, v.reverses, v.approval, v.no, v.event, v.key, v.object_type,
           v.object_no, v.memo
    FROM unnest(ids, nos, p_commands, p_keys, p_events, p_versions, hashes, days, p_times, p_object_types, p_object_nos, p_memos,
                p_approvals, p_reverses)
      AS v (id, no, command, key, event, version, hash, day, at, object_type, object_no, memo, approval, reverses)
    ORDER BY v.key, v.id
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO fresh FROM posted;
  IF cardinality(fresh) < cardinality(p_keys) THEN
    SELECT v.key INTO wrong
    FROM unnest(p_keys, hashes) AS v (key, hash) JOIN public.vouchers ON vouchers.idempotency_key = v.key
    WHERE vouchers.input_hash <> v.hash;
    IF FOUND THEN
      RAISE EXCEPTION 'idempotency key "%" was used for another voucher', wrong USING ERRCODE = 'CD001';
    END IF;
  END IF;

  -- Beside every line the voucher that it makes, null where that one existed: from here on lines are read without a join.
  SELECT array_agg(f.id ORDER BY e.n), array_agg(v.day ORDER BY e.n), array_agg(DISTINCT e.account) FILTER (WHERE f.id IS NOT NULL)
  INTO line_ids, line_days, touched
  FROM unnest(p_entry_vouchers, p_entry_accounts) WITH ORDINALITY AS e (v, account, n)
  JOIN unnest(ids, days) WITH ORDINALITY AS v (id, day, i) ON v.i = e.v
  LEFT JOIN unnest(fresh) AS f (id) ON f.id = v.id;
  IF cardinality(fresh) > (SELECT count(*) FROM (SELECT 1 FROM unnest(line_ids) AS id WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) AS whole) THEN
    RAISE EXCEPTION 'a voucher of the call has no entries' USING ERRCODE = 'CD003';
  END IF;
  SELECT count(*), bool_or(is_buffered), min(fund_owner) <> max(fund_owner) INTO known_accounts, any_buffered, any_crossing
  FROM public.account_balances WHERE account_id = ANY (touched);
  IF known_accounts < cardinality(touched) THEN
    RAISE EXCEPTION 'there is no account %', (
      SELECT min(t) FROM unnest(touched) AS t WHERE NOT EXISTS (SELECT 1 FROM public.account_balances WHERE account_id = t)
    ) USING ERRCODE = 'CD015';
  END IF;
  IF any_crossing THEN
    SELECT v.event INTO wrong
    FROM unnest(line_ids, p_entry_accounts) AS e (id, account)
    JOIN unnest(ids, p_events) AS v (id, event) ON v.id = e.id
    JOIN public.voucher_events rule ON rule.event = v.event AND NOT rule.crosses_funds
    JOIN public.account_balances held ON held.account_id = e.account AND held.account_id = ANY (touched)
    GROUP BY v.id, v.event HAVING min(held.fund_owner) <> max(held.fund_owner);
    IF FOUND THEN
      RAISE EXCEPTION 'event % may not move money between customers'' and own funds', wrong USING ERRCODE = 'CD016';
    END IF;
  END IF;

  -- A buffered account that only takes in is not locked; with anything going out, all its lines are posted at once. What is
  -- not locked waits, whatever becomes of the account until then: its balance is read here without a lock.
  direct := touched;
  IF any_buffered THEN
    SELECT array_agg(account) FILTER (WHERE NOT (is_buffered AND takes_in)) INTO direct
    FROM (
      SELECT e.account, held.is_buffered, bool_and(e.side = held.normal_side) AS takes_in
      FROM unnest(line_ids, p_entry_accounts, p_entry_sides) AS e (id, account, side)
      JOIN public.account_balances held ON held.account_id = e.account AND held.account_id = ANY (touched)
      WHERE e.id IS NOT NULL GROUP BY e.account, held.is_buffered
    ) AS used;
    direct := coalesce(direct, '{}');
  END IF;
  PERFORM 1 FROM public.account_balances WHERE account_id = ANY (direct) ORDER BY account_id FOR UPDATE;
  IF any_buffered THEN
    PERFORM fold_account(account_id) FROM (
      SELECT account_id FROM public.account_balances WHERE account_id = ANY (direct) AND is_buffered ORDER BY account_id) AS hot;
  END IF;

  WITH lines AS (
    SELECT e.id AS voucher_id, e.day, e.n, e.account, e.side, e.amount, held.asset, held.posted_minor, held.frozen_minor,
           held.entry_seq, held.allow_negative, any_buffered AND e.account <> ALL (direct) AS waits,
           row_number() OVER (PARTITION BY e.id ORDER BY e.n) AS line_no,
           CASE WHEN e.side = held.normal_side THEN e.amount ELSE -e.amount END AS change
    FROM unnest(line_ids, line_days, p_entry_accounts, p_entry_sides, p_entry_amounts)
      WITH ORDINALITY AS e (id, day, account, side, amount, n)
    JOIN public.account_balances held ON held.account_id = e.account AND held.account_id = ANY (touched)
    WHERE e.id IS NOT NULL
  ), running AS MATERIALIZED (
    SELECT lines.*, posted_minor + sum(change) OVER upto AS after, entry_seq + row_number() OVER upto AS seq
    FROM lines WINDOW upto AS (PARTITION BY account ORDER BY voucher_id, change < 0, n ROWS UNBOUNDED PRECEDING)
  ), written AS (
    INSERT INTO public.entries (accounting_on, line_no, voucher_id, account_id, account_seq, amount_minor, change_minor,
                                balance_before_minor, balance_after_minor, side, asset)
    SELECT day, line_no, voucher_id, account, CASE WHEN NOT waits THEN seq END, amount, change,
           CASE WHEN NOT waits THEN after - change END, CASE WHEN NOT waits THEN after END, side, asset
    FROM running ORDER BY n
  ), buffered AS (
    INSERT INTO public.buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
    SELECT account, voucher_id, line_no, day, change FROM running WHERE waits ORDER BY n
  ), moved AS (
    UPDATE public.account_balances AS held
    SET posted_minor = held.posted_minor + sums.change, entry_seq = held.entry_seq + sums.entries
    FROM (SELECT account, sum(change)::bigint AS change, count(*) AS entries FROM running WHERE NOT waits GROUP BY account) AS sums
    WHERE held.account_id = sums.account AND held.account_id = ANY (direct)
  )
  SELECT min(account) INTO dipping FROM running WHERE NOT waits AND NOT allow_negative AND change < 0 AND after < frozen_minor;
  IF dipping IS NOT NULL THEN
    PERFORM refuse_overdraft(dipping);
  END IF;

  RETURN QUERY
  SELECT v.i, v.id, v.no, false FROM unnest(ids, nos) WITH ORDINALITY AS v (id, no, i)
  WHERE cardinality(fresh) = cardinality(p_keys);
  IF FOUND THEN RETURN; END IF;
  RETURN QUERY
  SELECT v.i, known.id, known.voucher_no, known.id <> v.id
  FROM unnest(ids, p_keys) WITH ORDINALITY AS v (id, key, i)
  JOIN public.vouchers known ON known.idempotency_key = v.key AND known.idempotency_key = ANY (p_keys)
  ORDER BY v.i;
END $$;

-- What the application calls -------------------------------------------------------------------------------------------

-- Posts vouchers of one command, which holds an open claim. A voucher whose idempotency key exists with the same content
-- is answered with existed = true; with other content the whole call fails (CD001).
CREATE FUNCTION ledger_post(
  p_command uuid, p_keys text[], p_events text[], p_versions integer[], p_days date[], p_times timestamptz[],
  p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM require_claim(p_command);
  IF 'voucher.reversed' = ANY (p_events) THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  IF cardinality(p_keys) = 1 THEN
    IF (cardinality(p_entry_vouchers) = cardinality(p_entry_accounts) AND 1 = ALL (p_entry_vouchers)) IS NOT TRUE THEN
      RAISE EXCEPTION 'a line belongs to no voucher of the call' USING ERRCODE = 'CD003';
    END IF;
    RETURN NEXT post_voucher(p_command, p_keys[1], p_events[1], p_versions[1], p_days[1], p_times[1], p_object_types[1],
      p_object_nos[1], p_memos[1], p_approvals[1], NULL, p_entry_accounts, p_entry_sides, p_entry_amounts);
  ELSE
    RETURN QUERY SELECT * FROM post_vouchers(array_fill(p_command, ARRAY[cardinality(p_keys)]), p_keys, p_events, p_versions,
      p_days, p_times, p_object_types, p_object_nos, p_memos, p_approvals, array_fill(NULL::bigint, ARRAY[cardinality(p_keys)]),
      p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts);
  END IF;
END $$;

-- A command that is nothing but one voucher, in one round trip: its receipt and its voucher.
CREATE FUNCTION ledger_post_command(
  p_command uuid, p_name text, p_actor bigint, p_hash text, p_key text, p_event text, p_version integer, p_day date,
  p_at timestamptz, p_object_type text, p_object_no text, p_memo text, p_approval bigint,
  p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE posted posted_voucher;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN PERFORM refuse_past(); END IF;
  IF p_event = 'voucher.reversed' THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  posted := post_voucher(p_command, p_key, p_event, p_version, p_day, p_at, p_object_type, p_object_no, p_memo, p_approval,
                         NULL, p_accounts, p_sides, p_amounts);
  INSERT INTO receipts (command_id, name, actor_id, input_hash, outcome)
  VALUES (p_command, p_name, p_actor, p_hash, jsonb_build_object('voucherNo', posted.voucher_no, 'existed', posted.existed));
  RETURN posted;
END $$;

-- Many commands that are one voucher each, all or none: what callers who post at the same moment are gathered into.
CREATE FUNCTION ledger_post_commands(
  p_commands uuid[], p_names text[], p_actors bigint[], p_hashes text[], p_keys text[], p_events text[], p_versions integer[],
  p_days date[], p_times timestamptz[], p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN PERFORM refuse_past(); END IF;
  IF 'voucher.reversed' = ANY (p_events) THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  RETURN QUERY
  WITH posted AS MATERIALIZED (
    SELECT * FROM post_vouchers(p_commands, p_keys, p_events, p_versions, p_days, p_times, p_object_types, p_object_nos, p_memos,
      p_approvals, array_fill(NULL::bigint, ARRAY[cardinality(p_keys)]), p_entry_vouchers, p_entry_accounts, p_entry_sides,
      p_entry_amounts)
  ), kept AS (
    INSERT INTO receipts (command_id, name, actor_id, input_hash, outcome)
    SELECT c.command, c.name, c.actor, c.hash, jsonb_build_object('voucherNo', posted.voucher_no, 'existed', posted.existed)
    FROM unnest(p_commands, p_names, p_actors, p_hashes) WITH ORDINALITY AS c (command, name, actor, hash, i)
    JOIN posted ON posted.ord = c.i
  )
  SELECT * FROM posted;
END $$;

-- Reverses vouchers (红冲): the same lines with their sides exchanged, dated `p_day`. Once only, see the guards; and one
-- that had an approval needs one again.
CREATE FUNCTION ledger_reverse(p_command uuid, p_vouchers bigint[], p_day date, p_at timestamptz, p_memo text, p_approval bigint)
RETURNS SETOF posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM require_claim(p_command);
  IF p_approval IS NULL AND EXISTS (SELECT 1 FROM vouchers WHERE id = ANY (p_vouchers) AND approval_id IS NOT NULL) THEN
    RAISE EXCEPTION 'what was approved is reversed with an approval' USING ERRCODE = 'CD011';
  END IF;
  RETURN QUERY
  WITH target AS (
    SELECT v.*, t.i FROM unnest(p_vouchers) WITH ORDINALITY AS t (id, i) JOIN vouchers v ON v.id = t.id
  ), head AS (
    SELECT array_agg(p_command) AS commands, array_agg('reverse:' || voucher_no ORDER BY i) AS keys,
           array_agg('voucher.reversed'::text) AS events, array_agg(catalogue_version::integer ORDER BY i) AS versions,
           array_agg(p_day) AS days, array_agg(p_at) AS times, array_agg(object_type ORDER BY i) AS object_types,
           array_agg(object_no ORDER BY i) AS object_nos, array_agg(p_memo) AS memos, array_agg(p_approval) AS approvals,
           array_agg(id ORDER BY i) AS reverses
    FROM target
  ), body AS (
    SELECT array_agg(target.i::integer ORDER BY target.i, e.line_no) AS vouchers,
           array_agg(e.account_id ORDER BY target.i, e.line_no) AS accounts,
           array_agg(CASE e.side WHEN 'DEBIT' THEN 'CREDIT' ELSE 'DEBIT' END ORDER BY target.i, e.line_no) AS sides,
           array_agg(e.amount_minor ORDER BY target.i, e.line_no) AS amounts
    FROM target JOIN entries e ON e.voucher_id = target.id AND e.accounting_on = target.accounting_on
  )
  SELECT posted.* FROM head, body, post_vouchers(commands, keys, events, versions, days, times, object_types, object_nos, memos,
    approvals, reverses, vouchers, accounts, sides, amounts) AS posted
  WHERE cardinality(p_vouchers) > 0;
END $$;

-- Commands that decide on balances lock them first, in the order in which posting does, and see all that came in. Locking
-- a row needs the right to change it, which the app role does not have; so the lock, too, goes through a function.
CREATE FUNCTION ledger_lock(p_accounts bigint[]) RETURNS TABLE (account_id bigint, available_minor bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM account_balances held WHERE held.account_id = ANY (p_accounts) ORDER BY held.account_id FOR UPDATE;
  PERFORM fold_account(held.account_id) FROM account_balances held
  WHERE held.account_id = ANY (p_accounts) AND held.is_buffered ORDER BY held.account_id;
  RETURN QUERY SELECT held.account_id, held.posted_minor - held.frozen_minor
  FROM account_balances AS held WHERE held.account_id = ANY (p_accounts) ORDER BY held.account_id;
END $$;

-- Folds what waits, account by account, each in the order of ids; answers how many entries found their place.
CREATE FUNCTION ledger_fold() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account bigint;
  folded bigint := 0;
BEGIN
  FOR account IN SELECT DISTINCT account_id FROM buffered_entries ORDER BY account_id LOOP
    folded := folded + fold_account(account);
  END LOOP;
  RETURN folded;
END $$;

-- Makes an account buffered or direct. A posting under way may still leave an entry waiting after the switch: readers
-- count what waits whatever the account is, the next fold gives it its place, and until then less may go out, never more.
CREATE FUNCTION ledger_set_buffered(p_command uuid, p_account bigint, p_is_buffered boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM require_claim(p_command);
  PERFORM fold_account(p_account);
  UPDATE account_balances SET is_buffered = p_is_buffered WHERE account_id = p_account;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no account %', p_account USING ERRCODE = 'CD015';
  END IF;
END $$;

-- Days are closed and reopened alone: postings under way end first, later ones see the new day. Answers whether the last
-- closed day moved in the direction that was asked for.
CREATE FUNCTION move_closed_through(p_command uuid, p_through date, p_direction integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE was date;
BEGIN
  PERFORM require_claim(p_command);
  PERFORM pg_advisory_xact_lock(7233, 1);
  SELECT closed_through INTO was FROM public.ledger_settings;
  IF sign(p_through - was) <> p_direction THEN RETURN false; END IF;
  UPDATE public.ledger_settings SET closed_through = p_through;
  INSERT INTO public.day_closings (closed_through, was_through, command_id) VALUES (p_through, was, p_command);
  RETURN true;
END $$;
CREATE FUNCTION ledger_close(p_command uuid, p_through date) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT move_closed_through(p_command, p_through, 1) $$;
CREATE FUNCTION ledger_reopen(p_command uuid, p_through date) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT move_closed_through(p_command, p_through, -1) $$;

-- Holds -----------------------------------------------------------------------------------------------------------------

-- Freezes money of an account: idempotent by key; fails like an overdraft (no_overdraft) when it is not there.
CREATE FUNCTION ledger_hold(
  p_command uuid, p_key text, p_account bigint, p_amount bigint, p_object_type text, p_object_no text, p_reason text,
  p_expires_at timestamptz
) RETURNS holds LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hash constant uuid := md5(ROW(p_account, p_amount, p_object_type, p_object_no, p_expires_at)::text)::uuid;
  id constant bigint := nextval('holds_id_seq');
  held holds;
BEGIN
  PERFORM require_claim(p_command);
  -- Kept for expiries: one that finds its name taken would never come.
  IF starts_with(p_key, 'expire:') THEN
    RAISE EXCEPTION 'idempotency key "%" is an expiry''s', p_key USING ERRCODE = 'CD001';
  END IF;
  INSERT INTO holds (id, hold_no, account_id, amount_minor, idempotency_key, input_hash, object_type, object_no, reason,
                     expires_at, command_id)
  OVERRIDING SYSTEM VALUE
  VALUES (id, 'H' || lpad(id::text, 10, '0'), p_account, p_amount, p_key, hash, p_object_type, p_object_no, p_reason,
          p_expires_at, p_command)
  ON CONFLICT (idempotency_key) DO NOTHING RETURNING * INTO held;
  IF NOT FOUND THEN
    SELECT * INTO STRICT held FROM holds WHERE idempotency_key = p_key;
    IF held.input_hash <> hash THEN
      RAISE EXCEPTION 'idempotency key "%" was used for another hold', p_key USING ERRCODE = 'CD001';
    END IF;
    RETURN held;
  END IF;
  PERFORM ledger_lock(ARRAY[p_account]);
  UPDATE account_balances SET frozen_minor = frozen_minor + p_amount WHERE account_id = p_account;
  INSERT INTO hold_moves (hold_id, kind, amount_minor, idempotency_key, command_id) VALUES (held.id, 'FREEZE', p_amount, p_key, p_command);
  RETURN held;
END $$;

-- Lets a part of a hold go, in one of three ways. The caller notes the move.
CREATE FUNCTION take_from_hold(p_hold bigint, p_kind text, p_amount bigint) RETURNS holds LANGUAGE plpgsql AS $$
DECLARE held public.holds;
BEGIN
  UPDATE public.holds SET
    captured_minor = captured_minor + CASE p_kind WHEN 'CAPTURE' THEN p_amount ELSE 0 END,
    released_minor = released_minor + CASE p_kind WHEN 'CAPTURE' THEN 0 ELSE p_amount END,
    status = CASE WHEN captured_minor + released_minor + p_amount < amount_minor THEN 'ACTIVE'
                  WHEN p_kind = 'EXPIRE' THEN 'EXPIRED'
                  WHEN p_kind = 'CAPTURE' OR captured_minor > 0 THEN 'CAPTURED' ELSE 'RELEASED' END,
    closed_at = CASE WHEN captured_minor + released_minor + p_amount = amount_minor THEN now() END
  WHERE id = p_hold AND status = 'ACTIVE' AND p_amount > 0 AND captured_minor + released_minor + p_amount <= amount_minor
  RETURNING * INTO held;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'hold % does not hold %', p_hold, p_amount USING ERRCODE = 'CD017';
  END IF;
  UPDATE public.account_balances SET frozen_minor = frozen_minor - p_amount WHERE account_id = held.account_id;
  RETURN held;
END $$;

-- Releases a part of a hold, or all that is left of it when no amount is given; idempotent by key.
CREATE FUNCTION ledger_release(p_command uuid, p_key text, p_hold bigint, p_amount bigint) RETURNS holds
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  held holds;
  known hold_moves;
BEGIN
  PERFORM require_claim(p_command);
  IF starts_with(p_key, 'expire:') THEN
    RAISE EXCEPTION 'idempotency key "%" is an expiry''s', p_key USING ERRCODE = 'CD001';
  END IF;
  SELECT * INTO held FROM holds WHERE id = p_hold FOR UPDATE;
  SELECT * INTO known FROM hold_moves WHERE idempotency_key = p_key;
  IF NOT FOUND THEN
    INSERT INTO hold_moves (hold_id, kind, amount_minor, idempotency_key, command_id)
    VALUES (p_hold, 'RELEASE', coalesce(p_amount, held.amount_minor - held.captured_minor - held.released_minor), p_key, p_command)
    RETURNING * INTO known;
    RETURN take_from_hold(p_hold, 'RELEASE', known.amount_minor);
  END IF;
  IF known.hold_id <> p_hold OR known.kind <> 'RELEASE' OR known.amount_minor <> coalesce(p_amount, known.amount_minor) THEN
    RAISE EXCEPTION 'idempotency key "%" was used for another move', p_key USING ERRCODE = 'CD001';
  END IF;
  RETURN held;
END $$;

-- Uses held money: one voucher takes out of each hold's account at least what is captured of the hold.
CREATE FUNCTION ledger_capture(
  p_command uuid, p_holds bigint[], p_captured bigint[], p_key text, p_event text, p_version integer, p_day date, p_at timestamptz,
  p_object_type text, p_object_no text, p_memo text, p_approval bigint, p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  posted posted_voucher;
  uncovered bigint;
  is_known boolean;
BEGIN
  PERFORM require_claim(p_command);
  IF p_event = 'voucher.reversed' THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  PERFORM 1 FROM holds WHERE id = ANY (p_holds) ORDER BY id FOR UPDATE;
  PERFORM ledger_lock(p_accounts);
  is_known := EXISTS (SELECT 1 FROM vouchers WHERE idempotency_key = p_key);
  IF NOT is_known THEN
    PERFORM take_from_hold(c.hold, 'CAPTURE', c.captured) FROM unnest(p_holds, p_captured) AS c (hold, captured);
  END IF;
  posted := post_voucher(p_command, p_key, p_event, p_version, p_day, p_at, p_object_type, p_object_no, p_memo, p_approval,
                         NULL, p_accounts, p_sides, p_amounts);
  IF is_known THEN
    IF EXISTS (SELECT 1 FROM unnest(p_holds, p_captured) AS c (hold, captured) LEFT JOIN hold_moves m
               ON m.idempotency_key = p_key || ':' || c.hold AND m.voucher_id = posted.voucher_id AND m.amount_minor = c.captured
               WHERE m.id IS NULL) THEN
      RAISE EXCEPTION 'idempotency key "%" was used for another voucher, or for other holds', p_key USING ERRCODE = 'CD001';
    END IF;
    RETURN posted;
  END IF;
  INSERT INTO hold_moves (hold_id, kind, amount_minor, voucher_id, idempotency_key, command_id)
  SELECT c.hold, 'CAPTURE', c.captured, posted.voucher_id, p_key || ':' || c.hold, p_command
  FROM unnest(p_holds, p_captured) AS c (hold, captured);
  SELECT h.account_id INTO uncovered
  FROM unnest(p_holds, p_captured) AS c (hold, captured) JOIN holds h ON h.id = c.hold GROUP BY h.account_id
  HAVING sum(c.captured) > coalesce((SELECT -sum(e.change_minor) FROM entries e
    WHERE e.voucher_id = posted.voucher_id AND e.account_id = h.account_id), 0) LIMIT 1;
  IF uncovered IS NOT NULL THEN
    RAISE EXCEPTION 'voucher "%" takes less out of account % than it captures', p_key, uncovered USING ERRCODE = 'CD017';
  END IF;
  RETURN posted;
END $$;

-- Releases what is left of holds whose time is over, at most a thousand a call.
CREATE FUNCTION ledger_expire_holds(p_command uuid, p_now timestamptz) RETURNS SETOF holds
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM require_claim(p_command);
  RETURN QUERY
  WITH due AS (
    SELECT id, hold_no, amount_minor - captured_minor - released_minor AS left_minor FROM holds
    WHERE status = 'ACTIVE' AND expires_at <= p_now ORDER BY account_id, id LIMIT 1000 FOR UPDATE SKIP LOCKED
  ), noted AS (
    INSERT INTO hold_moves (hold_id, kind, amount_minor, idempotency_key, command_id)
    SELECT id, 'EXPIRE', left_minor, 'expire:' || hold_no, p_command FROM due
  )
  SELECT moved.* FROM due CROSS JOIN LATERAL take_from_hold(due.id, 'EXPIRE', due.left_minor) AS moved;
END $$;
