import "server-only";
import type { BookCheck } from "./book-check";

/**
 * The figures kept of closed days are those of the entries: each account's turnover of each day, its balances from one
 * kept row to the next, the last of them against what it holds now, and the subjects against their accounts.
 */
export const CLOSED_DAY_FIGURES: BookCheck = {
  name: "closed_day_figures",
  noun: "figures kept of closed days",
  units: `
    WITH moved AS (
      SELECT accounting_on, account_id, coalesce(sum(amount_minor) FILTER (WHERE side = 'DEBIT'), 0) AS debit,
             coalesce(sum(amount_minor) FILTER (WHERE side = 'CREDIT'), 0) AS credit
      FROM entries WHERE accounting_on BETWEEN (SELECT min(accounting_on) FROM closed_days) AND (SELECT max(accounting_on) FROM closed_days)
      GROUP BY 1, 2
    ), open AS (
      SELECT account_id, sum(change_minor) AS change FROM entries
      WHERE accounting_on > (SELECT max(accounting_on) FROM closed_days) GROUP BY 1
    ), kept AS (
      SELECT k.*, CASE a.normal_side WHEN 'DEBIT' THEN k.debit_minor - k.credit_minor ELSE k.credit_minor - k.debit_minor END AS change,
             lag(k.closing_minor) OVER upto AS before, lead(k.closing_minor) OVER upto IS NULL AS is_last
      FROM closed_day_accounts k JOIN accounts a ON a.id = k.account_id
      WINDOW upto AS (PARTITION BY k.account_id ORDER BY k.accounting_on)
    ), subjects AS (
      SELECT k.accounting_on, a.gl_code, a.asset, sum(k.debit_minor) AS debit, sum(k.credit_minor) AS credit,
             sum(CASE a.normal_side WHEN 'DEBIT' THEN k.change ELSE -k.change END) AS change
      FROM kept k JOIN accounts a ON a.id = k.account_id GROUP BY 1, 2, 3
    ), lines AS (
      SELECT s.*, lag(closing_debit_minor) OVER (PARTITION BY gl_code, asset ORDER BY accounting_on) AS before
      FROM closed_day_subjects s
    )
    SELECT concat_ws(' ', a.account_no, coalesce(k.accounting_on, m.accounting_on)) AS name,
           k.account_id IS NOT NULL AND (k.debit_minor, k.credit_minor) = (coalesce(m.debit, 0), coalesce(m.credit, 0))
           AND (k.before IS NULL OR k.closing_minor = k.before + k.change)
           AND (NOT k.is_last OR k.closing_minor = held.posted_minor - coalesce(open.change, 0)) AS ok
    FROM kept k FULL JOIN moved m ON m.account_id = k.account_id AND m.accounting_on = k.accounting_on
    JOIN accounts a ON a.id = coalesce(k.account_id, m.account_id) JOIN account_holdings held ON held.account_id = a.id
    LEFT JOIN open ON open.account_id = a.id
    UNION ALL
    SELECT concat_ws(' ', l.gl_code, l.asset, l.accounting_on),
           (l.debit_minor, l.credit_minor) = (coalesce(s.debit, 0), coalesce(s.credit, 0))
           AND (l.before IS NULL OR l.closing_debit_minor = l.before + coalesce(s.change, 0))
    FROM lines l LEFT JOIN subjects s USING (accounting_on, gl_code, asset)`,
};
