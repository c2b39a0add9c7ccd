import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FEWEST_BAND_DAYS, usualBand } from "./usual-band";

describe("the usual band of a rate", () => {
  test("is not told by too few days", () => {
    expect(usualBand(Array(FEWEST_BAND_DAYS - 1).fill(5), 1)).toBeNull();
    expect(usualBand(Array(FEWEST_BAND_DAYS).fill(5), 1)).toEqual({ low: 4, middle: 5, high: 6 });
  });

  test("is the median, three median distances to either side, never below nothing", () => {
    expect(usualBand([10, 12, 14, 10, 12, 14, 12], 0)).toEqual({ low: 6, middle: 12, high: 18 });
    expect(usualBand([1, 2, 3, 1, 2, 3, 2, 2], 0)).toEqual({ low: 0.5, middle: 2, high: 3.5 });
    expect(usualBand([0, 4, 0, 4, 0, 4, 0, 4], 0)?.low).toBe(0);
  });

  test("is not moved by one bad day", () => {
    expect(usualBand([10, 12, 14, 10, 12, 14, 12, 9_999], 0)).toEqual({ low: 6, middle: 12, high: 18 });
  });

  test("holds at least half of the days that made it", () => {
    const rates = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: FEWEST_BAND_DAYS, maxLength: 28 });
    fc.assert(
      fc.property(rates, (days) => {
        const band = usualBand(days, 0);
        const inside = days.filter((rate) => band && rate >= band.low && rate <= band.high);
        expect(inside.length * 2).toBeGreaterThanOrEqual(days.length);
      }),
    );
  });
});
