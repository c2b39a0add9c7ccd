import "server-only";

const WINDOW_MS = 300_000;

/** What was signed longer ago than this, or so far ahead of us, may have been recorded by somebody and sent once more. */
export function isWithinWindow(signedAt: Date, now: Date): boolean {
  return Math.abs(now.getTime() - signedAt.getTime()) <= WINDOW_MS;
}
