import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { accept } from "@/core/result";
import {
  addBusinessDays,
  type CalendarDay,
  isBusinessDay,
  layCalendars,
  MAX_CYCLE_DAYS,
  toCalendar,
} from "./business-calendar";
import { addDays } from "./settlement-day";

const holidays = (from: string, days: number): CalendarDay[] =>
  Array.from({ length: days }, (_, nth) => ({ on: addDays(from, nth), kind: "HOLIDAY", name: "节" }));
const workdays = (...days: string[]): CalendarDay[] => days.map((on) => ({ on, kind: "WORKDAY", name: "节" }));
const CHINA = toCalendar("CN", "2027-12-31", [
  ...holidays("2026-02-15", 9),
  ...workdays("2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"),
  ...holidays("2026-10-01", 7),
  ...holidays("2027-01-01", 3),
]);

test.each([
  ["T+0 on a business day is that day", "2026-11-19", 0, "2026-11-19"],
  ["T+0 on a Saturday is Monday", "2026-11-21", 0, "2026-11-23"],
  ["T+1 of a Friday is Monday", "2026-11-20", 1, "2026-11-23"],
  ["T+1 of a Saturday is Monday", "2026-11-21", 1, "2026-11-23"],
  ["T+1 before National Day is the day after it", "2026-09-30", 1, "2026-10-08"],
  ["a Saturday that is worked counts", "2026-10-09", 1, "2026-10-10"],
  ["a Sunday that is worked is a day itself", "2026-09-20", 0, "2026-09-20"],
  ["and is the first after its Saturday", "2026-09-19", 1, "2026-09-20"],
  ["T+3 over the Spring Festival", "2026-02-13", 3, "2026-02-25"],
  ["over the year's end and its holiday", "2026-12-31", 1, "2027-01-04"],
  ["T+30", "2026-11-20", 30, "2027-01-04"],
])("%s", (_, on, days, expected) => expect(addBusinessDays(CHINA, on, days)).toEqual(accept(expected)));

describe("past the end of what is loaded", () => {
  it("nothing is said, whatever asks", () => {
    const refused = { refusal: { code: "calendar_ended", params: { calendar: "CN", through: "2027-12-31" } } };
    expect(isBusinessDay(CHINA, "2028-01-01")).toMatchObject(refused);
    expect(addBusinessDays(CHINA, "2027-12-31", 0)).toEqual(accept("2027-12-31"));
    expect(addBusinessDays(CHINA, "2027-12-31", 1)).toMatchObject(refused);
    expect(addBusinessDays(CHINA, "2028-02-01", 0)).toMatchObject(refused);
  });

  it("one's own days end where they do, or where China's do", () => {
    const own = layCalendars(CHINA, toCalendar("bank:R", "2026-12-31", workdays("2026-10-03")));
    expect(addBusinessDays(own, "2026-09-30", 1)).toEqual(accept("2026-10-03"));
    expect(addBusinessDays(own, "2026-12-31", 1)).toMatchObject({
      refusal: { params: { calendar: "bank:R", through: "2026-12-31" } },
    });
    expect(layCalendars(CHINA, toCalendar("bank:R", "2030-12-31", [])).through).toBe(CHINA.through);
  });
});

it("a cycle is whole days from 0 to 30", () => {
  for (const days of [-1, 31, 1.5]) expect(() => addBusinessDays(CHINA, "2026-11-20", days)).toThrow(/cycle/);
});

describe("any calendar", () => {
  const START = "2026-01-01";
  const days = fc
    .uniqueArray(fc.tuple(fc.nat(730), fc.constantFrom("HOLIDAY" as const, "WORKDAY" as const)), {
      selector: ([day]) => day,
      maxLength: 120,
    })
    .map((some) => some.map(([day, kind]): CalendarDay => ({ on: addDays(START, day), kind, name: "x" })));
  const calendar = days.map((some) => toCalendar("CN", addDays(START, 1200), some));
  const on = fc.nat(729).map((day) => addDays(START, day));
  const cycle = fc.nat(MAX_CYCLE_DAYS);

  it("T+N is a business day with exactly N business days between, counted on one's fingers", () => {
    fc.assert(
      fc.property(calendar, on, cycle, (one, from, count) => {
        const found = addBusinessDays(one, from, count);
        if (!found.ok) throw new Error(found.refusal.message);
        expect(isBusinessDay(one, found.value)).toEqual(accept(true));
        let open = 0;
        for (let day = addDays(from, 1); day <= found.value; day = addDays(day, 1)) {
          const isOpen = isBusinessDay(one, day);
          if (isOpen.ok && isOpen.value) open += 1;
        }
        const startsOpen = isBusinessDay(one, from);
        expect(open).toBe(count === 0 && !(startsOpen.ok && startsOpen.value) ? 1 : count);
      }),
    );
  });

  it("is steady: a later day is never due sooner, and T+M+N is T+M and then N", () => {
    fc.assert(
      fc.property(calendar, on, fc.nat(20), fc.integer({ min: 1, max: 15 }), fc.nat(15), (one, from, later, m, n) => {
        const due = (day: string, count: number) => {
          const found = addBusinessDays(one, day, count);
          return found.ok ? found.value : found.refusal.message;
        };
        expect(due(from, m) <= due(addDays(from, later), m)).toBe(true);
        expect(due(due(from, m), n)).toBe(due(from, m + n));
      }),
    );
  });
});
