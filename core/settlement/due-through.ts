import {
  addBusinessDays,
  type BusinessCalendar,
  isBusinessDay,
  MAX_CYCLE_DAYS,
} from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";
import { accept, invariant, type Result } from "@/core/result";

/**
 * The last accounting date whose orders are due by `on` for a merchant of this cycle (T+0 … T+30 business days): everything
 * before it is due as well, since a later day is never due sooner. Refused where `on` lies beyond the calendar, because what
 * is due on a day of which nothing is known would be guessed.
 */
export function dueThrough(calendar: BusinessCalendar, on: string, cycleDays: number): Result<string> {
  const known = isBusinessDay(calendar, on);
  if (!known.ok) return known;
  for (let day = on; ; day = addDays(day, -1)) {
    const due = addBusinessDays(calendar, day, cycleDays);
    // Past the end of the calendar, and so past `on`.
    if (due.ok && due.value <= on) return accept(day);
    invariant(day > addDays(on, -MAX_CYCLE_DAYS * 10), "in ten months there are thirty business days");
  }
}
