import fc from "fast-check";
import { expect, it, test } from "vitest";
import { addBusinessDays, type CalendarDay, toCalendar } from "@/core/calendar/business-calendar";
import { addDays } from "@/core/calendar/settlement-day";
import { accept } from "@/core/result";
import { dueThrough } from "./due-through";

const days: CalendarDay[] = [
  ...Array.from(
    { length: 7 },
    (_, nth): CalendarDay => ({ on: `2026-10-0${nth + 1}`, kind: "HOLIDAY", name: "国庆节" }),
  ),
  { on: "2026-10-10", kind: "WORKDAY", name: "国庆节" },
  { on: "2026-09-20", kind: "WORKDAY", name: "国庆节" },
];
const CHINA = toCalendar("CN", "2026-12-31", days);

test.each([
  ["T+0 of a business day", "2026-10-09", 0, "2026-10-09"],
  ["T+0 of a holiday is what was due before it", "2026-10-05", 0, "2026-09-30"],
  ["T+1 after the holiday takes all of it", "2026-10-09", 1, "2026-10-08"],
  ["T+1 on a Saturday that is worked", "2026-10-10", 1, "2026-10-09"],
  ["T+1 on a Sunday that is not", "2026-10-11", 1, "2026-10-09"],
  ["T+30", "2026-11-19", 30, "2026-10-09"],
])("%s", (_, on, cycle, expected) => expect(dueThrough(CHINA, on, cycle)).toEqual(accept(expected)));

it("is refused past the end of the calendar, and not while only the due days of others lie there", () => {
  expect(dueThrough(CHINA, "2027-01-01", 1)).toMatchObject({ refusal: { code: "calendar_ended" } });
  expect(dueThrough(CHINA, "2026-12-31", 1)).toEqual(accept("2026-12-30"));
});

it("divides the days into those that are due and those that are not, for every cycle and date", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(30), (offset, cycle) => {
      const on = addDays("2026-03-01", offset);
      const through = dueThrough(CHINA, on, cycle);
      if (!through.ok) throw new Error(through.refusal.message);
      for (let back = -1; back <= 70; back += 1) {
        const cleared = addDays(on, -back);
        const due = addBusinessDays(CHINA, cleared, cycle);
        expect(due.ok && due.value <= on, `${cleared} by ${on}`).toBe(cleared <= through.value);
      }
    }),
    { numRuns: 60 },
  );
});
