import "server-only";
import type { BookCheck } from "./book-check";

/**
 * Every closed day has the report of its closing, which says what the kept figures say: its vouchers, what they moved and
 * the two sides of the trial balance. Every report is its findings, attempts are numbered without a gap, and what was in the
 * way of a closed day was approved as it stands there.
 */
const DAYS_CLOSED_BY_REPORT: BookCheck = {
  name: "days_closed_by_report",
  noun: "closed days and attempts to close one",
  units: `
    WITH told AS (
      SELECT r.accounting_on, r.command_id, f ->> 'code' AS code, f ->> 'asset' AS asset, (f ->> 'left')::numeric AS minor
      FROM day_close_reports r JOIN closed_days d USING (accounting_on, command_id), jsonb_array_elements(r.findings) AS f
      WHERE r.outcome = 'CLOSED' AND f ->> 'code' IN ('vouchers_entered', 'turnover', 'trial_balance')
    ), kept AS (
      SELECT accounting_on, 'turnover' AS code, asset, sum(debit_minor) AS minor FROM closed_day_subjects GROUP BY 1, 3
      UNION ALL
      SELECT accounting_on, 'trial_balance', asset, sum(greatest(closing_debit_minor, 0)) FROM closed_day_subjects GROUP BY 1, 3
      UNION ALL
      SELECT accounting_on, 'vouchers_entered', NULL, vouchers FROM closed_days
    ), wrong AS (
      SELECT DISTINCT t.accounting_on FROM told t LEFT JOIN kept k
        ON k.accounting_on = t.accounting_on AND k.code = t.code AND k.asset IS NOT DISTINCT FROM t.asset
      WHERE t.minor IS DISTINCT FROM coalesce(k.minor, 0)
      UNION
      SELECT k.accounting_on FROM kept k JOIN day_close_reports r ON r.accounting_on = k.accounting_on AND r.outcome = 'CLOSED'
      JOIN closed_days d ON d.accounting_on = r.accounting_on AND d.command_id = r.command_id
      WHERE k.minor <> 0 AND NOT EXISTS (SELECT 1 FROM told t WHERE t.accounting_on = k.accounting_on AND t.code = k.code
                                           AND t.asset IS NOT DISTINCT FROM k.asset)
    )
    SELECT 'day ' || d.accounting_on AS name, r.attempt IS NOT NULL AND w.accounting_on IS NULL AS ok
    FROM closed_days d LEFT JOIN wrong w USING (accounting_on)
    LEFT JOIN day_close_reports r ON r.accounting_on = d.accounting_on AND r.command_id = d.command_id AND r.outcome <> 'REFUSED'
    UNION ALL
    SELECT format('attempt %s of %s', r.attempt, r.accounting_on),
           r.content_hash = json_hash(r.findings) AND r.attempt = row_number() OVER (PARTITION BY r.accounting_on ORDER BY r.attempt)
             AND r.red = count_findings(r.findings, 'RED') AND r.waiting = count_findings(r.findings, 'WAITING')
             AND CASE r.outcome WHEN 'CLOSED' THEN
                   EXISTS (SELECT 1 FROM day_closings c WHERE c.command_id = r.command_id AND c.closed_through = r.accounting_on)
                   AND (r.red + r.waiting = 0 AND r.approval_id IS NULL
                        OR a.act = 'DAY_CLOSE_EXCEPTION' AND a.status = 'EXECUTED' AND a.command_id = r.command_id
                           AND jsonb_array_length(a.payload -> 'blocking') = r.red + r.waiting AND r.findings @> (a.payload -> 'blocking'))
                 ELSE r.approval_id IS NULL END
    FROM day_close_reports r LEFT JOIN approvals a ON a.id = r.approval_id`,
};

export const DAY_CLOSE_CHECKS: readonly BookCheck[] = [DAYS_CLOSED_BY_REPORT];
