import "server-only";
import type { AccountingDaysDto, ClosedDayDto, FirstOpenDayDto, OpenDayDto } from "@/contracts/accounting-days";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { stateOfOpenDay } from "@/core/day-close/findings";
import { nextDayToClose } from "@/core/ledger/decide-day";
import type { Actor } from "@/core/permissions/actor";
import { findDayState } from "@/server/day-close/find-day-state";
import { toChecklistDto } from "@/server/day-close/to-finding-dto";
import { readDayFacts } from "@/server/store/accounting-days";
import { reader } from "@/server/transact";

/** Of each kind; the page is about the few days around the last closed one. */
const DAYS_SHOWN = 31;

type CountRow = { on: string; vouchers: bigint };
type TurnoverRow = { on: string; asset: string; amount_minor: bigint };
type ClosedRow = CountRow & { closed_at: Date; closed_by: string | null; exceptions: number | null };
type AttemptRow = { on: string; refused: number; undone: number };

const OPEN_COUNTS = `
  SELECT accounting_on AS on, count(*) AS vouchers FROM vouchers WHERE accounting_on BETWEEN $1 AND $2 GROUP BY accounting_on`;
const OPEN_TURNOVER = `
  SELECT accounting_on AS on, asset, sum(amount_minor)::bigint AS amount_minor FROM entries
  WHERE side = 'DEBIT' AND accounting_on BETWEEN $1 AND $2 GROUP BY accounting_on, asset ORDER BY asset <> 'CNY', asset`;
const CLOSED = `
  SELECT d.accounting_on AS on, d.vouchers, d.closed_at, u.display_name AS closed_by, r.red + r.waiting AS exceptions
  FROM closed_days d LEFT JOIN users u ON u.id = d.closed_by
  LEFT JOIN day_close_reports r ON r.accounting_on = d.accounting_on AND r.command_id = d.command_id AND r.outcome = 'CLOSED'
  ORDER BY d.accounting_on DESC LIMIT ${DAYS_SHOWN}`;
const CLOSED_TURNOVER = `
  SELECT accounting_on AS on, asset, sum(debit_minor)::bigint AS amount_minor FROM closed_day_subjects
  WHERE accounting_on = ANY ($1) AND debit_minor > 0 GROUP BY accounting_on, asset ORDER BY asset <> 'CNY', asset`;
const ATTEMPTS = `
  SELECT r.accounting_on AS on, (count(*) FILTER (WHERE r.outcome = 'REFUSED'))::int AS refused,
         (count(*) FILTER (WHERE r.outcome <> 'REFUSED' AND d.accounting_on IS NULL))::int AS undone
  FROM day_close_reports r LEFT JOIN closed_days d ON d.accounting_on = r.accounting_on AND d.command_id = r.command_id
  WHERE r.accounting_on = ANY ($1) GROUP BY 1`;

/**
 * The days around the last closed one, up to today, with what was posted in each, and the checklist of the first open one. Null for somebody who sees some
 * merchants only: the days are the whole company's.
 */
export async function readAccountingDays(actor: Actor, now: Date): Promise<AccountingDaysDto | null> {
  if (actor.scope !== null) return null;
  const today = accountingDayOf(now);
  const facts = await readDayFacts(reader);
  const next = nextDayToClose(facts);
  const isBegun = facts.firstDay !== null && facts.closedThrough >= facts.firstDay;
  const openDays = next === null ? [] : listDays(next, today);
  const [open, closed] = await Promise.all([readOpen(openDays.slice(0, DAYS_SHOWN), today), readClosed()]);
  return {
    today,
    closedThrough: isBegun ? facts.closedThrough : null,
    next,
    first: next === null || next >= today ? null : await readFirst(next, now),
    open,
    openMore: openDays.length - open.length,
    closed,
  };
}

/** Calendar days, both included. A day without a voucher is closed like any other. */
function listDays(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

async function readOpen(days: readonly string[], today: string): Promise<OpenDayDto[]> {
  if (days.length === 0) return [];
  const range = [days[0], days.at(-1)];
  const [counts, turnover] = await Promise.all([
    reader.query<CountRow>(OPEN_COUNTS, range),
    reader.query<TurnoverRow>(OPEN_TURNOVER, range),
  ]);
  const countOf = new Map(counts.map((row) => [row.on, row.vouchers]));
  const attemptsOf = await readAttempts(days);
  return days.map((on) => ({
    on,
    vouchers: Number(countOf.get(on) ?? 0n),
    turnover: turnoverOf(turnover, on),
    isOver: on < today,
    refused: attemptsOf.get(on)?.refused ?? 0,
    undone: attemptsOf.get(on)?.undone ?? 0,
  }));
}

async function readClosed(): Promise<ClosedDayDto[]> {
  const rows = await reader.query<ClosedRow>(CLOSED);
  const days = rows.map((row) => row.on);
  const turnover = await reader.query<TurnoverRow>(CLOSED_TURNOVER, [days]);
  const attemptsOf = await readAttempts(days);
  return rows.map((row) => ({
    on: row.on,
    vouchers: Number(row.vouchers),
    turnover: turnoverOf(turnover, row.on),
    closedAt: row.closed_at.toISOString(),
    closedBy: row.closed_by,
    exceptions: row.exceptions,
    refused: attemptsOf.get(row.on)?.refused ?? 0,
  }));
}

async function readFirst(day: string, now: Date): Promise<FirstOpenDayDto> {
  const findings = await findDayState(reader, day, now);
  return { day, state: stateOfOpenDay(findings), checklist: toChecklistDto(findings) };
}

async function readAttempts(days: readonly string[]): Promise<Map<string, AttemptRow>> {
  const rows = await reader.query<AttemptRow>(ATTEMPTS, [days]);
  return new Map(rows.map((row) => [row.on, row]));
}

function turnoverOf(rows: readonly TurnoverRow[], on: string): OpenDayDto["turnover"] {
  return rows.filter((row) => row.on === on).map((row) => ({ asset: row.asset, amountMinor: `${row.amount_minor}` }));
}
