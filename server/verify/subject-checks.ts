import "server-only";
import type { BookCheck } from "./book-check";

/** Balances on the debit side, whatever an account's own normal side: with what waits to be folded. */
const DEBIT_BALANCES = `
  SELECT a.gl_code, a.asset, sum(CASE held.normal_side WHEN 'DEBIT' THEN b.posted_minor ELSE -b.posted_minor END) AS minor
  FROM accounts a JOIN account_holdings b ON b.account_id = a.id JOIN account_balances held ON held.account_id = a.id
  GROUP BY a.gl_code, a.asset`;

/** In every asset, debit balances = credit balances. */
export const TRIAL_BALANCE: BookCheck = {
  name: "trial_balance",
  noun: "assets",
  units: `
    SELECT format('%s: debits and credits differ by %s', asset, sum(minor)) AS name, sum(minor) = 0 AS ok
    FROM (${DEBIT_BALANCES}) AS b GROUP BY asset`,
};

/**
 * Sub-ledger = general ledger: the accounts of a subject come to what the subject comes to by itself, counted from the
 * lines on its two sides; of closed days, the figures that were kept when they were closed stand in for their lines.
 */
export const SUBJECTS_ARE_ACCOUNTS: BookCheck = {
  name: "subjects_are_accounts",
  noun: "subjects",
  units: `
    WITH kept AS (SELECT max(accounting_on) AS through FROM closed_days), closed AS (
      SELECT gl_code, asset, closing_debit_minor AS minor FROM closed_day_subjects JOIN kept ON kept.through = accounting_on
    ), later AS (
      SELECT a.gl_code, e.asset, sum(e.minor) AS minor FROM (
        SELECT account_id, asset, sum(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) AS minor FROM entries
        WHERE accounting_on > coalesce((SELECT through FROM kept), '2000-01-01') GROUP BY account_id, asset
      ) AS e JOIN accounts a ON a.id = e.account_id GROUP BY a.gl_code, e.asset
    )
    SELECT format('%s %s: %s on its accounts, %s on the subject', gl_code, asset, coalesce(b.minor, 0),
                  coalesce(closed.minor, 0) + coalesce(later.minor, 0)) AS name,
           coalesce(b.minor, 0) = coalesce(closed.minor, 0) + coalesce(later.minor, 0) AS ok
    FROM (${DEBIT_BALANCES}) AS b FULL JOIN closed USING (gl_code, asset) FULL JOIN later USING (gl_code, asset)`,
};
