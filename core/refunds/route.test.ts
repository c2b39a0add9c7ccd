import { expect, test } from "vitest";
import { earliestSend } from "./route";

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

test.each([
  ["the first one goes at once", null, "10:00:00"],
  ["one a second later waits out the minute", "09:59:01", "10:00:01"],
  ["one after the minute goes at once", "09:58:00", "10:00:00"],
  ["exactly a minute is enough", "09:59:00", "10:00:00"],
  ["behind one that waits itself", "10:00:30", "10:01:30"],
])("%s", (_, last, expected) => {
  expect(earliestSend(last === null ? null : at(last), at("10:00:00"))).toEqual(at(expected));
});
