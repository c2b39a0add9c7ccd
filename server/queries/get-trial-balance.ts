import "server-only";
import type { TrialBalanceDto, TrialRowDto } from "@/contracts/ledger-views";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import type { Actor } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { readTrialBalance, type TrialBalanceLine } from "@/server/queries/trial-balance";

/**
 * The trial balance of a day, today's when none is asked for, by asset. Null for somebody who sees some merchants only:
 * the sums are the whole company's.
 */
export async function readTrialBalanceOf(actor: Actor, asked: string | null): Promise<TrialBalanceDto | null> {
  if (actor.scope !== null) return null;
  const today = accountingDayOf(getClock().now());
  const date = asked ?? today;
  const { lines, totals, isClosed } = await readTrialBalance(date);
  return {
    date,
    before: addDays(date, -1),
    after: date < today ? addDays(date, 1) : null,
    isClosed,
    assets: totals.map((total) => ({
      asset: total.asset,
      rows: lines.filter((line) => line.asset === total.asset).map(toRow),
      total: toRow(total),
      isBalanced: total.balanced,
    })),
  };
}

function toRow(line: TrialBalanceLine): TrialRowDto {
  return {
    code: line.account,
    name: line.name,
    openingDebitMinor: `${line.openingDebitMinor}`,
    openingCreditMinor: `${line.openingCreditMinor}`,
    debitMinor: `${line.debitMinor}`,
    creditMinor: `${line.creditMinor}`,
    closingDebitMinor: `${line.closingDebitMinor}`,
    closingCreditMinor: `${line.closingCreditMinor}`,
  };
}
