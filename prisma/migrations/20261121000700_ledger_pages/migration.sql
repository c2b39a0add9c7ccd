-- Closing an accounting day, and what the ledger's pages read quickly because of it.

-- A closed day is final, so its figures are kept: a trial balance of any closed day, and an account's balance over days,
-- then read a few rows instead of every entry since. All three tables are derived from `entries`; reopening a day drops
-- its rows, closing it again writes the same.
CREATE TABLE closed_days (
  accounting_on  date PRIMARY KEY,
  vouchers       bigint NOT NULL CHECK (vouchers >= 0),
  closed_at      timestamptz NOT NULL,
  closed_by      bigint REFERENCES users,
  command_id     uuid NOT NULL REFERENCES receipts DEFERRABLE INITIALLY DEFERRED
);
-- One row a subject and asset that has accounts; `closing_debit_minor` is negative where the subject stands in credit.
CREATE TABLE closed_day_subjects (
  accounting_on        date NOT NULL REFERENCES closed_days ON DELETE CASCADE,
  gl_code              text NOT NULL REFERENCES gl_subjects,
  asset                text NOT NULL REFERENCES assets,
  debit_minor          bigint NOT NULL CHECK (debit_minor >= 0),
  credit_minor         bigint NOT NULL CHECK (credit_minor >= 0),
  closing_debit_minor  bigint NOT NULL,
  PRIMARY KEY (accounting_on, gl_code, asset)
);
-- One row an account that moved on the day; on a day whose eve is not kept, one row every account. So an account's last
-- row up to a kept day is its balance at the end of that day. Balances are on the account's normal side.
CREATE TABLE closed_day_accounts (
  account_id     bigint NOT NULL REFERENCES accounts,
  accounting_on  date NOT NULL REFERENCES closed_days ON DELETE CASCADE,
  debit_minor    bigint NOT NULL CHECK (debit_minor >= 0),
  credit_minor   bigint NOT NULL CHECK (credit_minor >= 0),
  closing_minor  bigint NOT NULL,
  PRIMARY KEY (account_id, accounting_on)
);
CREATE INDEX closed_day_accounts_day ON closed_day_accounts (accounting_on, account_id);

-- Keeps the figures of a day that `ledger_close` has just closed, in the same transaction: nothing is posted meanwhile,
-- and nothing will be dated into the day any more. Since postings wait for it, it reads no more than the day's entries and
-- goes on from the figures of the day before; only the first kept day asks what the accounts hold and what is dated later.
-- The app role calls it and writes none of these tables itself. Answers the vouchers of the day.
CREATE FUNCTION ledger_keep_day(p_command uuid, p_day date, p_by bigint, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  counted bigint;
  is_baseline boolean := NOT EXISTS (SELECT 1 FROM closed_days WHERE accounting_on = p_day - 1);
BEGIN
  IF p_day > (SELECT closed_through FROM ledger_settings) THEN
    RAISE EXCEPTION 'accounting day % is not closed', p_day USING ERRCODE = 'CD006';
  END IF;
  SELECT count(*) INTO counted FROM vouchers WHERE accounting_on = p_day;
  INSERT INTO closed_days (accounting_on, vouchers, closed_at, closed_by, command_id)
  VALUES (p_day, counted, p_at, p_by, p_command);

  INSERT INTO closed_day_accounts (account_id, accounting_on, debit_minor, credit_minor, closing_minor)
  WITH moved AS (
    SELECT account_id, coalesce(sum(amount_minor) FILTER (WHERE side = 'DEBIT'), 0)::bigint AS debit,
           coalesce(sum(amount_minor) FILTER (WHERE side = 'CREDIT'), 0)::bigint AS credit, sum(change_minor)::bigint AS change
    FROM entries WHERE accounting_on = p_day GROUP BY account_id
  ), later AS (
    SELECT account_id, sum(change_minor)::bigint AS change FROM entries WHERE is_baseline AND accounting_on > p_day GROUP BY account_id
  )
  SELECT a.id, p_day, coalesce(moved.debit, 0), coalesce(moved.credit, 0), held.posted_minor - coalesce(later.change, 0)
  FROM accounts a JOIN account_holdings held ON held.account_id = a.id
  LEFT JOIN moved ON moved.account_id = a.id LEFT JOIN later ON later.account_id = a.id
  WHERE is_baseline
  UNION ALL
  SELECT moved.account_id, p_day, moved.debit, moved.credit, coalesce(kept.closing_minor, 0) + moved.change
  FROM moved LEFT JOIN LATERAL (
    SELECT k.closing_minor FROM closed_day_accounts k
    WHERE k.account_id = moved.account_id AND k.accounting_on < p_day ORDER BY k.accounting_on DESC LIMIT 1
  ) AS kept ON true
  WHERE NOT is_baseline;

  INSERT INTO closed_day_subjects (accounting_on, gl_code, asset, debit_minor, credit_minor, closing_debit_minor)
  SELECT p_day, s.gl_code, s.asset, coalesce(today.debit, 0), coalesce(today.credit, 0),
         CASE WHEN is_baseline THEN coalesce(today.closing, 0)
              ELSE coalesce(kept.closing_debit_minor, 0) + coalesce(today.debit, 0) - coalesce(today.credit, 0) END
  FROM (SELECT DISTINCT gl_code, asset FROM accounts) AS s
  LEFT JOIN (
    SELECT a.gl_code, a.asset, sum(k.debit_minor)::bigint AS debit, sum(k.credit_minor)::bigint AS credit,
           sum(CASE a.normal_side WHEN 'DEBIT' THEN k.closing_minor ELSE -k.closing_minor END)::bigint AS closing
    FROM closed_day_accounts k JOIN accounts a ON a.id = k.account_id WHERE k.accounting_on = p_day GROUP BY 1, 2
  ) AS today ON today.gl_code = s.gl_code AND today.asset = s.asset
  LEFT JOIN closed_day_subjects kept ON kept.accounting_on = p_day - 1 AND kept.gl_code = s.gl_code AND kept.asset = s.asset;
  RETURN counted;
END $$;

-- Forgets the figures of every day after `p_through`, which `ledger_reopen` has just opened again.
CREATE FUNCTION ledger_forget_days(p_through date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_through < (SELECT closed_through FROM ledger_settings) THEN
    RAISE EXCEPTION 'accounting days after % are closed', p_through USING ERRCODE = 'CD006';
  END IF;
  DELETE FROM closed_days WHERE accounting_on > p_through;
END $$;
REVOKE ALL ON FUNCTION ledger_keep_day, ledger_forget_days FROM PUBLIC;

CREATE FUNCTION grant_app_role_ledger_pages(p_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON closed_days, closed_day_subjects, closed_day_accounts TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_keep_day, ledger_forget_days TO %I', p_role);
END $$;
REVOKE ALL ON FUNCTION grant_app_role_ledger_pages FROM PUBLIC;

-- Reading by day and searching. Every index on vouchers and entries is paid for by every posting, so there are three, which
-- an ordinary capture pays next to nothing for. Entries are written nearly in the order of their days, so that an index of
-- block ranges, a few pages long, finds a day in its month:
CREATE INDEX entries_day ON entries USING brin (accounting_on) WITH (pages_per_range = 32, autosummarize = on);
-- the instant of posting, in the same way, for balances "as of";
CREATE INDEX vouchers_posted ON vouchers USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
-- and memos, which only reversals, adjustments and people's own postings have.
CREATE INDEX vouchers_memo ON vouchers (accounting_on DESC, id DESC) WHERE memo <> '';
-- Amount, asset and maker have none: a search for them reads the days that it is limited to.
