-- Lean posting: the same laws with fewer bytes and fewer looks at the same rows.

-- Balances ----------------------------------------------------------------------------------------------------------------
-- What a posting changes lies side by side, so that the log names one short stretch of the row: the counter and the frozen
-- amount exchange their places, names, values and all.
ALTER TABLE account_balances DROP CONSTRAINT no_overdraft;
DROP TRIGGER frozen ON account_balances;
ALTER TABLE account_balances RENAME COLUMN frozen_minor TO was_frozen_minor;
ALTER TABLE account_balances RENAME COLUMN entry_seq TO frozen_minor;
ALTER TABLE account_balances RENAME COLUMN was_frozen_minor TO entry_seq;
-- A new row brings along room for the versions to come, which its first posting gives up. The pages of the table are half
-- filled, and a page is cleaned at every look while it is fuller than that: with room to spare it is cleaned now and then.
ALTER TABLE account_balances ADD COLUMN room text DEFAULT repeat(' ', 88);
UPDATE account_balances SET entry_seq = frozen_minor, frozen_minor = entry_seq, room = repeat(' ', 88);
ALTER TABLE account_balances ADD CONSTRAINT no_overdraft CHECK (allow_negative OR posted_minor >= frozen_minor);
-- After, not before: a trigger before an update makes PostgreSQL lock, and log the lock of, every row that is updated,
-- though the trigger does not look at it.
CREATE TRIGGER frozen AFTER UPDATE OF frozen_minor ON account_balances FOR EACH ROW WHEN (NEW.frozen_minor < 0)
  EXECUTE FUNCTION check_frozen();
-- Hot accounts are few; whether any is among those that a batch moves is then a look at one page.
CREATE INDEX account_balances_buffered ON account_balances (account_id) WHERE is_buffered;
CREATE OR REPLACE VIEW account_holdings AS
SELECT held.account_id, (held.posted_minor + coalesce(waiting.minor, 0))::bigint AS posted_minor, held.frozen_minor,
       coalesce(waiting.minor, 0)::bigint AS pending_minor, held.entry_seq + coalesce(waiting.entries, 0) AS entry_seq,
       held.allow_negative, held.is_buffered
FROM account_balances held LEFT JOIN (
  SELECT account_id, sum(change_minor) AS minor, count(*) AS entries FROM buffered_entries GROUP BY account_id
) AS waiting ON waiting.account_id = held.account_id;

-- Vouchers ----------------------------------------------------------------------------------------------------------------
-- A voucher that comes twice is compared with what stands, line by line, and not with a hash of it.
ALTER TABLE vouchers DROP COLUMN input_hash;

-- Entries -----------------------------------------------------------------------------------------------------------------
-- An account's numbers are unique within a month, and not only within a day: the index stands on each month's table by
-- itself, where it need not hold the day.
DROP INDEX entries_account;
DO $$
DECLARE month text;
BEGIN
  FOR month IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'entries'::regclass LOOP
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (account_id, account_seq)', month || '_account', month);
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION ensure_month(p_day date) RETURNS void
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
      EXECUTE format('CREATE UNIQUE INDEX %I ON %I (account_id, account_seq)', child || '_account', child);
    END IF;
  END LOOP;
END $$;

-- Posting -----------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION fold_account(p_account bigint) RETURNS bigint LANGUAGE plpgsql AS $$
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
    SET posted_minor = held.posted_minor + sums.change, entry_seq = held.entry_seq + sums.entries, room = NULL
    FROM (SELECT sum(change_minor)::bigint AS change, count(*) AS entries FROM taken) AS sums
    WHERE held.account_id = p_account AND sums.entries > 0
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;

-- Called where a line finds no balance of its account, in the middle of a statement.
CREATE FUNCTION refuse_account(p_account bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'there is no account %', p_account USING ERRCODE = 'CD015';
END $$;
CREATE FUNCTION refuse_key(p_key text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'idempotency key "%" was used for another voucher', p_key USING ERRCODE = 'CD001';
END $$;

-- One voucher, its lines as parallel arrays, statement by statement: the fast way for a single one. Balances are locked in
-- the order of account ids. The caller has checked the claim.
CREATE OR REPLACE FUNCTION post_voucher(
  p_command uuid, p_key text, p_event text, p_version integer, p_day date, p_at timestamptz, p_object_type text,
  p_object_no text, p_memo text, p_approval bigint, p_reverses bigint, p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql AS $$
DECLARE
  lines constant integer := cardinality(p_accounts);
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
  INSERT INTO public.vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, reverses_voucher_id,
    approval_id, voucher_no, event, idempotency_key, object_type, object_no, memo)
  OVERRIDING SYSTEM VALUE
  VALUES (new_id, day, p_version, p_at, p_command, p_reverses, p_approval, new_no, p_event, p_key, p_object_type,
          p_object_no, p_memo)
  ON CONFLICT (idempotency_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT v.id, v.voucher_no, (v.event, v.object_type, v.object_no, v.approval_id, v.reverses_voucher_id, l.accounts, l.sides, l.amounts)
           IS DISTINCT FROM (p_event, p_object_type, p_object_no, p_approval, p_reverses, p_accounts, p_sides, p_amounts) AS is_other
    INTO STRICT known
    FROM public.vouchers v CROSS JOIN LATERAL (
      SELECT array_agg(e.account_id ORDER BY e.line_no) AS accounts, array_agg(e.side ORDER BY e.line_no) AS sides,
             array_agg(e.amount_minor ORDER BY e.line_no) AS amounts
      FROM public.entries e WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    ) AS l WHERE v.idempotency_key = p_key;
    IF known.is_other THEN PERFORM refuse_key(p_key); END IF;
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
        entry_seq = entry_seq + 1, room = NULL
    WHERE account_id = p_accounts[place]
      AND (NOT is_buffered OR (normal_side <> p_sides[place] AND posted_minor - frozen_minor >= p_amounts[place]))
    RETURNING posted_minor, entry_seq, normal_side, fund_owner, account_balances.asset INTO after, seq, normal, owner, asset;
    IF NOT FOUND THEN
      SELECT normal_side, fund_owner, b.asset INTO normal, owner, asset
      FROM public.account_balances b WHERE account_id = p_accounts[place];
      IF NOT FOUND THEN PERFORM refuse_account(p_accounts[place]); END IF;
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
            entry_seq = entry_seq + 1, room = NULL
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
-- vouchers. The same laws as one by one, voucher after voucher: none may take what only a later one brings. The caller has
-- checked the claims. Every balance is looked at once, by the update that moves and locks it in the order of account ids.
CREATE OR REPLACE FUNCTION post_vouchers(
  p_commands uuid[], p_keys text[], p_events text[], p_versions integer[], p_days date[], p_times timestamptz[],
  p_object_types text[], p_object_nos text[], p_memos text[], p_approvals bigint[], p_reverses bigint[],
  p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF posted_voucher LANGUAGE plpgsql
-- Planned once: an array is taken to be short, so tables are looked up by index, and no two arrays are joined but in a way
-- that cannot be a loop in a loop. Without hashes and whole tables, the update of the balances meets them in the order of
-- their ids however few they are; in any other order, callers would wait for each other.
SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 SET enable_hashjoin = off
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  closed constant date := hold_open_day();
  vouchers constant integer := cardinality(p_keys);
  days date[];
  ids bigint[];
  fresh bigint;
  nos text[];
  taken text;
  waiting bigint[] := '{}';
  wrong record;
  told record;
BEGIN
  SELECT array_agg(greatest(d, closed + 1) ORDER BY i) INTO days FROM unnest(p_days) WITH ORDINALITY AS t (d, i);
  PERFORM ensure_month(d) FROM (SELECT DISTINCT date_trunc('month', day)::date AS d FROM unnest(days) AS day) AS months;
  SELECT v.event, e.event IS NULL AS is_unknown INTO wrong
  FROM (SELECT event, bool_or(approval IS NULL) AS lacks FROM unnest(p_events, p_approvals) AS t (event, approval) GROUP BY event) AS v
  LEFT JOIN public.voucher_events e ON e.event = v.event
  WHERE e.event IS NULL OR (e.needs_approval AND v.lacks) ORDER BY e.event IS NULL DESC LIMIT 1;
  IF wrong.is_unknown THEN
    RAISE EXCEPTION 'there is no event "%" in the catalogue', wrong.event USING ERRCODE = 'CD014';
  ELSIF FOUND THEN
    RAISE EXCEPTION 'a voucher of event % needs an approval', wrong.event USING ERRCODE = 'CD011';
  END IF;
  -- A line that names no voucher would be left out, and what is left might still balance.
  SELECT min(v) AS first, max(v) AS last, count(v) AS named INTO told FROM unnest(p_entry_vouchers) AS v;
  IF told.first < 1 OR told.last > vouchers OR NOT (told.named = ALL (ARRAY[cardinality(p_entry_vouchers),
       cardinality(p_entry_accounts), cardinality(p_entry_sides), cardinality(p_entry_amounts)])) THEN
    RAISE EXCEPTION 'a line belongs to no voucher of the call' USING ERRCODE = 'CD003';
  END IF;

  ids := ARRAY(SELECT nextval('public.vouchers_id_seq') FROM generate_series(1, vouchers));
  LOOP
    -- Nearly always nothing stands yet, and asking beforehand costs as much as the index entry itself.
    BEGIN
      WITH posted AS (
        INSERT INTO public.vouchers (id, accounting_on, catalogue_version, occurred_at, command_id, reverses_voucher_id,
          approval_id, voucher_no, event, idempotency_key, object_type, object_no, memo)
        OVERRIDING SYSTEM VALUE
        SELECT v.id, v.day, v.version, v.at, v.command, v.reverses, v.approval,
               'V' || to_char(v.day, 'YYYYMMDD') || lpad(v.id::text, greatest(8, length(v.id::text)), '0'), v.event, v.key,
               v.object_type, v.object_no, v.memo
        FROM unnest(ids, p_commands, p_keys, p_events, p_versions, days, p_times, p_object_types, p_object_nos, p_memos, p_approvals,
                    p_reverses) AS v (id, command, key, event, version, day, at, object_type, object_no, memo, approval, reverses)
        WHERE v.id IS NOT NULL ORDER BY v.key
        RETURNING id, voucher_no
      )
      SELECT count(*), array_agg(voucher_no ORDER BY id) INTO fresh, nos FROM posted;
      EXIT;
    EXCEPTION WHEN unique_violation THEN
      GET STACKED DIAGNOSTICS taken = CONSTRAINT_NAME;
      IF taken <> 'vouchers_idempotency_key_key' THEN RAISE; END IF;
      -- Those that stand already, and the second of one key, keep their place with a null; their lines are left out below and
      -- compared at the end.
      ids := ARRAY(
        SELECT CASE WHEN v.i = v.first AND NOT EXISTS (SELECT 1 FROM public.vouchers known WHERE known.idempotency_key = v.key) THEN v.id END
        FROM (SELECT t.*, min(i) OVER (PARTITION BY key) AS first FROM unnest(ids, p_keys) WITH ORDINALITY AS t (id, key, i)) AS v
        ORDER BY v.i);
    END;
  END LOOP;

  -- A buffered account that only takes in is not locked; with anything going out, all its lines are posted at once. What is
  -- not locked waits, whatever becomes of the account until then: its balance is read here without a lock.
  IF EXISTS (SELECT 1 FROM public.account_balances WHERE is_buffered AND account_id = ANY (p_entry_accounts)) THEN
    waiting := wait_or_fold(ids, p_entry_vouchers, p_entry_accounts, p_entry_sides);
  END IF;
  WITH line AS MATERIALIZED (
    SELECT ids[e.v] AS voucher_id, days[e.v] AS day, e.n, e.account, e.side, e.amount, e.account = ANY (waiting) AS waits,
           row_number() OVER (PARTITION BY e.v ORDER BY e.n) AS line_no
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) WITH ORDINALITY AS e (v, account, side, amount, n)
    WHERE ids[e.v] IS NOT NULL
  ), moved AS (
    UPDATE public.account_balances AS held
    SET posted_minor = held.posted_minor + CASE held.normal_side WHEN 'DEBIT' THEN sums.debit ELSE -sums.debit END,
        entry_seq = held.entry_seq + sums.entries, room = NULL
    FROM (SELECT account, sum(CASE side WHEN 'DEBIT' THEN amount ELSE -amount END)::bigint AS debit, count(*) AS entries
          FROM line WHERE NOT waits GROUP BY account ORDER BY account) AS sums
    WHERE held.account_id = sums.account
    RETURNING held.account_id, held.normal_side, held.fund_owner, held.asset, held.frozen_minor, held.allow_negative,
      held.posted_minor - CASE held.normal_side WHEN 'DEBIT' THEN sums.debit ELSE -sums.debit END AS first_minor,
      held.entry_seq - sums.entries AS first_seq
  ), held AS (
    SELECT * FROM moved
    UNION ALL
    SELECT account_id, normal_side, fund_owner, asset, NULL, NULL, NULL, NULL FROM public.account_balances
    WHERE account_id = ANY (waiting)
  ), running AS MATERIALIZED (
    SELECT l.*, l.first_minor + sum(l.change) OVER upto AS after, l.first_seq + row_number() OVER upto AS seq
    FROM (
      -- A full join cannot be a loop in a loop. Every account of `held` has lines; a line without one names no account.
      SELECT line.*, held.asset, held.fund_owner, held.first_minor, held.first_seq, held.frozen_minor, held.allow_negative,
             CASE WHEN held.account_id IS NULL THEN public.refuse_account(line.account)
                  WHEN line.side = held.normal_side THEN line.amount ELSE -line.amount END AS change
      FROM line FULL JOIN held ON held.account_id = line.account
    ) AS l WINDOW upto AS (PARTITION BY l.account ORDER BY l.voucher_id, l.change < 0, l.n ROWS UNBOUNDED PRECEDING)
  ), written AS (
    INSERT INTO public.entries (accounting_on, line_no, voucher_id, account_id, account_seq, amount_minor, change_minor,
                                balance_before_minor, balance_after_minor, side, asset)
    SELECT day, line_no, voucher_id, account, seq, amount, change, after - change, after, side, asset FROM running ORDER BY n
  ), buffered AS (
    INSERT INTO public.buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
    SELECT account, voucher_id, line_no, day, change FROM running WHERE waits ORDER BY n
  )
  SELECT count(*) FILTER (WHERE line_no = 2) AS whole, min(fund_owner) <> max(fund_owner) AS crosses,
         min(account) FILTER (WHERE NOT allow_negative AND change < 0 AND after < frozen_minor) AS dipping
  INTO told FROM running;
  -- One line alone is never balanced, so whatever has lines has two.
  IF told.whole < fresh THEN
    RAISE EXCEPTION 'a voucher of the call has no entries' USING ERRCODE = 'CD003';
  END IF;
  IF told.dipping IS NOT NULL THEN PERFORM refuse_overdraft(told.dipping); END IF;
  IF told.crosses THEN PERFORM require_funds_apart(ids, p_events, p_entry_vouchers, p_entry_accounts); END IF;

  IF fresh = vouchers THEN
    RETURN QUERY SELECT v.i, v.id, v.no, false FROM unnest(ids, nos) WITH ORDINALITY AS v (id, no, i);
    RETURN;
  END IF;
  PERFORM refuse_key(key) FROM unlike_vouchers(ids, p_keys, p_events, p_object_types, p_object_nos, p_approvals, p_reverses,
    p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) AS key;
  RETURN QUERY
  SELECT v.i, known.id, known.voucher_no, v.id IS NULL
  FROM unnest(ids, p_keys) WITH ORDINALITY AS v (id, key, i) JOIN public.vouchers known ON known.idempotency_key = v.key
  ORDER BY v.i;
END $$;

-- The parts of a batch that few batches need ------------------------------------------------------------------------------
-- The buffered accounts of a batch on which its lines wait. The others, from which something goes out, are locked and
-- folded here, together with all that are direct, in the order of their ids. `p_ids` has a null for what stands already.
CREATE FUNCTION wait_or_fold(p_ids bigint[], p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[])
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  waiting bigint[];
  hot bigint[];
BEGIN
  SELECT coalesce(array_agg(used.account) FILTER (WHERE used.takes_in), '{}'), array_agg(used.account) FILTER (WHERE NOT used.takes_in)
  INTO waiting, hot
  FROM (
    SELECT held.account_id AS account, bool_and(e.side = held.normal_side) AS takes_in
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides) AS e (v, account, side)
    JOIN public.account_balances held ON held.account_id = e.account AND held.is_buffered
    WHERE p_ids[e.v] IS NOT NULL GROUP BY held.account_id
  ) AS used;
  IF hot IS NOT NULL THEN
    PERFORM 1 FROM public.account_balances
    WHERE account_id = ANY (p_entry_accounts) AND account_id <> ALL (waiting) ORDER BY account_id FOR UPDATE;
    PERFORM fold_account(account) FROM (SELECT account FROM unnest(hot) AS account ORDER BY account) AS hot_ones;
  END IF;
  RETURN waiting;
END $$;

-- Refuses the batch where a voucher touches customers' and own money by an event that is not listed for it.
CREATE FUNCTION require_funds_apart(p_ids bigint[], p_events text[], p_entry_vouchers integer[], p_entry_accounts bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
  SELECT rule.event INTO wrong
  FROM (
    SELECT e.v FROM unnest(p_entry_vouchers, p_entry_accounts) AS e (v, account)
    JOIN public.account_balances held ON held.account_id = e.account
    WHERE p_ids[e.v] IS NOT NULL GROUP BY e.v HAVING min(held.fund_owner) <> max(held.fund_owner)
  ) AS crossing JOIN public.voucher_events rule ON rule.event = p_events[crossing.v] AND NOT rule.crosses_funds LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'event % may not move money between customers'' and own funds', wrong USING ERRCODE = 'CD016';
  END IF;
END $$;

-- The keys of those vouchers of a batch that stand already (null in `p_ids`), and not as the batch has them.
CREATE FUNCTION unlike_vouchers(
  p_ids bigint[], p_keys text[], p_events text[], p_object_types text[], p_object_nos text[], p_approvals bigint[],
  p_reverses bigint[], p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF text LANGUAGE sql AS $$
  WITH given AS MATERIALIZED (
    SELECT v.*, known.id AS known_id, known.accounting_on AS day,
           (known.event, known.object_type, known.object_no, known.approval_id, known.reverses_voucher_id)
             IS NOT DISTINCT FROM (v.event, v.object_type, v.object_no, v.approval, v.reverses) AS is_same
    FROM unnest(p_ids, p_keys, p_events, p_object_types, p_object_nos, p_approvals, p_reverses)
      WITH ORDINALITY AS v (id, key, event, object_type, object_no, approval, reverses, i)
    JOIN public.vouchers known ON known.idempotency_key = v.key WHERE v.id IS NULL
  ), asked AS (
    SELECT e.v::bigint AS i, row_number() OVER (PARTITION BY e.v ORDER BY e.n) AS line_no, e.account, e.side, e.amount
    FROM unnest(p_entry_vouchers, p_entry_accounts, p_entry_sides, p_entry_amounts) WITH ORDINALITY AS e (v, account, side, amount, n)
    WHERE p_ids[e.v] IS NULL
  ), stands AS (
    SELECT given.i, e.line_no::bigint, e.account_id, e.side, e.amount_minor
    FROM given JOIN public.entries e ON e.voucher_id = given.known_id AND e.accounting_on = given.day
  )
  SELECT p_keys[unlike.i] FROM (
    SELECT i FROM given WHERE NOT is_same
    UNION ALL (SELECT i FROM (SELECT * FROM asked EXCEPT SELECT * FROM stands) AS more)
    UNION ALL (SELECT i FROM (SELECT * FROM stands EXCEPT SELECT * FROM asked) AS less)
  ) AS unlike
$$;
REVOKE ALL ON FUNCTION wait_or_fold, require_funds_apart, unlike_vouchers, refuse_account, refuse_key FROM PUBLIC;
