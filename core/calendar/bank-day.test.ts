import { expect, test } from "vitest";
import { bankDayFrom, isBankDay } from "./bank-day";

test.each([
  ["a Thursday", "2026-11-19", "2026-11-19"],
  ["a Saturday waits for Monday", "2026-11-21", "2026-11-23"],
  ["the first day of the Spring Festival waits for its end", "2026-02-15", "2026-02-24"],
  ["National Day on a Thursday waits for the next one", "2026-10-01", "2026-10-08"],
  ["a Saturday that is worked", "2026-10-10", "2026-10-10"],
  ["over the end of a year that is not announced yet", "2027-01-02", "2027-01-04"],
  ["a leap day", "2028-02-29", "2028-02-29"],
])("%s", (_, due, expected) => expect(bankDayFrom(due)).toBe(expected));

test("a make-up workday before a holiday is one", () => {
  expect([isBankDay("2026-02-14"), isBankDay("2026-02-22"), isBankDay("2026-11-22")]).toEqual([true, false, false]);
});
