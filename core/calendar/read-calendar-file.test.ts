import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { accept } from "@/core/result";
import type { CalendarDay } from "./business-calendar";
import { checkYear, compareYears, sayDays, toRuns } from "./calendar-year";
import { readCalendarFile } from "./read-calendar-file";
import { addDays } from "./settlement-day";

const NEW_YEAR: CalendarDay = { on: "2027-01-01", kind: "HOLIDAY", name: "元旦" };

describe("a year's file", () => {
  it("is CSV or JSON, and says the same in both", () => {
    const csv = '\uFEFFdate,kind,name\r\n2027-01-01,HOLIDAY,元旦\r\n\r\n2027-01-03,WORKDAY,"a, b"\r\n';
    const days = [NEW_YEAR, { on: "2027-01-03", kind: "WORKDAY", name: "a, b" }] as const;
    expect(readCalendarFile(csv)).toEqual(accept(days));
    const json = JSON.stringify(days.map(({ on, ...day }) => ({ date: on, ...day })));
    expect(readCalendarFile(json)).toEqual(accept(days));
  });

  test.each([
    ["nothing", "", "calendar_file_unreadable"],
    ["another head", "day,kind\n", "calendar_file_unreadable"],
    ["broken JSON", "[{", "calendar_file_unreadable"],
    ["a day that there is not", "date,kind,name\n2027-02-29,HOLIDAY,x", "calendar_row_invalid"],
    ["a day that is none", "date,kind,name\n1/1/2027,HOLIDAY,x", "calendar_row_invalid"],
    ["another kind", "date,kind,name\n2027-01-01,holiday,x", "calendar_row_invalid"],
    ["no name", "date,kind,name\n2027-01-01,HOLIDAY, ", "calendar_row_invalid"],
    ["a list of nothing", "[null]", "calendar_row_invalid"],
  ])("with %s is refused", (_, text, code) => expect(readCalendarFile(text)).toMatchObject({ refusal: { code } }));
});

describe("a year", () => {
  const run = (from: string, days: number): CalendarDay[] =>
    Array.from({ length: days }, (_, nth) => ({ ...NEW_YEAR, on: addDays(from, nth) }));
  test.each([
    ["of another year", [NEW_YEAR, { ...NEW_YEAR, on: "2028-01-01" }], "calendar_year_other"],
    ["twice the same day", [NEW_YEAR, { ...NEW_YEAR, name: "y" }], "calendar_day_twice"],
    ["without a holiday", [], "calendar_year_empty"],
    ["of make-up days alone", [{ on: "2027-01-03", kind: "WORKDAY" as const, name: "x" }], "calendar_year_empty"],
    [
      "a weekday as a make-up day",
      [NEW_YEAR, { ...NEW_YEAR, on: "2027-01-04", kind: "WORKDAY" as const }],
      "calendar_workday_worked",
    ],
    ["three weeks of nobody", run("2027-02-01", 21), "calendar_closed_long"],
  ])("%s is refused", (_, days, code) => expect(checkYear(2027, days, false)).toMatchObject({ refusal: { code } }));

  it("of one's own may have no days at all", () => {
    expect(checkYear(2027, [], true)).toMatchObject({ ok: true });
  });

  it("of one's own may be worked when China rests", () => {
    expect(checkYear(2027, [{ ...NEW_YEAR, kind: "WORKDAY" }], true)).toMatchObject({ ok: true });
  });

  it("is said in runs", () => {
    expect(sayDays([...run("2027-02-05", 3), NEW_YEAR])).toBe("2027-01-01 元旦\n2027-02-05 – 2027-02-07 元旦");
  });

  it("with its difference applied is the other one, and its runs hold every day", () => {
    const days = fc
      .uniqueArray(
        fc.tuple(fc.nat(364), fc.constantFrom("HOLIDAY" as const, "WORKDAY" as const), fc.constantFrom("a", "b")),
        {
          selector: ([day]) => day,
        },
      )
      .map((some) => some.map(([day, kind, name]): CalendarDay => ({ on: addDays("2027-01-01", day), kind, name })));
    const keys = (all: readonly CalendarDay[]) => all.map(({ on, kind, name }) => `${on}${kind}${name}`).sort();
    fc.assert(
      fc.property(days, days, (before, after) => {
        const { comes, goes } = compareYears(before, after);
        const kept = keys(before).filter((key) => !keys(goes).includes(key));
        expect([...kept, ...keys(comes)].sort()).toEqual(keys(after));
        const held = toRuns(after).reduce((sum, { first, last }) => {
          let count = 0;
          for (let day = first; day <= last; day = addDays(day, 1)) count += 1;
          return sum + count;
        }, 0);
        expect(held).toBe(after.length);
      }),
    );
  });
});
