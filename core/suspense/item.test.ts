import fc from "fast-check";
import { expect, it } from "vitest";
import { AGE_BAND_DAYS, AGE_BANDS, ageBandOf } from "./item";

it.each([
  [0, "0-1"],
  [1, "0-1"],
  [2, "2-3"],
  [3, "2-3"],
  [4, "4-7"],
  [7, "4-7"],
  [8, "8-30"],
  [30, "8-30"],
  [31, ">30"],
  [4_000, ">30"],
])("an item of %d days is in the band %s", (days, band) => {
  expect(ageBandOf(days)).toBe(band);
});

it("every age is in exactly one band, by its days", () => {
  fc.assert(
    fc.property(fc.nat(10_000), (days) => {
      const bands = AGE_BANDS.filter((band) => {
        const [from, to] = AGE_BAND_DAYS[band];
        return days >= from && (to === null || days <= to);
      });
      expect(bands).toEqual([ageBandOf(days)]);
    }),
  );
});
