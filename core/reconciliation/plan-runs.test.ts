import { expect, test } from "vitest";
import { type DayToRun, planRuns } from "./plan-runs";

const of = (channel: string, on: string, why: DayToRun["why"]): DayToRun => ({ channel, on, why });
const names = (days: readonly DayToRun[]) => planRuns(days).map((day) => `${day.channel} ${day.on}`);

test("the oldest day comes first, whatever its channel", () => {
  const days = [of("b", "2026-11-20", "NEW"), of("a", "2026-11-19", "NEW"), of("a", "2026-11-20", "NEW")];
  expect(names(days)).toEqual(["a 2026-11-19", "a 2026-11-20", "b 2026-11-20"]);
});

test("an outdated day is taken along by an earlier run of its channel, and only of its own", () => {
  const days = [
    of("a", "2026-11-18", "OUTDATED"),
    of("a", "2026-11-19", "OUTDATED"),
    of("b", "2026-11-19", "OUTDATED"),
    of("a", "2026-11-20", "NEW"),
  ];
  expect(names(days)).toEqual(["a 2026-11-18", "b 2026-11-19", "a 2026-11-20"]);
});

test("a day that was never run is run, even behind an outdated one; an outdated one behind it is not", () => {
  const days = [of("a", "2026-11-17", "NEW"), of("a", "2026-11-18", "OUTDATED"), of("a", "2026-11-19", "NEW")];
  expect(names(days)).toEqual(["a 2026-11-17", "a 2026-11-19"]);
  expect(names([])).toEqual([]);
});
