import "server-only";
import { settlementDayOf } from "@/core/calendar/settlement-day";
import { PlainLine } from "@/core/statements/plain-line";
import type { StatementLine } from "@/core/statements/statement";

const MINUTE_CHARS = "2026-11-19T12:34".length;

/** Which of a channel's days the lines of a file are of, by its time zone and cut-off. */
export class DaysOfLines {
  private readonly counts = new Map<string, number>();
  private readonly dayByMinute = new Map<string | number, string>();

  constructor(
    private readonly timezone: string,
    private readonly cutoff: string,
  ) {}

  see(lines: readonly StatementLine[]): void {
    for (const line of lines) {
      // Plain lines are all of one time zone.
      const minute = line instanceof PlainLine ? line.minute : minuteOf(line);
      const day = this.dayByMinute.get(minute) ?? this.remember(minute, line.occurredAt);
      this.counts.set(day, (this.counts.get(day) ?? 0) + 1);
    }
  }

  /** The day of every line; null where there are several, or no line at all. */
  only(): string | null {
    const [day, ...others] = this.counts.keys();
    return day !== undefined && others.length === 0 ? day : null;
  }

  /** The day of most lines: what to suggest to a person. */
  most(): string | null {
    return [...this.counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? null;
  }

  private remember(minute: string | number, occurredAt: string): string {
    const day = settlementDayOf(new Date(occurredAt), this.timezone, this.cutoff);
    this.dayByMinute.set(minute, day);
    return day;
  }
}

function minuteOf({ occurredAt }: StatementLine): string {
  return occurredAt.slice(0, MINUTE_CHARS) + occurredAt.slice(-6);
}
