import { describe, expect, it } from "vitest";
import { toCalendar } from "@/core/calendar/business-calendar";
import { findIdleSince } from "./find-idle-since";

const CALENDAR = toCalendar("CN", "2026-12-31", []);

describe("so many hours of bank days ago", () => {
  it.each([
    ["within a day", "2026-11-20T15:00:00+08:00", 4, "2026-11-20T11:00:00+08:00"],
    ["over night", "2026-11-20T09:00:00+08:00", 24, "2026-11-19T09:00:00+08:00"],
    ["over a weekend", "2026-11-23T09:00:00+08:00", 24, "2026-11-20T09:00:00+08:00"],
    ["from a Sunday", "2026-11-22T12:00:00+08:00", 10, "2026-11-20T14:00:00+08:00"],
  ])("%s", (_name, now, hours, since) => {
    expect(findIdleSince(CALENDAR, new Date(now), hours)).toEqual(new Date(since));
  });
});
