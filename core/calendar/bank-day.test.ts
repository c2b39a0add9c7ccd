import fc from "fast-check";
import { expect, test } from "vitest";
import { bankDayFrom, bankDaysBetween, daysOfAge, isBankDay } from "./bank-day";
import { addDays } from "./settlement-day";

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

test("an age counts the days on which banks work", () => {
  expect(bankDaysBetween("2026-11-20", "2026-11-22")).toBe(0);
  expect(bankDaysBetween("2026-09-30", "2026-10-12")).toBe(4);
  expect(bankDaysBetween("2026-11-20", "2026-11-01")).toBe(0);
});

test("whatever is of an age was opened on the days of that age, and nothing else was", () => {
  const day = fc.nat(700).map((days) => addDays("2025-12-01", days));
  fc.assert(
    fc.property(day, fc.nat(60), fc.nat(40), fc.option(fc.nat(20)), (today, back, from, more) => {
      const openedOn = addDays(today, 3 - back);
      const to = more === null ? null : from + more;
      const { first, last } = daysOfAge(today, from, to);
      const age = bankDaysBetween(openedOn, today);
      const isOfAge = age >= from && (to === null || age <= to);
      expect((first === null || openedOn >= first) && (last === null || openedOn <= last)).toBe(isOfAge);
    }),
  );
});
