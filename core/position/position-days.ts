import { addBusinessDays, type BusinessCalendar } from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";

export type PositionDays = {
  /** The day itself, whatever it is, and the business days after it that are known. */
  readonly days: readonly string[];
  /** The business day before it: money that was due before that and has not come is late. */
  readonly previousOn: string;
  /** The last day of which the calendar knows anything, where it ends before all days that were asked for; else null. */
  readonly endedThrough: string | null;
};

/** `date` and the next `count` (0 to 30) business days. A day past the end of the calendar is left out, and never guessed. */
export function positionDays(calendar: BusinessCalendar, date: string, count: number): PositionDays {
  const days = [date];
  let endedThrough: string | null = date > calendar.through ? calendar.through : null;
  while (days.length <= count && endedThrough === null) {
    const next = addBusinessDays(calendar, addDays(days.at(-1) ?? date, 1), 0);
    if (next.ok) days.push(next.value);
    else endedThrough = calendar.through;
  }
  return { days, previousOn: previousBusinessDay(calendar, date), endedThrough };
}

/** Looks back only, so what is not known counts as a weekday would. */
function previousBusinessDay(calendar: BusinessCalendar, date: string): string {
  let day = date;
  do day = addDays(day, -1);
  while (!isOpen(calendar, day));
  return day;
}

function isOpen(calendar: BusinessCalendar, day: string): boolean {
  const next = addBusinessDays(calendar, day, 0);
  return next.ok ? next.value === day : true;
}
