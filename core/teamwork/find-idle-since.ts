import { type BusinessCalendar, isKnownBusinessDay } from "@/core/calendar/business-calendar";
import { accountingDayOf } from "@/core/calendar/settlement-day";

const HOUR_MS = 3_600_000;
const MAX_STEPS = 24 * 400;

/**
 * The instant that lies `hours` of bank days before `now`: whoever was last seen before it has been away so long. The
 * hours of weekends and holidays don't count, so that a Monday takes nothing from anybody who was there on Friday.
 */
export function findIdleSince(calendar: BusinessCalendar, now: Date, hours: number): Date {
  let at = now.getTime();
  for (let left = hours, step = 0; left > 0 && step < MAX_STEPS; step += 1) {
    at -= HOUR_MS;
    if (isKnownBusinessDay(calendar, accountingDayOf(new Date(at)))) left -= 1;
  }
  return new Date(at);
}
