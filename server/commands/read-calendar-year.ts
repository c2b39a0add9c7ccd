import "server-only";
import type { LoadCalendarInput } from "@/contracts/calendar";
import { type CalendarDay, CHINA } from "@/core/calendar/business-calendar";
import { checkYear } from "@/core/calendar/calendar-year";
import { readCalendarFile } from "@/core/calendar/read-calendar-file";
import { accept, type Result, refuse } from "@/core/result";
import { getCalendarVersion, listCalendarYears, toStoredDays } from "@/server/store/calendars";
import { type DbReader, hashInput } from "@/server/transact";

export type ReadYear = {
  readonly version: number;
  readonly before: readonly CalendarDay[];
  readonly days: readonly CalendarDay[];
};

/** A year out of a file with what stands now: what would be put in force, or why it cannot be. */
export async function readCalendarYear(
  db: DbReader,
  { calendar, year, text }: LoadCalendarInput,
): Promise<Result<ReadYear>> {
  const read = readCalendarFile(text);
  if (!read.ok) return read;
  const isOwn = calendar !== CHINA;
  const checked = checkYear(year, read.value, isOwn);
  if (!checked.ok) return checked;
  if (isOwn && !(await isOwner(db, calendar))) {
    return refuse("calendar_unknown", `There is no channel or bank account for the calendar ${calendar}.`, {
      calendar,
    });
  }
  const years = await listCalendarYears(db);
  const yearsOf = (code: string) => years.filter((one) => one.calendar === code).map((one) => one.year);
  // One's own days lie over China's, and a year between would be one that nobody has entered.
  const china = Math.max(...yearsOf(CHINA));
  const last = isOwn ? Math.min(china, Math.max(...yearsOf(calendar), china - 1) + 1) : china + 1;
  if (year > last) {
    const message = `The year ${year} follows on one that is not loaded yet; ${last} can be loaded now.`;
    return refuse("calendar_year_gap", message, { year: `${year}`, last: `${last}` });
  }
  const standing = years.find((one) => one.calendar === calendar && one.year === year);
  const before = standing?.days ?? [];
  if (standing && hashInput(toStoredDays(before)) === hashInput(toStoredDays(checked.value))) {
    return refuse("calendar_unchanged", `The year ${year} says this already; nothing was changed.`, {
      year: `${year}`,
    });
  }
  return accept({ version: await getCalendarVersion(db, calendar), before, days: checked.value });
}

/** A reserve bank is there with the channels that pay into it, before its first statement is. */
async function isOwner(db: DbReader, calendar: string): Promise<boolean> {
  const [owner] = await db.query(
    `SELECT 1 FROM channels WHERE 'channel:' || code = $1
     UNION ALL SELECT 1 FROM channels WHERE 'bank:' || bank_account = $1
     UNION ALL SELECT 1 FROM bank_accounts WHERE 'bank:' || code = $1 AND kind = 'RESERVE' LIMIT 1`,
    [calendar],
  );
  return owner !== undefined;
}
