/** A day that has to be run: never yet (`NEW`), or not since its statement was replaced (`OUTDATED`). */
export type DayToRun = { readonly channel: string; readonly on: string; readonly why: "NEW" | "OUTDATED" };

/**
 * The runs that bring every channel up to date, the oldest day first. Running a day runs again whatever later days of its
 * channel were run before, so an outdated day behind another run needs none of its own.
 */
export function planRuns(days: readonly DayToRun[]): DayToRun[] {
  const begun = new Set<string>();
  return [...days]
    .sort((left, right) => compare(left.on, right.on) || compare(left.channel, right.channel))
    .filter(({ channel, why }) => {
      if (why === "OUTDATED" && begun.has(channel)) return false;
      begun.add(channel);
      return true;
    });
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
