import { describe, expect, test } from "vitest";
import { areTiersRising, rateAt, readFeeTiers, writeFeeTiers } from "./fee-tiers";

const TIERS = [
  { fromMinor: 1_000_000n, feeBps: 55 },
  { fromMinor: 5_000_000n, feeBps: 50 },
];

describe("rates by volume", () => {
  test.each([
    [0n, 60],
    [999_999n, 60],
    [1_000_000n, 55],
    [4_999_999n, 55],
    [5_000_000n, 50],
    [10n ** 15n, 50],
  ])("after %s the rate is %s", (volume, rate) => {
    expect(rateAt(60, TIERS, volume)).toBe(rate);
  });

  test("without tiers the rate is the contract's", () => {
    expect(rateAt(60, [], 10n ** 15n)).toBe(60);
  });

  test("are written and read as the same", () => {
    expect(writeFeeTiers(TIERS)).toBe("1000000:55,5000000:50");
    expect(readFeeTiers(writeFeeTiers(TIERS))).toEqual(TIERS);
    expect(readFeeTiers("")).toEqual([]);
  });

  test("rise, and the first begins above nothing", () => {
    expect(areTiersRising(TIERS)).toBe(true);
    expect(areTiersRising([...TIERS].reverse())).toBe(false);
    expect(areTiersRising([{ fromMinor: 0n, feeBps: 1 }])).toBe(false);
    expect(areTiersRising([TIERS[0] ?? { fromMinor: 1n, feeBps: 0 }, { fromMinor: 1_000_000n, feeBps: 1 }])).toBe(
      false,
    );
  });
});
