import { localTimeOf } from "@/core/calendar/settlement-day";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FIXED = /^[+-]\d\d:\d\d$/;
/** A file holds days, not years: more hours than this mean another file. */
const MAX_KNOWN_HOURS = 4_096;

/** Offsets of local hours in one zone, kept, since asking the calendar for each of a million lines takes minutes. */
export class ZoneOffsets {
  private readonly known = new Map<string, string | null>();

  constructor(readonly zone: string) {}

  /**
   * The offset (`+08:00`) at a local day and hour-and-minute, such as `2026-11-19` and `09:15`. An hour that clocks run
   * through twice counts as its first; null for one that they jump over.
   */
  at(day: string, minutes: string): string | null {
    if (FIXED.test(this.zone)) return this.zone;
    // Some zones change on the half hour.
    const key = `${day}T${minutes.slice(0, 3)}${minutes.slice(3) < "30" ? "00" : "30"}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = findOffset(Date.parse(`${key}:00Z`), this.zone);
    if (this.known.size >= MAX_KNOWN_HOURS) this.known.clear();
    this.known.set(key, found);
    return found;
  }
}

function findOffset(localMs: number, zone: string): string | null {
  const around = [localMs - DAY_MS, localMs + DAY_MS].map((ms) => offsetMinutesAt(ms, zone));
  // The larger offset is the earlier instant.
  const fitting = around
    .sort((left, right) => right - left)
    .find((minutes) => offsetMinutesAt(localMs - minutes * MINUTE_MS, zone) === minutes);
  if (fitting === undefined) return null;
  const size = Math.abs(fitting);
  const pad = (part: number) => `${part}`.padStart(2, "0");
  return `${fitting < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function offsetMinutesAt(instantMs: number, zone: string): number {
  const { on, minute } = localTimeOf(new Date(instantMs), zone);
  return (Date.parse(`${on}T00:00:00Z`) - Math.floor(instantMs / MINUTE_MS) * MINUTE_MS) / MINUTE_MS + minute;
}
