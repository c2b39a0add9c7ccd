import { expect, it } from "vitest";
import { gatherCalls } from "./gather-calls";

it("works for the callers of one moment together, for later ones in the next batch, never for more than agreed", async () => {
  const batches: number[][] = [];
  const double = gatherCalls(3, async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return items.map((item) => item * 2);
  });
  const first = [1, 2].map(double);
  await new Promise((resolve) => setTimeout(resolve, 1));
  const later = [3, 4, 5, 6].map(double);
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
});

it("tells all callers of a batch that failed, and goes on with the next one", async () => {
  let times = 0;
  const call = gatherCalls(2, async (items: readonly number[]) => {
    times += 1;
    if (times === 1) throw new Error("once");
    return items;
  });
  const settled = await Promise.allSettled([1, 2, 3].map(call));
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
});

it("leaves nobody unanswered where a batch was answered in part", async () => {
  const call = gatherCalls(2, async (items: readonly number[]) => items.slice(1));
  const settled = await Promise.allSettled([1, 2].map(call));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});
