-- A voucher's lines are read from one array with their places, and from the others by place: seven arrays side by side took as
-- long to set up as the lines to write. So an array that is longer or shorter than the accounts' has to be refused, which the
-- function now does by itself; nothing else of it changes. docs/adr/0043 has the figures.
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
  IF cardinality(p_sides) IS DISTINCT FROM lines OR cardinality(p_amounts) IS DISTINCT FROM lines THEN
    RAISE EXCEPTION 'voucher "%" has a line without its account, side or amount', p_key USING ERRCODE = 'CD003';
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
  SELECT day, l.n, new_id, l.account, seqs[n], p_amounts[n], changes[n], afters[n] - changes[n], afters[n], p_sides[n], assets[n]
  FROM unnest(p_accounts) WITH ORDINALITY AS l (account, n);
  IF cardinality(waiting) > 0 THEN
    INSERT INTO public.buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
    SELECT p_accounts[w], new_id, w, day, changes[w] FROM unnest(waiting) AS w;
  END IF;
  RETURN (1::bigint, new_id, new_no, false);
END $$;
