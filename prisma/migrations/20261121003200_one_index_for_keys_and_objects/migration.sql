-- A shorter log: one index of vouchers for their keys and for what they are about, none for their days, and fewer bytes for
-- balances and receipts. docs/adr/0037 has the figures.

-- Keys and objects --------------------------------------------------------------------------------------------------------
-- A key nearly always ends in the number of what its voucher is about: `capture:O1` of order O1. So one index serves both,
-- which holds a key in its two parts, the last one first. The two parts are the key, no more and no less, so that the index
-- keeps keys as unique as an index on the key itself; and since numbers ascend, new keys are at its end.
CREATE UNIQUE INDEX vouchers_key ON vouchers (
  split_part(idempotency_key, ':', -1),
  left(idempotency_key, length(idempotency_key) - length(split_part(idempotency_key, ':', -1))));
ALTER TABLE vouchers DROP CONSTRAINT vouchers_idempotency_key_key;
-- Vouchers whose key ends otherwise are found by their object as before, and so are those of objects that are few among very
-- many: what is asked for by their type alone, or in the plain way, goes on reading an index.
DROP INDEX vouchers_object;
CREATE INDEX vouchers_object ON vouchers (object_type, object_no)
  WHERE split_part(idempotency_key, ':', -1) <> object_no
     OR object_type IN ('adjustment', 'bank_transfer', 'channel_day', 'clearing', 'payout', 'settlement', 'suspense');

-- Whether a voucher's key is this one, as the index has it. PostgreSQL puts these bodies in the place of the calls.
CREATE FUNCTION is_key(p_of_voucher text, p_key text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT split_part(p_of_voucher, ':', -1) = split_part(p_key, ':', -1)
    AND left(p_of_voucher, length(p_of_voucher) - length(split_part(p_of_voucher, ':', -1)))
      = left(p_key, length(p_key) - length(split_part(p_key, ':', -1)))
$$;
-- The vouchers about an object of any type, in no order.
CREATE FUNCTION vouchers_about(p_type text, p_no text) RETURNS SETOF vouchers LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT * FROM public.vouchers
  WHERE split_part(idempotency_key, ':', -1) = p_no AND object_no = p_no AND object_type = p_type
  UNION ALL
  SELECT * FROM public.vouchers
  WHERE split_part(idempotency_key, ':', -1) <> object_no AND object_type = p_type AND object_no = p_no
$$;

-- Days --------------------------------------------------------------------------------------------------------------------
-- The accounting days that have vouchers: a row for the first voucher of a day, where every voucher had an index entry; and
-- one for each that was posted beside it and did not see it yet, since a row a day would make all postings of a new day wait
-- for the first one's transaction. Vouchers are written nearly in the order of their days, so that an index of block ranges
-- finds those of a day.
CREATE TABLE days_begun (
  accounting_on  date NOT NULL,
  voucher_id     bigint NOT NULL,
  PRIMARY KEY (accounting_on, voucher_id)
);
INSERT INTO days_begun SELECT accounting_on, min(id) FROM vouchers GROUP BY accounting_on;
CREATE VIEW voucher_days AS SELECT DISTINCT accounting_on FROM days_begun;
DROP INDEX vouchers_day;
CREATE INDEX vouchers_day ON vouchers USING brin (accounting_on) WITH (pages_per_range = 32, autosummarize = on);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON days_begun FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON days_begun FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION grant_app_role_voucher_days(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON days_begun, voucher_days TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_voucher_days FROM PUBLIC;
-- What a search of the book's parts is worth is known from its statistics alone.
ANALYZE vouchers;
ANALYZE days_begun;

-- Receipts ----------------------------------------------------------------------------------------------------------------
-- What a command that is one voucher has answered: nearly always a voucher of its own, whose number says it all. Names are as
-- long as what they name, so there is none.
CREATE FUNCTION voucher_outcome(p_posted posted_voucher) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_posted.existed THEN jsonb_build_object('voucherNo', p_posted.voucher_no, 'existed', true)
              ELSE jsonb_build_array(p_posted.voucher_no) END
$$;
REVOKE ALL ON FUNCTION voucher_outcome FROM PUBLIC;

-- Balances ----------------------------------------------------------------------------------------------------------------
-- The room that a first posting gives up becomes empty text and not null: a row with a null has a map of its nulls, which
-- every version of it would write to the log.

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
    SET posted_minor = held.posted_minor + sums.change, entry_seq = held.entry_seq + sums.entries, room = ''
    FROM (SELECT sum(change_minor)::bigint AS change, count(*) AS entries FROM taken) AS sums
    WHERE held.account_id = p_account AND sums.entries > 0
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;

-- One voucher, statement by statement: asks for its key, and for its day, in the look at its event, and says `''` for room.
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
  known_id bigint;
  has_begun boolean;
  known record;
BEGIN
  IF lines IS NULL OR lines < 2 THEN
    RAISE EXCEPTION 'voucher "%" has no entries', p_key USING ERRCODE = 'CD003';
  END IF;
  -- Assigned, not performed: a simple expression costs a tenth of a query.
  nothing := pg_advisory_xact_lock_shared(7233, 1);
  SELECT s.closed_through, e.needs_approval, e.crosses_funds, v.id, EXISTS (
    SELECT 1 FROM public.days_begun d WHERE d.accounting_on = greatest(p_day, s.closed_through + 1))
  INTO closed, needs_approval, crosses_funds, known_id, has_begun
  FROM public.ledger_settings s CROSS JOIN public.voucher_events e
  LEFT JOIN public.vouchers v ON public.is_key(v.idempotency_key, p_key)
  WHERE e.event = p_event;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no event "%" in the catalogue', p_event USING ERRCODE = 'CD014';
  END IF;
  IF needs_approval AND p_approval IS NULL THEN
    RAISE EXCEPTION 'a voucher of event % needs an approval', p_event USING ERRCODE = 'CD011';
  END IF;
  IF known_id IS NOT NULL THEN
    SELECT v.id, v.voucher_no, (v.event, v.object_type, v.object_no, v.approval_id, v.reverses_voucher_id, l.accounts, l.sides, l.amounts)
           IS DISTINCT FROM (p_event, p_object_type, p_object_no, p_approval, p_reverses, p_accounts, p_sides, p_amounts) AS is_other
    INTO STRICT known
    FROM public.vouchers v CROSS JOIN LATERAL (
      SELECT array_agg(e.account_id ORDER BY e.line_no) AS accounts, array_agg(e.side ORDER BY e.line_no) AS sides,
             array_agg(e.amount_minor ORDER BY e.line_no) AS amounts
      FROM public.entries e WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on
    ) AS l WHERE v.id = known_id;
    IF known.is_other THEN PERFORM refuse_key(p_key); END IF;
    RETURN (1::bigint, known.id, known.voucher_no, true);
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
          p_object_no, p_memo);
  IF NOT has_begun THEN
    INSERT INTO public.days_begun (accounting_on, voucher_id) VALUES (day, new_id);
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
        entry_seq = entry_seq + 1, room = ''
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
            entry_seq = entry_seq + 1, room = ''
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

-- Many vouchers, set by set: the same changes.
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
  others bigint[];
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
      -- Those that stand already, and the second of one key, keep their place with a null; their lines are left out below and
      -- compared at the end. Which of the unique indexes complains says nothing: a reversal that comes twice stands twice in
      -- two of them. Where no key stands, it is another law that is broken.
      others := ARRAY(
        SELECT CASE WHEN v.i = v.first AND NOT EXISTS (SELECT 1 FROM public.vouchers known WHERE public.is_key(known.idempotency_key, v.key)) THEN v.id END
        FROM (SELECT t.*, min(i) OVER (PARTITION BY key) AS first FROM unnest(ids, p_keys) WITH ORDINALITY AS t (id, key, i)) AS v
        ORDER BY v.i);
      IF others = ids THEN RAISE; END IF;
      ids := others;
    END;
  END LOOP;

  INSERT INTO public.days_begun (accounting_on, voucher_id)
  SELECT v.day, min(v.id) FROM unnest(ids, days) AS v (id, day)
  WHERE v.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.days_begun d WHERE d.accounting_on = v.day)
  GROUP BY v.day;

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
        entry_seq = held.entry_seq + sums.entries, room = ''
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
  FROM unnest(ids, p_keys) WITH ORDINALITY AS v (id, key, i) JOIN public.vouchers known ON public.is_key(known.idempotency_key, v.key)
  ORDER BY v.i;
END $$;

CREATE OR REPLACE FUNCTION unlike_vouchers(
  p_ids bigint[], p_keys text[], p_events text[], p_object_types text[], p_object_nos text[], p_approvals bigint[],
  p_reverses bigint[], p_entry_vouchers integer[], p_entry_accounts bigint[], p_entry_sides text[], p_entry_amounts bigint[]
) RETURNS SETOF text LANGUAGE sql AS $$
  WITH given AS MATERIALIZED (
    SELECT v.*, known.id AS known_id, known.accounting_on AS day,
           (known.event, known.object_type, known.object_no, known.approval_id, known.reverses_voucher_id)
             IS NOT DISTINCT FROM (v.event, v.object_type, v.object_no, v.approval, v.reverses) AS is_same
    FROM unnest(p_ids, p_keys, p_events, p_object_types, p_object_nos, p_approvals, p_reverses)
      WITH ORDINALITY AS v (id, key, event, object_type, object_no, approval, reverses, i)
    JOIN public.vouchers known ON public.is_key(known.idempotency_key, v.key) WHERE v.id IS NULL
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

CREATE OR REPLACE FUNCTION ledger_post_command(
  p_command uuid, p_name text, p_actor bigint, p_hash text, p_key text, p_event text, p_version integer, p_day date,
  p_at timestamptz, p_object_type text, p_object_no text, p_memo text, p_approval bigint,
  p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE posted posted_voucher;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN PERFORM refuse_past(); END IF;
  IF p_event = 'voucher.reversed' THEN
    RAISE EXCEPTION 'a reversal is written by ledger_reverse alone' USING ERRCODE = 'CD005';
  END IF;
  posted := post_voucher(p_command, p_key, p_event, p_version, p_day, p_at, p_object_type, p_object_no, p_memo, p_approval,
                         NULL, p_accounts, p_sides, p_amounts);
  INSERT INTO receipts (command_id, name, actor_id, input_hash, outcome)
  VALUES (p_command, p_name, p_actor, p_hash, voucher_outcome(posted));
  RETURN posted;
END $$;

CREATE OR REPLACE FUNCTION ledger_post_commands(
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
    SELECT c.command, c.name, c.actor, c.hash, voucher_outcome(posted)
    FROM unnest(p_commands, p_names, p_actors, p_hashes) WITH ORDINALITY AS c (command, name, actor, hash, i)
    JOIN posted ON posted.ord = c.i
  )
  SELECT * FROM posted;
END $$;

CREATE OR REPLACE FUNCTION ledger_capture(
  p_command uuid, p_holds bigint[], p_captured bigint[], p_key text, p_event text, p_version integer, p_day date, p_at timestamptz,
  p_object_type text, p_object_no text, p_memo text, p_approval bigint, p_accounts bigint[], p_sides text[], p_amounts bigint[]
) RETURNS posted_voucher LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
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
  is_known := EXISTS (SELECT 1 FROM vouchers WHERE is_key(idempotency_key, p_key));
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

CREATE OR REPLACE FUNCTION is_posted_for(p_key text, p_event text, p_payout text, p_command uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.vouchers v
                 WHERE public.is_key(v.idempotency_key, p_key) AND v.event = p_event AND v.object_type = 'payout' AND v.object_no = p_payout
                   AND v.command_id = p_command)
$$;
