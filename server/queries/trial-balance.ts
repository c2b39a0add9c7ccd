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

/** A closed day's figures are kept; opening = closing less turnover. A balance stands on one side, wherever it is. */
const KEPT = `
  SELECT gl_code, asset, debit_minor AS debit, credit_minor AS credit, closing_debit_minor AS closing,
         closing_debit_minor - debit_minor + credit_minor AS opening
  FROM closed_day_subjects WHERE accounting_on = $1`;

/**
 * Of a day that is open, closing balances are today's balances less what was dated after the day: the book before it
 * need not be read, and after an open day there are few.
 */
const COMPUTED = `
  SELECT a.gl_code, a.asset, sum(coalesce(e.debit, 0))::bigint AS debit, sum(coalesce(e.credit, 0))::bigint AS credit,
         sum(sign.of * (held.posted_minor - coalesce(e.later, 0)))::bigint AS closing,
         sum(sign.of * (held.posted_minor - coalesce(e.later, 0) - coalesce(e.change, 0)))::bigint AS opening
  FROM accounts a
  CROSS JOIN LATERAL (SELECT CASE a.normal_side WHEN 'DEBIT' THEN 1 ELSE -1 END AS of) AS sign
  JOIN account_holdings held ON held.account_id = a.id
  LEFT JOIN (
    SELECT account_id,
           sum(change_minor) FILTER (WHERE accounting_on > $1) AS later,
           sum(change_minor) FILTER (WHERE accounting_on = $1) AS change,
           sum(amount_minor) FILTER (WHERE accounting_on = $1 AND side = 'DEBIT') AS debit,
           sum(amount_minor) FILTER (WHERE accounting_on = $1 AND side = 'CREDIT') AS credit
    FROM entries WHERE accounting_on >= $1 GROUP BY account_id
  ) AS e ON e.account_id = a.id
  GROUP BY a.gl_code, a.asset`;

const linesOf = (figures: string) => `
  SELECT s.code AS account, s.name_en AS name, f.asset,
         greatest(opening, 0) AS "openingDebitMinor", greatest(-opening, 0) AS "openingCreditMinor",
         debit AS "debitMinor", credit AS "creditMinor",
         greatest(closing, 0) AS "closingDebitMinor", greatest(-closing, 0) AS "closingCreditMinor"
  FROM (${figures}) AS f JOIN gl_subjects s ON s.code = f.gl_code
  ORDER BY f.asset <> 'CNY', f.asset, s.code`;

const SUMMED = [
  "openingDebitMinor",
  "openingCreditMinor",
  "debitMinor",
  "creditMinor",
  "closingDebitMinor",
  "closingCreditMinor",
] as const;

export type TrialBalance = {
  readonly lines: readonly TrialBalanceLine[];
  readonly totals: readonly TrialBalanceTotal[];
  readonly isClosed: boolean;
};

/** The trial balance of an accounting day: a line a GL subject and asset, and totals an asset, the main one first. */
export async function readTrialBalance(date: string): Promise<TrialBalance> {
  const isClosed = await isKept(date);
  const lines = await reader.query<TrialBalanceLine>(linesOf(isClosed ? KEPT : COMPUTED), [date]);
  const assets = [...new Set(lines.length > 0 ? lines.map((line) => line.asset) : ["CNY"])];
  return { lines, totals: assets.map((asset) => totalOf(lines, asset)), isClosed };
}

/** Whether the figures of a day are kept, because it is closed. */
export async function isKept(date: string): Promise<boolean> {
  const kept = await reader.query("SELECT 1 FROM closed_days WHERE accounting_on = $1", [date]);
  return kept.length > 0;
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
