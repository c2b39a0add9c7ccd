import { beforeEach, expect, test, vi } from "vitest";

const reads = vi.hoisted(() => ({ count: 0, fails: false }));
vi.mock("@/server/queries/get-position", () => ({
  listCoverages: async () => {
    reads.count += 1;
    if (reads.fails) throw new Error("no connection");
    return [];
  },
}));
vi.mock("@/server/queries/list-position-alarms", () => ({
  listPositionAlarms: async () => ({ settle: [], caps: [] }),
}));

const NOW = new Date("2026-11-20T04:00:00Z");
let findHomePosition: typeof import("./home-position").findHomePosition;
beforeEach(async () => {
  Object.assign(reads, { count: 0, fails: false });
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["performance"] });
  ({ findHomePosition } = await import("./home-position"));
});

test("many who open home at once are told of one reading, until it is ten seconds old", async () => {
  await Promise.all(Array.from({ length: 20 }, () => findHomePosition(NOW)));
  expect(reads.count).toBe(1);
  vi.advanceTimersByTime(9_999);
  await findHomePosition(NOW);
  expect(reads.count).toBe(1);
  vi.advanceTimersByTime(1);
  await findHomePosition(NOW);
  expect(reads.count).toBe(2);
});

test("a reading that failed is told and not kept", async () => {
  reads.fails = true;
  await expect(findHomePosition(NOW)).rejects.toThrow("no connection");
  reads.fails = false;
  expect(await findHomePosition(NOW)).toEqual({ coverages: [], alarms: { settle: [], caps: [] } });
});
