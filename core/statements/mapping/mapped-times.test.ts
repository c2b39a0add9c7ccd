import { describe, expect, it } from "vitest";
import { PLAIN_HEADER, PLAIN_MAPPING, parseMapped, plainRow, whyRefused } from "../fixtures/parse-mapped";
import { DATE_PATTERNS, type TimeRule } from "./mapping";
import { readMappedDay, readMappedInstant } from "./read-mapped-time";

const LOCAL = PLAIN_MAPPING.time as Extract<TimeRule, { as: "LOCAL" }>;

function read(at: string, change: Partial<typeof LOCAL> = {}, header = PLAIN_HEADER): string {
  const parsed = parseMapped(`${header}\n${plainRow({ at })}`, { ...PLAIN_MAPPING, time: { ...LOCAL, ...change } });
  return parsed.lines[0]?.occurredAt ?? whyRefused(parsed);
}

describe("a local time", () => {
  it.each([
    ["2026-11-19 12:00:00", {}, "2026-11-19T12:00:00+08:00"],
    ["2026/1/5 9:05", { date: "YYYY/M/D", time: "H:mm" }, "2026-01-05T09:05:00+08:00"],
    ["20261119120001", { date: "YYYYMMDD", joint: "NONE", time: "HHmmss" }, "2026-11-19T12:00:01+08:00"],
    ["2026-11-19T12:00:00.123", { joint: "T", time: "HH:mm:ss.SSS" }, "2026-11-19T12:00:00+08:00"],
    ["2026年11月19日 12:00", { date: "YYYY年MM月DD日", time: "HH:mm" }, "2026-11-19T12:00:00+08:00"],
    ["19/11/2026 1200", { date: "DD/MM/YYYY", time: "HHmm" }, "2026-11-19T12:00:00+08:00"],
    ["11/19/2026 12:00:00", { date: "MM/DD/YYYY" }, "2026-11-19T12:00:00+08:00"],
    ["2026-11-19", { time: null }, "2026-11-19T00:00:00+08:00"],
    ["2026-11-19 12:00:00", { zone: "+05:30" }, "2026-11-19T12:00:00+05:30"],
    ["2028-02-29 12:00:00", {}, "2028-02-29T12:00:00+08:00"],
  ] as const)("%s", (at, change, expected) => {
    expect(read(at, change)).toBe(expected);
  });

  it.each([
    ["2026-11-19 24:00:00", {}],
    ["2026-11-19 12:60:00", {}],
    ["2026-11-31 12:00:00", {}],
    ["2027-02-29 12:00:00", {}],
    ["2026/11/19 12:00:00", {}],
    ["2026-11-19 12:00", {}],
    ["2026-11-19 12:00:00 ", { zone: "Asia/Shanghai" }],
    ["19/11/2026 12:00:00", { date: "MM/DD/YYYY" }],
    ["２０２６-11-19 12:00:00", {}],
    ["0026-11-19 12:00:00", {}],
    ["", {}],
  ] as const)("%s is refused unless it is written as the mapping says", (at, change) => {
    const parsed = read(at, change);
    if (at.endsWith(" ")) expect(parsed).toBe("2026-11-19T12:00:00+08:00");
    else expect(parsed).toContain("is not written as");
  });

  it("follows summer time: the hour that is there twice is its first, the one that is not is refused", () => {
    const zone = "America/New_York";
    expect(read("2026-07-01 12:00:00", { zone })).toBe("2026-07-01T12:00:00-04:00");
    expect(read("2026-12-01 12:00:00", { zone })).toBe("2026-12-01T12:00:00-05:00");
    expect(read("2026-11-01 01:30:00", { zone })).toBe("2026-11-01T01:30:00-04:00");
    expect(read("2026-03-08 02:30:00", { zone })).toContain("never was in America/New_York");
    expect(read("2026-03-29 01:15:00", { zone: "Europe/London" })).toContain("never was in Europe/London");
    expect(read("2026-10-04 02:15:00", { zone: "Australia/Lord_Howe" })).toContain("never was");
    expect(read("2026-10-04 02:45:00", { zone: "Australia/Lord_Howe" })).toBe("2026-10-04T02:45:00+11:00");
  });

  it("may stand in two columns", () => {
    const header = PLAIN_HEADER.replace("流水号", "时刻");
    const numbers = { ...PLAIN_MAPPING.numbers, channelTradeNo: null };
    const time = { ...LOCAL, timeColumn: "时刻" };
    const parse = (trade: string) =>
      parseMapped(`${header}\n${plainRow({ trade, at: "2026-11-19" })}`, { ...PLAIN_MAPPING, numbers, time });
    expect(parse("12:00:07").lines).toMatchObject([{ occurredAt: "2026-11-19T12:00:07+08:00" }]);
    expect(whyRefused(parse("12:00"))).toContain('"2026-11-19 12:00" is not written as YYYY-MM-DD HH:mm:ss');
  });
});

describe("an instant", () => {
  it.each([
    ["RFC3339", "2026-11-19T12:00:00+08:00", "2026-11-19T12:00:00+08:00"],
    ["RFC3339", "2026-11-19T04:00:00.5Z", "2026-11-19T04:00:00+00:00"],
    ["RFC3339", "2026-11-19T12:00:00", null],
    ["RFC3339", "2026-11-19T12:00:00+25:00", null],
    ["UNIX_SECONDS", "1795060800", "2026-11-19T04:00:00+00:00"],
    ["UNIX_MILLISECONDS", "1795060800123", "2026-11-19T04:00:00+00:00"],
    ["UNIX_SECONDS", "1795060800123", null],
    ["UNIX_MILLISECONDS", "1795060800", null],
    ["UNIX_SECONDS", "1.79e9", null],
  ] as const)("%s %s", (pattern, text, expected) => {
    expect(readMappedInstant(text, pattern)).toBe(expected);
  });
});

describe("a day", () => {
  it("is read back in every pattern, and by no pattern that means another day", () => {
    const write = (pattern: string) => pattern.replace("YYYY", "2026").replace(/MM|M/, "11").replace(/DD|D/, "25");
    for (const pattern of DATE_PATTERNS) {
      const found = DATE_PATTERNS.map((other) => readMappedDay(write(pattern), other)).filter((day) => day !== null);
      expect(found).toContain("2026-11-25");
      expect(new Set(found).size).toBe(1);
    }
  });
});
