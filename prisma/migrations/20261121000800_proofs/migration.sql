-- Proofs that never stop: what was proved, how far, what failed, and what then may not happen.

-- `began_at` is when the proof's snapshot was taken, by the database's clock: a proof clears only an alarm that is older.
ALTER TABLE proofs
  ADD COLUMN kind text NOT NULL DEFAULT 'FULL' CHECK (kind IN ('FULL', 'INCREMENTAL')),
  ADD COLUMN began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN took_ms integer NOT NULL DEFAULT 0 CHECK (took_ms >= 0);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON proofs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON proofs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far the incremental proof has come: every voucher up to `voucher_id` was proved, and no posting that took a smaller
-- id was under way any more. Green increments only move this row; the proofs table keeps full proofs and failures.
CREATE TABLE proof_marks (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  voucher_id  bigint NOT NULL CHECK (voucher_id >= 0),
  proved_at   timestamptz NOT NULL,
  vouchers    bigint NOT NULL CHECK (vouchers >= 0),
  took_ms     integer NOT NULL CHECK (took_ms >= 0)
);
-- What was proved of each account: so many entries in its order, which come to this balance. Derived, and only the
-- incremental proof reads it; a full proof reads every entry and begins the seals anew.
CREATE TABLE account_seals (
  account_id    bigint PRIMARY KEY REFERENCES accounts,
  entry_seq     bigint NOT NULL CHECK (entry_seq >= 0),
  posted_minor  bigint NOT NULL
) WITH (fillfactor = 70);

-- An alarm stands from the first proof that fails until a full proof that began after it holds. Nobody else clears it.
CREATE TABLE proof_alarms (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  proof_id     bigint NOT NULL REFERENCES proofs,
  raised_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  cleared_at   timestamptz,
  cleared_by   bigint REFERENCES proofs,
  CONSTRAINT cleared_by_a_proof CHECK ((cleared_at IS NULL) = (cleared_by IS NULL))
);
CREATE UNIQUE INDEX proof_alarms_one_open ON proof_alarms ((true)) WHERE cleared_at IS NULL;
CREATE FUNCTION raise_or_clear_alarm() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT NEW.ok THEN
    INSERT INTO proof_alarms (proof_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  ELSIF NEW.kind = 'FULL' THEN
    UPDATE proof_alarms SET cleared_at = clock_timestamp(), cleared_by = NEW.id
    WHERE cleared_at IS NULL AND raised_at < NEW.began_at;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alarm AFTER INSERT ON proofs FOR EACH ROW EXECUTE FUNCTION raise_or_clear_alarm();

-- While an alarm stands, no voucher is posted by which we would decide to send money out. What others have done (a channel
-- refunded, a bank paid) is booked as ever. Core's OUTGOING_EVENTS is the same list, and a test compares the two; a lookup
-- instead of the list would be paid for by every posting.
CREATE FUNCTION refuse_money_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.proof_alarms WHERE cleared_at IS NULL) THEN
    RAISE EXCEPTION 'the books do not prove: no voucher of event % is posted until a full proof holds', NEW.event
      USING ERRCODE = 'CD018';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER books_proven AFTER INSERT ON vouchers FOR EACH ROW
  WHEN (NEW.event IN ('payout.accepted', 'suspense.refunded_to_payer', 'fees.swept'))
  EXECUTE FUNCTION refuse_money_out();

-- Which voucher ids were taken before a day was closed or reopened: closing holds the lock that every posting shares, so
-- the sequence stands still, and a voucher with a greater id was posted afterwards. Clocks could not tell as much.
ALTER TABLE day_closings ADD COLUMN last_voucher_id bigint NOT NULL
  DEFAULT coalesce(pg_sequence_last_value('vouchers_id_seq'::regclass), 0);

-- Rebuilding ----------------------------------------------------------------------------------------------------------
-- What every balance has to be, from entries, positions and holds alone.
CREATE FUNCTION rebuilt_balances() RETURNS TABLE (account_id bigint, posted_minor bigint, frozen_minor bigint, entry_seq bigint)
LANGUAGE sql STABLE AS $$
  SELECT a.id, (coalesce(direct.minor, 0) + coalesce(placed.minor, 0))::bigint, coalesce(frozen.minor, 0)::bigint,
         coalesce(direct.entries, 0) + coalesce(placed.entries, 0)
  FROM accounts a
  LEFT JOIN (
    SELECT e.account_id, sum(e.change_minor) AS minor, count(*) AS entries FROM entries e
    WHERE e.account_seq IS NOT NULL GROUP BY e.account_id
  ) AS direct ON direct.account_id = a.id
  LEFT JOIN (
    SELECT p.account_id, sum(e.change_minor) AS minor, count(*) AS entries FROM entry_positions p
    JOIN entries e ON e.voucher_id = p.voucher_id AND e.line_no = p.line_no AND e.accounting_on = p.accounting_on
    GROUP BY p.account_id
  ) AS placed ON placed.account_id = a.id
  LEFT JOIN (
    SELECT h.account_id, sum(CASE m.kind WHEN 'FREEZE' THEN m.amount_minor ELSE -m.amount_minor END) AS minor
    FROM holds h JOIN hold_moves m ON m.hold_id = h.id GROUP BY h.account_id
  ) AS frozen ON frozen.account_id = a.id
$$;
-- What each position's balances have to be. The order of an account's entries is known only from the positions themselves.
CREATE FUNCTION rebuilt_positions() RETURNS TABLE (account_id bigint, account_seq bigint, balance_before_minor bigint, balance_after_minor bigint)
LANGUAGE sql STABLE AS $$
  SELECT ordered.account_id, ordered.account_seq, (ordered.upto - ordered.change_minor)::bigint, ordered.upto::bigint
  FROM (
    SELECT e.account_id, e.account_seq, e.change_minor, e.is_placed,
           sum(e.change_minor) OVER (PARTITION BY e.account_id ORDER BY e.account_seq ROWS UNBOUNDED PRECEDING) AS upto
    FROM (
      SELECT p.account_id, p.account_seq, e.change_minor, true AS is_placed FROM entry_positions p
      JOIN entries e ON e.voucher_id = p.voucher_id AND e.line_no = p.line_no AND e.accounting_on = p.accounting_on
      UNION ALL
      SELECT e.account_id, e.account_seq, e.change_minor, false FROM entries e
      WHERE e.account_seq IS NOT NULL AND e.account_id IN (SELECT DISTINCT entry_positions.account_id FROM entry_positions)
    ) AS e
  ) AS ordered
  WHERE ordered.is_placed
$$;
-- What differs from what entries and holds say: the balances, the positions, and what waits.
CREATE FUNCTION rebuild_differences() RETURNS TABLE (what text, account_no text, is_now text, has_to_be text) LANGUAGE sql STABLE AS $$
  SELECT 'balance', a.account_no, format('posted %s, frozen %s, %s entries', held.posted_minor, held.frozen_minor, held.entry_seq),
         format('posted %s, frozen %s, %s entries', b.posted_minor, b.frozen_minor, b.entry_seq)
  FROM rebuilt_balances() b JOIN accounts a ON a.id = b.account_id LEFT JOIN account_balances held ON held.account_id = b.account_id
  WHERE (held.posted_minor, held.frozen_minor, held.entry_seq) IS DISTINCT FROM (b.posted_minor, b.frozen_minor, b.entry_seq)
  UNION ALL
  SELECT 'position', a.account_no, format('entry %s: %s to %s', p.account_seq, p.balance_before_minor, p.balance_after_minor),
         format('entry %s: %s to %s', p.account_seq, r.balance_before_minor, r.balance_after_minor)
  FROM rebuilt_positions() r JOIN entry_positions p ON p.account_id = r.account_id AND p.account_seq = r.account_seq
  JOIN accounts a ON a.id = p.account_id
  WHERE (p.balance_before_minor, p.balance_after_minor) <> (r.balance_before_minor, r.balance_after_minor)
  UNION ALL
  SELECT 'waiting', a.account_no, format('line %s of voucher %s does not wait', e.line_no, e.voucher_id), 'waits to be folded'
  FROM entries e JOIN accounts a ON a.id = e.account_id
  LEFT JOIN entry_positions p ON p.voucher_id = e.voucher_id AND p.line_no = e.line_no
  LEFT JOIN buffered_entries w ON w.voucher_id = e.voucher_id AND w.line_no = e.line_no
  WHERE e.account_seq IS NULL AND p.account_id IS NULL AND w.id IS NULL
  UNION ALL
  SELECT 'waiting', a.account_no, format('line %s of voucher %s waits', w.line_no, w.voucher_id), 'is no entry that has to wait, or waits once'
  FROM buffered_entries w JOIN accounts a ON a.id = w.account_id
  LEFT JOIN entries e ON e.voucher_id = w.voucher_id AND e.line_no = w.line_no AND e.accounting_on = w.accounting_on
    AND e.account_id = w.account_id AND e.change_minor = w.change_minor AND e.account_seq IS NULL
  LEFT JOIN entry_positions p ON p.voucher_id = w.voucher_id AND p.line_no = w.line_no
  WHERE e.voucher_id IS NULL OR p.account_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM buffered_entries o WHERE o.voucher_id = w.voucher_id AND o.line_no = w.line_no AND o.id < w.id)
$$;
-- Recovery, as the owner of the tables alone: writes every balance, position and waiting entry anew while nothing is
-- posted. Answers how many rows it changed.
CREATE FUNCTION ledger_rebuild() RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  step bigint;
  changed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7233, 1);
  ALTER TABLE entry_positions DISABLE TRIGGER append_only;
  DELETE FROM buffered_entries w
  WHERE EXISTS (SELECT 1 FROM entry_positions p WHERE p.voucher_id = w.voucher_id AND p.line_no = w.line_no)
    OR EXISTS (SELECT 1 FROM buffered_entries o WHERE o.voucher_id = w.voucher_id AND o.line_no = w.line_no AND o.id < w.id)
    OR NOT EXISTS (
      SELECT 1 FROM entries e WHERE e.voucher_id = w.voucher_id AND e.line_no = w.line_no AND e.accounting_on = w.accounting_on
        AND e.account_id = w.account_id AND e.change_minor = w.change_minor AND e.account_seq IS NULL);
  GET DIAGNOSTICS changed = ROW_COUNT;
  INSERT INTO buffered_entries (account_id, voucher_id, line_no, accounting_on, change_minor)
  SELECT e.account_id, e.voucher_id, e.line_no, e.accounting_on, e.change_minor FROM entries e
  WHERE e.account_seq IS NULL
    AND NOT EXISTS (SELECT 1 FROM entry_positions p WHERE p.voucher_id = e.voucher_id AND p.line_no = e.line_no)
    AND NOT EXISTS (SELECT 1 FROM buffered_entries w WHERE w.voucher_id = e.voucher_id AND w.line_no = e.line_no)
  ORDER BY e.voucher_id, e.line_no;
  GET DIAGNOSTICS step = ROW_COUNT;
  changed := changed + step;
  UPDATE entry_positions p SET balance_before_minor = r.balance_before_minor, balance_after_minor = r.balance_after_minor
  FROM rebuilt_positions() r WHERE p.account_id = r.account_id AND p.account_seq = r.account_seq
    AND (p.balance_before_minor, p.balance_after_minor) <> (r.balance_before_minor, r.balance_after_minor);
  GET DIAGNOSTICS step = ROW_COUNT;
  changed := changed + step;
  UPDATE account_balances held
  SET posted_minor = b.posted_minor, frozen_minor = b.frozen_minor, entry_seq = b.entry_seq
  FROM rebuilt_balances() b WHERE held.account_id = b.account_id
    AND (held.posted_minor, held.frozen_minor, held.entry_seq) <> (b.posted_minor, b.frozen_minor, b.entry_seq);
  GET DIAGNOSTICS step = ROW_COUNT;
  ALTER TABLE entry_positions ENABLE TRIGGER append_only;
  RETURN changed + step;
END $$;
REVOKE ALL ON FUNCTION ledger_rebuild, raise_or_clear_alarm, refuse_money_out FROM PUBLIC;

CREATE FUNCTION grant_app_role_proofs(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON proof_marks, account_seals, proof_alarms TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE ON proof_marks, account_seals TO %I', p_role);
  EXECUTE format('GRANT SELECT ON SEQUENCE vouchers_id_seq TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_proofs FROM PUBLIC;
