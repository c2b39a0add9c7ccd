import "server-only";
import { type StoredCalendarDays, storedCalendarDays } from "@/contracts/calendar";
import {
  type BusinessCalendar,
  type CalendarDay,
  CHINA,
  layCalendars,
  toCalendar,
} from "@/core/calendar/business-calendar";
import { invariant } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

/** Who may have days of their own. The most particular calendar counts: the channel's, else the bank's, else China's. */
export type CalendarOwner = { readonly channel?: string; readonly bankAccount?: string };
export type CalendarFinder = (owner: CalendarOwner) => BusinessCalendar;

/** A year of a calendar as its newest version has it. */
export type CalendarYear = {
  readonly calendar: string;
  readonly year: number;
  readonly version: number;
  readonly days: readonly CalendarDay[];
};

/** The years in force of all calendars, or of one, ascending. */
export async function listCalendarYears(db: DbReader, calendar: string | null = null): Promise<CalendarYear[]> {
  const rows = await db.query<Omit<CalendarYear, "days"> & { days: unknown }>(
    `SELECT DISTINCT ON (calendar, year) calendar, year, version, days FROM calendar_versions
     WHERE $1::text IS NULL OR calendar = $1 ORDER BY calendar, year, version DESC`,
    [calendar],
  );
  return rows.map((row) => ({ ...row, days: storedCalendarDays.parse(row.days) }));
}

/** China's calendar. */
export async function loadCalendar(db: DbReader): Promise<BusinessCalendar> {
  return toOne(await listCalendarYears(db, CHINA), CHINA);
}

/** All calendars at once, for whoever needs those of many channels. */
export async function loadCalendarFinder(db: DbReader): Promise<CalendarFinder> {
  const years = await listCalendarYears(db);
  const base = toOne(years, CHINA);
  const codes = [...new Set(years.map(({ calendar }) => calendar))].filter((code) => code !== CHINA);
  const own = new Map(codes.map((code) => [code, layCalendars(base, toOne(years, code))]));
  return ({ channel, bankAccount }) => own.get(`channel:${channel}`) ?? own.get(`bank:${bankAccount}`) ?? base;
}

function toOne(years: readonly CalendarYear[], code: string): BusinessCalendar {
  const mine = years.filter(({ calendar }) => calendar === code);
  const last = mine.at(-1);
  invariant(last, `the calendar ${code} has a year`);
  const days = mine.flatMap((year) => year.days);
  return toCalendar(code, `${last.year}-12-31`, days);
}

/** The newest version of a calendar; 0 where it has none yet. */
export async function getCalendarVersion(db: DbReader, calendar: string): Promise<number> {
  const [row] = await db.query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM calendar_versions WHERE calendar = $1",
    [calendar],
  );
  return row?.version ?? 0;
}

export type NewCalendarVersion = {
  readonly calendar: string;
  readonly version: number;
  readonly year: number;
  readonly days: readonly CalendarDay[];
  readonly reason: string;
  /** Null for a set-up on the machine. */
  readonly approved: { readonly id: bigint; readonly makerId: bigint } | null;
};

/** Puts a year in force; China's bank days follow in the database. Refused there where it is not what was approved. */
export async function insertCalendarVersion(tx: DbTransaction, next: NewCalendarVersion): Promise<void> {
  const { calendar, version, year, days, reason, approved } = next;
  const { now, commandId } = tx.context;
  await tx.query(
    `INSERT INTO calendar_versions (calendar, version, year, days, reason, approval_id, made_by, approved_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      calendar,
      version,
      year,
      JSON.stringify(toStoredDays(days)),
      reason,
      approved?.id ?? null,
      approved?.makerId ?? null,
      now,
      commandId,
    ],
  );
}

export function toStoredDays(days: readonly CalendarDay[]): StoredCalendarDays {
  return days.map(({ on, kind, name }) => ({ on, kind, name }));
}
