import "server-only";
import type { BalanceDayDto, Side } from "@/contracts/ledger-views";
import { addDays } from "@/core/calendar/settlement-day";
import { reader } from "@/server/transact";

type AccountRaw = { id: bigint; normal_side: Side; posted_minor: bigint };
type MoveRaw = { on: string; debit: bigint; credit: bigint };

const ACCOUNT = `
  SELECT a.id, a.normal_side, h.posted_minor FROM accounts a JOIN account_holdings h ON h.account_id = a.id WHERE a.account_no = $1`;
/** What moved the account on each day since `$2`: kept for closed days, added up for the others. */
const MOVES = `
  WITH kept AS (SELECT min(accounting_on) AS first, max(accounting_on) AS last FROM closed_days)
  SELECT accounting_on AS on, debit_minor AS debit, credit_minor AS credit
  FROM closed_day_accounts WHERE account_id = $1 AND accounting_on >= $2
  UNION ALL
  SELECT e.accounting_on, coalesce(sum(e.amount_minor) FILTER (WHERE e.side = 'DEBIT'), 0)::bigint,
         coalesce(sum(e.amount_minor) FILTER (WHERE e.side = 'CREDIT'), 0)::bigint
  FROM kept CROSS JOIN entries e
  WHERE e.account_id = $1 AND e.accounting_on >= $2 AND (e.accounting_on BETWEEN kept.first AND kept.last) IS NOT TRUE
  GROUP BY e.accounting_on`;

/**
 * The balance of an account, which the reader may see, at the end of each of the last `count` days up to `to`; empty when
 * there is no such account. Counted back from what it holds now.
 */
export async function listBalanceDays(accountNo: string, to: string, count: number): Promise<BalanceDayDto[]> {
  const from = addDays(to, 1 - count);
  const [account] = await reader.query<AccountRaw>(ACCOUNT, [accountNo]);
  if (!account) return [];
  const moves = await reader.query<MoveRaw>(MOVES, [account.id, from]);
  const ofDay = new Map(moves.map((move) => [move.on, move]));
  const changeOf = ({ debit, credit }: MoveRaw) => (account.normal_side === "DEBIT" ? debit - credit : credit - debit);
  let closing = moves.reduce((held, move) => (move.on > to ? held - changeOf(move) : held), account.posted_minor);
  const days: BalanceDayDto[] = [];
  for (let on = to; on >= from; on = addDays(on, -1)) {
    const move = ofDay.get(on) ?? { on, debit: 0n, credit: 0n };
    days.unshift({ on, debitMinor: `${move.debit}`, creditMinor: `${move.credit}`, closingMinor: `${closing}` });
    closing -= changeOf(move);
  }
  return days;
}
