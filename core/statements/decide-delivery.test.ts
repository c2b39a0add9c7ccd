import { expect, test } from "vitest";
import { type DeliveryFacts, decideDelivery } from "./decide-delivery";

const SHANGHAI = { timezone: "Asia/Shanghai", cutoff: "00:00", statementLagDays: 1 };
const EXPECTED: DeliveryFacts = { on: "2026-11-19", isReceived: false, isWaived: false, isExpected: true };

test.each([
  ["the day itself", SHANGHAI, "2026-11-19T23:59:00+08:00", "NOT_DUE"],
  ["the morning after", SHANGHAI, "2026-11-20T00:00:00+08:00", "DUE"],
  ["the last minute of the day after", SHANGHAI, "2026-11-20T23:59:00+08:00", "DUE"],
  ["a day later", SHANGHAI, "2026-11-21T00:00:00+08:00", "LATE"],
  [
    "a cut-off at 23:00 ends the day an hour early",
    { ...SHANGHAI, cutoff: "23:00" },
    "2026-11-20T23:00:00+08:00",
    "LATE",
  ],
  ["the channel's clock, not ours", { ...SHANGHAI, timezone: "America/New_York" }, "2026-11-21T00:00:00+08:00", "DUE"],
  ["a channel that delivers the same day", { ...SHANGHAI, statementLagDays: 0 }, "2026-11-20T00:00:00+08:00", "LATE"],
  [
    "the day on which clocks go back",
    { ...SHANGHAI, timezone: "America/New_York" },
    "2026-11-01T01:30:00-04:00",
    "NOT_DUE",
  ],
] as const)("%s", (_name, terms, now, state) => {
  expect(decideDelivery(EXPECTED, terms, new Date(now))).toBe(state);
});

test("what came has come, what was waived is not late, and nothing is due of a channel that never traded", () => {
  const late = new Date("2026-12-01T00:00:00+08:00");
  expect(decideDelivery({ ...EXPECTED, isReceived: true, isWaived: true }, SHANGHAI, late)).toBe("RECEIVED");
  expect(decideDelivery({ ...EXPECTED, isWaived: true }, SHANGHAI, late)).toBe("WAIVED");
  expect(decideDelivery({ ...EXPECTED, isExpected: false }, SHANGHAI, late)).toBe("NOT_DUE");
});
