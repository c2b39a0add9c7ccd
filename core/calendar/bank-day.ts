import { addDays } from "./settlement-day";

/**
 * Days on which banks of the mainland do not transfer between customers' accounts: Saturdays, Sundays and the State
 * Council's holidays, unless the day is a make-up workday (调休). Years that are not announced yet have their weekends only.
 */
const HOLIDAYS: readonly (readonly [first: string, last: string])[] = [
  ["2026-01-01", "2026-01-03"],
  ["2026-02-15", "2026-02-23"],
  ["2026-04-04", "2026-04-06"],
  ["2026-05-01", "2026-05-05"],
  ["2026-06-19", "2026-06-21"],
  ["2026-09-25", "2026-09-27"],
  ["2026-10-01", "2026-10-07"],
];
const MAKE_UP_WORKDAYS: ReadonlySet<string> = new Set([
  "2026-01-04",
  "2026-02-14",
  "2026-02-28",
  "2026-05-09",
  "2026-09-20",
  "2026-10-10",
]);

/** The days that the desk counts in; the database keeps the calendar for all of them. */
export const BANK_CALENDAR = { from: "2015-01-01", through: "2049-12-31" } as const;

export function isBankDay(on: string): boolean {
  if (MAKE_UP_WORKDAYS.has(on)) return true;
  if (HOLIDAYS.some(([first, last]) => first <= on && on <= last)) return false;
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The longest row of days without a bank open, with room to spare: a loop over them always ends. */
const MAX_CLOSED_DAYS = 30;

/**
 * The day by which a bank has what is due on `on`: that day, or the next one on which it works.
 */
export function bankDayFrom(on: string): string {
  let day = on;
  for (let closed = 0; closed < MAX_CLOSED_DAYS && !isBankDay(day); closed += 1) day = addDays(day, 1);
  return day;
}

/** How many bank days lie after `from` up to and with `to`; 0 where `to` is no later. As the database counts, too. */
export function bankDaysBetween(from: string, to: string): number {
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isBankDay(day)) days += 1;
  return days;
}

/**
 * The calendar days from `first` to `last` whatever was opened on which is `from` to `to` bank days old by `today`; null
 * where there is no end.
 */
export function daysOfAge(
  today: string,
  from: number,
  to: number | null,
): { readonly first: string | null; readonly last: string | null } {
  return {
    first: to === null ? null : bankDayBefore(today, to),
    last: from === 0 ? null : addDays(bankDayBefore(today, from - 1), -1),
  };
}

/** The bank day so many before `on`; for 0 `on` itself, or the last one before it. */
function bankDayBefore(on: string, bankDays: number): string {
  let day = on;
  for (let left = bankDays; left > 0 || !isBankDay(day); day = addDays(day, -1)) if (isBankDay(day)) left -= 1;
  return day;
}

/** Every day of the calendar, with how many bank days there are up to and with it. */
export function listBankDays(): { day: string; isOpen: boolean; number: number }[] {
  const days: { day: string; isOpen: boolean; number: number }[] = [];
  let number = 0;
  for (let day: string = BANK_CALENDAR.from; day <= BANK_CALENDAR.through; day = addDays(day, 1)) {
    const isOpen = isBankDay(day);
    if (isOpen) number += 1;
    days.push({ day, isOpen, number });
  }
  return days;
}
