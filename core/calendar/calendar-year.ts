import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type CalendarDay, isWeekday } from "./business-calendar";
import { addDays } from "./settlement-day";

/** Any row of days without work that is longer than this is a mistake in a file. */
const MAX_CLOSED_DAYS = 16;

export type CalendarYearRefusal = Refusal<
  | "calendar_year_other"
  | "calendar_year_empty"
  | "calendar_day_twice"
  | "calendar_workday_worked"
  | "calendar_closed_long"
>;

/** What a year's days look like to the desk: in order, each once, of that year, and each changes something. */
export function checkYear(
  year: number,
  days: readonly CalendarDay[],
  isOwn: boolean,
): Result<readonly CalendarDay[], CalendarYearRefusal> {
  const sorted = sortDays(days);
  const other = sorted.find(({ on }) => !on.startsWith(`${year}-`));
  if (other) {
    return refuse("calendar_year_other", `${other.on} is not of the year ${year}.`, { on: other.on, year: `${year}` });
  }
  // A whole country without a holiday is a file that was cut, or a table that was not filled in yet.
  if (!isOwn && !sorted.some(({ kind }) => kind === "HOLIDAY")) {
    return refuse("calendar_year_empty", `The file has no holiday in ${year}; nobody rests on weekends alone.`, {
      year: `${year}`,
    });
  }
  const twice = sorted.find(({ on }, index) => sorted[index - 1]?.on === on);
  if (twice) return refuse("calendar_day_twice", `${twice.on} stands twice.`, { on: twice.on });
  // Somebody with days of their own may work on a holiday that falls on a weekday; for all of China that is no make-up day.
  const worked = isOwn ? undefined : sorted.find(({ on, kind }) => kind === "WORKDAY" && isWeekday(on));
  if (worked) {
    return refuse("calendar_workday_worked", `${worked.on} is a weekday and worked anyway.`, { on: worked.on });
  }
  const long = findLongRest(year, sorted);
  if (long) {
    const message = `From ${long} on nobody would work for more than ${MAX_CLOSED_DAYS} days.`;
    return refuse("calendar_closed_long", message, { on: long, days: `${MAX_CLOSED_DAYS}` });
  }
  return accept(sorted);
}

function findLongRest(year: number, days: readonly CalendarDay[]): string | null {
  const kinds = new Map(days.map(({ on, kind }) => [on, kind]));
  let closed = 0;
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) {
    const kind = kinds.get(day);
    const isOpen = kind === undefined ? isWeekday(day) : kind === "WORKDAY";
    closed = isOpen ? 0 : closed + 1;
    if (closed > MAX_CLOSED_DAYS) return addDays(day, -MAX_CLOSED_DAYS);
  }
  return null;
}

export function sortDays(days: readonly CalendarDay[]): CalendarDay[] {
  return days.toSorted((left, right) => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0));
}

export type YearDifference = { readonly comes: readonly CalendarDay[]; readonly goes: readonly CalendarDay[] };

/** What another list of a year's days changes; a day with another kind or name both goes and comes. */
export function compareYears(before: readonly CalendarDay[], after: readonly CalendarDay[]): YearDifference {
  return { comes: without(after, before), goes: without(before, after) };
}

function without(all: readonly CalendarDay[], others: readonly CalendarDay[]): CalendarDay[] {
  const known = new Set(others.map(toKey));
  return sortDays(all).filter((day) => !known.has(toKey(day)));
}

function toKey({ on, kind, name }: CalendarDay): string {
  return `${on} ${kind} ${name}`;
}

export type DayRun = { readonly first: string; readonly last: string; readonly name: string };

/** Days in a row of one kind and name, as people write them: from … to … */
export function toRuns(days: readonly CalendarDay[]): DayRun[] {
  const runs: (DayRun & { readonly kind: string })[] = [];
  for (const { on, kind, name } of sortDays(days)) {
    const open = runs.at(-1);
    if (open && open.kind === kind && open.name === name && addDays(open.last, 1) === on) {
      runs[runs.length - 1] = { ...open, last: on };
    } else runs.push({ first: on, last: on, name, kind });
  }
  return runs.map(({ first, last, name }) => ({ first, last, name }));
}

/** "2026-10-01 – 2026-10-07 国庆节", a line each. */
export function sayDays(days: readonly CalendarDay[]): string {
  return toRuns(days)
    .map(({ first, last, name }) => `${first === last ? first : `${first} – ${last}`} ${name}`)
    .join("\n");
}
