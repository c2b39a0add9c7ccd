import { accept, invariant, type Refusal, type Result, refuse } from "@/core/result";
import { addDays, earlierDay } from "./settlement-day";

/** A day that is not what its weekday says: a holiday, or a Saturday or Sunday that is worked (调休). */
export const DAY_KINDS = ["HOLIDAY", "WORKDAY"] as const;
export type DayKind = (typeof DAY_KINDS)[number];
export type CalendarDay = { readonly on: string; readonly kind: DayKind; readonly name: string };

/** China's calendar; every other one is this with days of its own. */
export const CHINA = "CN";

/** The days on which somebody works. Nothing is known of days after `through`. */
export type BusinessCalendar = {
  readonly code: string;
  readonly through: string;
  readonly kinds: ReadonlyMap<string, DayKind>;
};

export type CalendarEnded = Refusal<"calendar_ended">;

/** The most business days that are ever counted at once: the longest cycle of settlement. */
export const MAX_CYCLE_DAYS = 30;

export function toCalendar(code: string, through: string, days: readonly CalendarDay[]): BusinessCalendar {
  return { code, through, kinds: new Map(days.map(({ on, kind }) => [on, kind])) };
}

/** One's own days over those that hold for everybody; known as far as both are. */
export function layCalendars(base: BusinessCalendar, own: BusinessCalendar): BusinessCalendar {
  const through = earlierDay(base.through, own.through);
  return { code: own.code, through, kinds: new Map([...base.kinds, ...own.kinds]) };
}

/** Whether the weekday alone makes it one: what counts where no calendar says otherwise. */
export function isWeekday(on: string): boolean {
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** Refused past the end of what is loaded: a day of a year whose holidays nobody has entered is never guessed. */
export function isBusinessDay(calendar: BusinessCalendar, on: string): Result<boolean, CalendarEnded> {
  if (on > calendar.through) return refuseEnded(calendar, on);
  const kind = calendar.kinds.get(on);
  return accept(kind === undefined ? isWeekday(on) : kind === "WORKDAY");
}

/**
 * The same for what looks back and promises nothing, such as how long somebody has been away: a day of which nothing is
 * known counts as none.
 */
export function isKnownBusinessDay(calendar: BusinessCalendar, on: string): boolean {
  const isOpen = isBusinessDay(calendar, on);
  return isOpen.ok && isOpen.value;
}

/**
 * T+N: the business day that is `days` (0 to 30) after `on`. T+0 is the day itself, or the next business day where it is
 * none; T+1 of a Saturday is Monday, as the database's bank_day_after counts.
 */
export function addBusinessDays(calendar: BusinessCalendar, on: string, days: number): Result<string, CalendarEnded> {
  invariant(Number.isInteger(days) && days >= 0 && days <= MAX_CYCLE_DAYS, `a cycle is 0 to ${MAX_CYCLE_DAYS} days`);
  let left = days;
  for (let day = on; ; day = addDays(day, 1)) {
    const isOpen = isBusinessDay(calendar, day);
    if (!isOpen.ok) return isOpen;
    if (isOpen.value && day > on) left -= 1;
    if (isOpen.value && left <= 0) return accept(day);
  }
}

/** The day itself, or the Monday after its weekend: for what is expected or worked, past the end of what is loaded. */
export function weekdayFrom(on: string): string {
  let day = on;
  while (!isWeekday(day)) day = addDays(day, 1);
  return day;
}

function refuseEnded({ code, through }: BusinessCalendar, on: string): { ok: false; refusal: CalendarEnded } {
  return refuse(
    "calendar_ended",
    `The calendar ${code} is loaded through ${through}, and ${on} lies beyond. Import the next year on the page Calendar, or with desk calendar import.`,
    { calendar: code, through },
  );
}
