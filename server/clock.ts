import "server-only";
import { getEnv } from "@/server/env";

/** Handed to whatever needs the time; nothing reads the system's clock by itself. */
export type Clock = { now: () => Date };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

let clock: Clock | null = null;

export function getClock(): Clock {
  clock ??= makeClock(getEnv().DESK_CLOCK, Date.now);
  return clock;
}

/**
 * `2026-11-19T10:00:00+08:00` stands still at that instant; `+2026-11-19T10:00:00+08:00` starts there and runs on.
 * Without a setting it is the system's clock.
 */
export function makeClock(setting: string | undefined, systemNow: () => number): Clock {
  if (setting === undefined) return { now: () => new Date(systemNow()) };
  const running = setting.startsWith("+");
  const text = running ? setting.slice(1) : setting;
  const instant = Date.parse(text);
  if (!INSTANT.test(text) || Number.isNaN(instant)) {
    throw new Error(
      "DESK_CLOCK must be an instant like 2026-11-19T10:00:00+08:00, with a + in front when it should run on.",
    );
  }
  const startedAt = systemNow();
  return { now: () => new Date(running ? instant + systemNow() - startedAt : instant) };
}
