import { addDays } from "@/core/calendar/settlement-day";

/**
 * A wall-clock instant in Asia/Shanghai, the zone of every demo channel: the calendar day and the second in it. China
 * has had no daylight saving since 1991, so a day has 86,400 seconds and the offset is always +08:00.
 */
export type Moment = { readonly day: string; readonly second: number };

export const SECONDS_A_DAY = 86_400;

export function momentAfter(moment: Moment, seconds: number): Moment {
  const total = moment.second + seconds;
  const daysOn = Math.floor(total / SECONDS_A_DAY);
  return { day: daysOn === 0 ? moment.day : addDays(moment.day, daysOn), second: total - daysOn * SECONDS_A_DAY };
}

export function compareMoments(left: Moment, right: Moment): number {
  if (left.day !== right.day) return left.day < right.day ? -1 : 1;
  return left.second - right.second;
}

/** `hh:mm:ss` */
export function clockTime(moment: Moment): string {
  const two = (part: number) => `${part}`.padStart(2, "0");
  return `${two(Math.floor(moment.second / 3600))}:${two(Math.floor(moment.second / 60) % 60)}:${two(moment.second % 60)}`;
}

/** RFC 3339 with offset, as the orders file has it. */
export function toInstant(moment: Moment): string {
  return `${moment.day}T${clockTime(moment)}+08:00`;
}

/** `yyyy-MM-dd hh:mm:ss`, as the statements have it. */
export function toLocalTime(moment: Moment): string {
  return `${moment.day} ${clockTime(moment)}`;
}

/** The second at which a channel's settlement day ends: a cut-off of 00:00 is the calendar day's own end. */
export function secondOfCutoff(cutoff: string): number {
  const [hours = "", minutes = ""] = cutoff.split(":");
  const second = Number.parseInt(hours, 10) * 3600 + Number.parseInt(minutes, 10) * 60;
  return second === 0 ? SECONDS_A_DAY : second;
}

/** What happens at or after the cut-off belongs to the next settlement day. */
export function settlementDayOf(moment: Moment, cutoff: string): string {
  return moment.second >= secondOfCutoff(cutoff) ? addDays(moment.day, 1) : moment.day;
}
