import "server-only";
import { reader } from "@/server/transact";

/** One line of 试算平衡表: opening balance, the day's turnover and closing balance, each by side, in minor units. */
export type TrialBalanceLine = {
  /** A GL code; `TOTAL` in the totals. */
  account: string;
  name: string;
  asset: string;
  openingDebitMinor: bigint;
  openingCreditMinor: bigint;
  debitMinor: bigint;
  creditMinor: bigint;
  closingDebitMinor: bigint;
  closingCreditMinor: bigint;
};
export type TrialBalanceTotal = TrialBalanceLine & { balanced: boolean };

/**
 * Closing balances are today's balances less what was dated after the day: the book before it need not be read. A
 * balance stands on one side, its account's normal one unless it is negative.
 */
const LINES = `
  WITH later AS (
    SELECT account_id, sum(change_minor) AS change FROM entries WHERE accounting_on > $1 GROUP BY account_id
  ), turnover AS (
    SELECT account_id, sum(change_minor) AS change,
           coalesce(sum(amount_minor) FILTER (WHERE side = 'DEBIT'), 0) AS debit,
           coalesce(sum(amount_minor) FILTER (WHERE side = 'CREDIT'), 0) AS credit
    FROM entries WHERE accounting_on = $1 GROUP BY account_id
  ), signed AS (
    SELECT a.gl_code, a.asset, coalesce(t.debit, 0) AS debit, coalesce(t.credit, 0) AS credit,
           CASE a.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END * (held.posted_minor - coalesce(l.change, 0)) AS closing,
           CASE a.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END * coalesce(t.change, 0) AS change
    FROM accounts a JOIN account_balances held ON held.account_id = a.id
    LEFT JOIN later l ON l.account_id = a.id LEFT JOIN turnover t ON t.account_id = a.id
  ), summed AS (
    SELECT gl_code, asset, sum(closing - change)::bigint AS opening, sum(debit)::bigint AS debit,
           sum(credit)::bigint AS credit, sum(closing)::bigint AS closing
    FROM signed GROUP BY gl_code, asset
  )
  SELECT s.code AS account, s.name_en AS name, summed.asset,
         greatest(opening, 0) AS "openingDebitMinor", greatest(-opening, 0) AS "openingCreditMinor",
         debit AS "debitMinor", credit AS "creditMinor",
         greatest(closing, 0) AS "closingDebitMinor", greatest(-closing, 0) AS "closingCreditMinor"
  FROM summed JOIN gl_subjects s ON s.code = summed.gl_code
  ORDER BY summed.asset <> 'CNY', summed.asset, s.code`;

const SUMMED = [
  "openingDebitMinor",
  "openingCreditMinor",
  "debitMinor",
  "creditMinor",
  "closingDebitMinor",
  "closingCreditMinor",
] as const;

/** The trial balance of an accounting day: a line a GL subject and asset, and totals an asset, the main one first. */
export async function readTrialBalance(
  date: string,
): Promise<{ lines: TrialBalanceLine[]; totals: TrialBalanceTotal[] }> {
  const lines = await reader.query<TrialBalanceLine>(LINES, [date]);
  const assets = [...new Set(lines.length > 0 ? lines.map((line) => line.asset) : ["CNY"])];
  return { lines, totals: assets.map((asset) => totalOf(lines, asset)) };
}

function totalOf(lines: readonly TrialBalanceLine[], asset: string): TrialBalanceTotal {
  const total = { account: "TOTAL", name: "Total", asset } as TrialBalanceLine;
  for (const column of SUMMED) {
    total[column] = lines.reduce((sum, line) => (line.asset === asset ? sum + line[column] : sum), 0n);
  }
  const balanced =
    total.openingDebitMinor === total.openingCreditMinor &&
    total.debitMinor === total.creditMinor &&
    total.closingDebitMinor === total.closingCreditMinor;
  return { ...total, balanced };
}
