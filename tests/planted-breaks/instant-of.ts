import { addDays } from "@/core/calendar/settlement-day";

/**
 * The instant, in RFC 3339, of a minute of a channel's day: minute 0 is the cut-off before. Found by asking the zone's
 * clock, not by the function that reconciliation decides the day with.
 */
export function instantOf(channel: { timezone: string; cutoff: string }, day: string, minute: number): string {
  const cutMinute = Number(channel.cutoff.slice(0, 2)) * 60 + Number(channel.cutoff.slice(3));
  const begins = cutMinute === 0 ? day : addDays(day, -1);
  const wanted = Date.parse(`${begins}T00:00:00Z`) + (cutMinute + minute) * 60_000;
  // Twice, since the first guess may lie on the other side of a change of the clocks.
  const guess = wanted - offsetAt(wanted, channel.timezone);
  return new Date(wanted - offsetAt(guess, channel.timezone)).toISOString();
}

/** Milliseconds that the zone's clock is ahead of UTC at that instant. */
function offsetAt(instant: number, timeZone: string): number {
  const whole = Math.floor(instant / 60_000) * 60_000;
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(whole);
  return Date.parse(`${local.replace(" ", "T")}Z`) - whole;
}
