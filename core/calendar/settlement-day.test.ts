import { describe, expect, it } from "vitest";
import { accountingDayOf, addDays, daysBetween, settlementDayOf } from "./settlement-day";

describe("the settlement day of a payment", () => {
  it.each([
    ["2026-11-19T23:59:59+08:00", "Asia/Shanghai", "00:00", "2026-11-19"],
    ["2026-11-20T00:00:00+08:00", "Asia/Shanghai", "00:00", "2026-11-20"],
    ["2026-11-19T22:59:59+08:00", "Asia/Shanghai", "23:00", "2026-11-19"],
    ["2026-11-19T23:00:00+08:00", "Asia/Shanghai", "23:00", "2026-11-20"],
    ["2026-12-31T23:30:00+08:00", "Asia/Shanghai", "23:00", "2027-01-01"],
    ["2028-02-28T23:30:00+08:00", "Asia/Shanghai", "23:00", "2028-02-29"],
    // The hour that daylight saving takes away, and the one that it repeats.
    ["2026-03-29T01:30:00Z", "Europe/Berlin", "00:00", "2026-03-29"],
    ["2026-11-01T05:30:00Z", "America/New_York", "00:00", "2026-11-01"],
    ["2026-11-01T06:30:00Z", "America/New_York", "00:00", "2026-11-01"],
    ["2026-11-19T10:00:00Z", "Pacific/Apia", "00:00", "2026-11-19"],
    ["2026-11-19T11:00:00Z", "Pacific/Apia", "00:00", "2026-11-20"],
  ])("%s in %s with the cut-off %s is %s", (instant, timezone, cutoff, day) => {
    expect(settlementDayOf(new Date(instant), timezone, cutoff)).toBe(day);
  });
});

it("counts the accounting day in Shanghai", () => {
  expect(accountingDayOf(new Date("2026-11-19T16:00:00Z"))).toBe("2026-11-20");
  expect(accountingDayOf(new Date("2026-11-19T15:59:59Z"))).toBe("2026-11-19");
});

it("adds and counts calendar days over months and leap years", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
  expect(() => addDays("yesterday", 1)).toThrow(/not a calendar day/);
});
