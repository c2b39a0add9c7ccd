import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createBatch } from "./batch";

test("what comes while a batch is under way goes together, in order, and one batch at a time", async () => {
  const batches: number[][] = [];
  let running = 0;
  const double = createBatch(3, async (items: readonly number[]) => {
    running += 1;
    expect(running).toBe(1);
    batches.push([...items]);
    await sleep(1);
    running -= 1;
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(await double(6)).toBe(12);
});

test("one that cannot be done fails alone", async () => {
  const work = createBatch(10, async (items: readonly number[]) => {
    if (items.includes(2)) throw new Error("two");
    return items;
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(work));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
