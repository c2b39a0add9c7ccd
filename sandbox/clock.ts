/** What time it is for the sandbox. */
export type Clock = () => Date;

/**
 * The clock of DESK_CLOCK, read as the desk reads it: an instant stands still, one behind a `+` runs on from there, and
 * without it the system's clock goes.
 */
export function readClock(text: string | undefined): Clock {
  if (text === undefined || text === "") return () => new Date();
  const startMs = new Date(text.replace(/^\+/, "")).getTime();
  if (Number.isNaN(startMs)) throw new Error(`DESK_CLOCK is no instant: ${text}`);
  if (isStandingStill(text)) return () => new Date(startMs);
  const began = performance.now();
  return () => new Date(startMs + Math.round(performance.now() - began));
}

export function isStandingStill(text: string | undefined): boolean {
  return text !== undefined && text !== "" && !text.startsWith("+");
}
