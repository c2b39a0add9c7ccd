import { expect, test } from "vitest";
import { findArchiveParts } from "./archive-parts";

const partsOf = (...names: string[]) => findArchiveParts(names.map((name) => ({ name })));
const ordered = (...names: string[]) => partsOf(...names)?.parts.map(({ name }) => name);

test.each([
  [
    ["2088000_20261119_业务明细_2.csv", "2088000_20261119_业务明细_10.csv", "2088000_20261119_业务明细_1.csv"],
    [2, 0, 1],
  ],
  [
    ["业务明细(1).csv", "业务明细(0).csv"],
    [1, 0],
  ],
  [
    ["业务明细_2.csv", "业务明细.csv"],
    [1, 0],
  ],
  [
    ["2088000_20261119_业务明细第1部分.csv", "2088000_20261119_业务明细第2部分.csv"],
    [0, 1],
  ],
  [
    ["a_12_业务明细_002.csv", "a_12_业务明细_001.csv"],
    [1, 0],
  ],
])("%j are parts of one bill, in the order of their numbers", (names, order) => {
  const sorted = order.map((at) => names[at]);
  const missing = names.some((name) => name.includes("10")) ? 3 : null;
  expect(ordered(...names)).toEqual(sorted);
  expect(partsOf(...names)?.missing).toBe(missing);
});

test.each([
  ["days", "2088000_20261119_业务明细.csv", "2088000_20261120_业务明细.csv"],
  ["accounts", "20880000000000000156_20261119_业务明细.csv", "20880000000000000157_20261119_业务明细.csv"],
  ["kinds", "2088000_20261119_业务明细.csv", "2088000_20261119_账务明细.csv"],
  ["two numbers", "业务明细_1_1.csv", "业务明细_2_2.csv"],
  ["one number twice", "业务明细_1.csv", "业务明细_01.csv"],
])("bills of different %s are bills of their own", (_, ...names) => {
  expect(partsOf(...names)).toBeNull();
});

test("a number that is not there is told", () => {
  expect(partsOf("明细_1.csv", "明细_3.csv")?.missing).toBe(2);
  expect(partsOf("明细_2.csv", "明细_3.csv")?.missing).toBe(1);
  expect(partsOf("明细.csv", "明细_3.csv")?.missing).toBe(2);
});
