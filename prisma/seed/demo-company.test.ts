import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { settlementDayOf } from "@/core/calendar/settlement-day";
import { buildDemoCompany, type DemoCompany } from "./demo-company";
import type { DefectKind, OrderLine } from "./demo-types";
import { expectedBreaks, expectedBuffered, expectedReleased } from "./expected-breaks";
import { replayReconciliation } from "./reread/replay";
import { type RereadLine, rereadStatement } from "./reread/reread-statement";

const WEEK = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
const OVER_NEW_YEAR_AND_A_WEEKEND = ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"];
const SMALL = { merchants: 12, ordersPerDay: 60 };
const SEEDS = [1, 2, 3, 4, 5];
const KINDS: readonly DefectKind[] = [
  "LONG",
  "SHORT",
  "AMOUNT_MISMATCH",
  "STATUS_MISMATCH",
  "FEE_MISMATCH",
  "ASSET_MISMATCH",
  "DUPLICATE",
  "DAY_CUT",
];

function hashOf(company: DemoCompany): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(company, (_, value) => (typeof value === "bigint" ? `${value}` : value)));
  for (const statement of statementsOf(company)) hash.update(statement.fileName).update(statement.bytes);
  return hash.digest("hex");
}

function statementsOf(company: DemoCompany) {
  return company.days.flatMap((day) => day.statements);
}

function orderLinesOf(company: DemoCompany): OrderLine[] {
  return company.days.flatMap((day) => day.orders);
}

function rereadLinesOf(company: DemoCompany): RereadLine[] {
  return statementsOf(company).flatMap((statement) => rereadStatement(statement).lines);
}

function numberOf(line: OrderLine): string {
  return line.type === "order" ? line.orderNo : line.refundNo;
}

describe("the demo company is the same for the same seed", () => {
  test("every byte of it, and another one for another seed", () => {
    const first = hashOf(buildDemoCompany({ seed: 7, days: WEEK, ...SMALL }));
    expect(hashOf(buildDemoCompany({ seed: 7, days: WEEK, ...SMALL }))).toBe(first);
    expect(hashOf(buildDemoCompany({ seed: 8, days: WEEK, ...SMALL }))).not.toBe(first);
  });

  test("whatever time zone the machine is in", () => {
    const zone = process.env.TZ;
    const first = hashOf(buildDemoCompany({ seed: 7, days: WEEK, ...SMALL }));
    process.env.TZ = "Pacific/Apia";
    try {
      expect(hashOf(buildDemoCompany({ seed: 7, days: WEEK, ...SMALL }))).toBe(first);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe.each(SEEDS)("with seed %i", (seed) => {
  const company = buildDemoCompany({ seed, days: WEEK, ...SMALL });

  test.each(KINDS)("%s is planted on every channel that can show it", (kind) => {
    const channels = company.labels.filter((label) => label.kind === kind).map((label) => label.channel);
    const able = kind === "ASSET_MISMATCH" ? ["wechat"] : ["alipay", "unionpay", "wechat"];
    expect([...new Set(channels)].sort()).toEqual(able);
  });

  test("a one-sided item is named from the money's side", () => {
    for (const { kind, deltaMinor } of company.labels) {
      if (kind === "LONG") expect(deltaMinor).toBeGreaterThan(0n);
      if (kind === "SHORT") expect(deltaMinor).toBeLessThan(0n);
      if (kind === "DAY_CUT") expect(deltaMinor).toBe(0n);
    }
  });

  test("every label refers to records and lines that are there, or aren't where it says so", () => {
    const ours = new Set(orderLinesOf(company).map(numberOf));
    const theirs = new Set(rereadLinesOf(company).map((line) => line.key));
    for (const label of company.labels) {
      const isOneSided = label.kind === "LONG" || label.kind === "SHORT";
      if (label.orderNo !== null) expect(ours).toContain(label.orderNo);
      expect(ours.has(label.key)).toBe(!(isOneSided && label.bufferedSide === "CHANNEL"));
      expect(theirs.has(label.key)).toBe(!(isOneSided && label.bufferedSide === "OURS"));
    }
  });

  test("no number is used twice, other than by planted duplicates", () => {
    const ours = orderLinesOf(company).map(numberOf);
    expect(new Set(ours).size).toBe(ours.length);
    const keys = rereadLinesOf(company).map((line) => line.key);
    const repeated = keys.filter((key, index) => keys.indexOf(key) !== index).sort();
    const planted = company.labels.filter((label) => label.kind === "DUPLICATE").map((label) => label.key);
    expect(repeated).toEqual(planted.sort());
  });

  test.each(company.channels)("$code reconciles to exactly what was planted", (channel) => {
    const { labels } = company;
    for (const [date, batch] of replayReconciliation(company, channel)) {
      expect(batch.breaks).toEqual(expectedBreaks(labels, channel.code, date));
      const { ours, channel: theirs } = expectedBuffered(labels, channel.code, date);
      expect([batch.ours, batch.channel]).toEqual([ours, theirs]);
      expect(batch.released).toEqual(expectedReleased(labels, channel.code, date));
    }
  });
});

describe("days with a gap", () => {
  const company = buildDemoCompany({ seed: 3, days: OVER_NEW_YEAR_AND_A_WEEKEND, merchants: 20, ordersPerDay: 300 });

  test("nothing falls past the cut-off before the gap, where no statement would take it", () => {
    const cutoffs = new Map(company.channels.map((channel) => [channel.code, channel.cutoff]));
    const settlementDays = orderLinesOf(company).flatMap((line) => {
      if (line.type !== "order" || line.paidAt === undefined) return [];
      const [leg] = line.legs;
      const cutoff = leg?.kind === "channel" ? cutoffs.get(leg.channel) : undefined;
      return cutoff ? [settlementDayOf(new Date(line.paidAt), "Asia/Shanghai", cutoff)] : [];
    });
    const theDayAfter = "2027-01-06";
    const outside = settlementDays.filter((day) => ![...OVER_NEW_YEAR_AND_A_WEEKEND, theDayAfter].includes(day));
    expect(settlementDays.length).toBeGreaterThan(1000);
    expect(outside).toEqual([]);
  });

  test.each(company.channels)("$code reconciles to exactly what was planted", (channel) => {
    for (const [date, batch] of replayReconciliation(company, channel)) {
      expect(batch.breaks).toEqual(expectedBreaks(company.labels, channel.code, date));
    }
  });
});

describe("at full size", () => {
  const company = buildDemoCompany({ seed: 1, days: WEEK });

  test("about 20,000 orders, 4% of them refunded, by 200 merchants of very different size", () => {
    const lines = orderLinesOf(company);
    const orders = lines.filter((line) => line.type === "order");
    expect(orders.length).toBeGreaterThan(20_000);
    expect(orders.length).toBeLessThan(20_300);
    const refunds = lines.length - orders.length;
    expect(refunds).toBeGreaterThan(600);
    expect(refunds).toBeLessThan(1_000);
    const byMerchant = new Map<string, number>();
    for (const line of orders) byMerchant.set(line.merchantNo, (byMerchant.get(line.merchantNo) ?? 0) + 1);
    expect(byMerchant.size).toBe(200);
    const sizes = [...byMerchant.values()].sort((left, right) => right - left);
    expect(sizes[0]).toBeGreaterThan(20 * (sizes.at(-1) ?? 0));
  });

  test("some breaks need one checker, some two", () => {
    const sizes = company.labels.map(({ deltaMinor }) => (deltaMinor < 0n ? -deltaMinor : deltaMinor));
    expect(sizes.filter((size) => size > 100_000n).length).toBeGreaterThan(5);
    expect(sizes.filter((size) => size > 5_000_000n).length).toBeGreaterThan(0);
  });

  test.each(company.channels)("$code reconciles to exactly what was planted", (channel) => {
    for (const [date, batch] of replayReconciliation(company, channel)) {
      expect(batch.breaks).toEqual(expectedBreaks(company.labels, channel.code, date));
    }
  });
});

test("more defects per day and channel, and more orders, on request", () => {
  const once = buildDemoCompany({ seed: 2, days: WEEK, ...SMALL });
  const thrice = buildDemoCompany({ seed: 2, days: WEEK, ...SMALL, defectRounds: 3, scale: 2 });
  expect(thrice.labels.length).toBeGreaterThan(once.labels.length * 2);
  expect(orderLinesOf(thrice).length).toBeGreaterThan(orderLinesOf(once).length + 5 * 60);
  for (const channel of thrice.channels) {
    for (const [date, batch] of replayReconciliation(thrice, channel)) {
      expect(batch.breaks).toEqual(expectedBreaks(thrice.labels, channel.code, date));
    }
  }
});

test("days that are out of order or no days are a mistake of the caller", () => {
  expect(() => buildDemoCompany({ seed: 1, days: ["2026-11-17", "2026-11-16"], ...SMALL })).toThrow("ascending");
  expect(() => buildDemoCompany({ seed: 1, days: [], ...SMALL })).toThrow("at least one day");
});
