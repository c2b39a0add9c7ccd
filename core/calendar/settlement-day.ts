import { invariant } from "@/core/result";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

/** The calendar day (`YYYY-MM-DD`) and the minute of it that `instant` is in `timezone`. */
export function localTimeOf(instant: Date, timezone: string): { on: string; minute: number } {
  const parts = new Map(
    formatterFor(timezone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const on = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  return { on, minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")) };
}

/** The accounting day of the desk, which is that of Shanghai unless a channel says otherwise. */
export function accountingDayOf(instant: Date): string {
  return localTimeOf(instant, "Asia/Shanghai").on;
}

export function addDays(on: string, days: number): string {
  const day = new Date(`${on}T00:00:00Z`);
  invariant(!Number.isNaN(day.getTime()), `"${on}" is not a calendar day`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The first of two calendar days. */
export function earlierDay(left: string, right: string): string {
  const [first = left] = [left, right].sort();
  return first;
}

export function daysBetween(from: string, to: string): number {
  return (new Date(`${to}T00:00:00Z`).getTime() - new Date(`${from}T00:00:00Z`).getTime()) / 86_400_000;
}

/**
 * The statement date of a channel on which `instant` should stand. `cutoff` (日切点, `HH:MM` local) ends the channel's
 * day: at 23:00, a payment at 23:00 or later belongs to tomorrow's statement; 00:00 means the calendar day.
 */
export function settlementDayOf(instant: Date, timezone: string, cutoff: string): string {
  const { on, minute } = localTimeOf(instant, timezone);
  const cutoffMinute = Number(cutoff.slice(0, 2)) * 60 + Number(cutoff.slice(3));
  return cutoffMinute > 0 && minute >= cutoffMinute ? addDays(on, 1) : on;
}
