import fc from "fast-check";
import { expect, test } from "vitest";
import { divideHalfUp } from "./money";
import { divideWholeHalfUp } from "./small-whole";

test("divides as bigints are divided, up to the largest whole number that is exact", () => {
  const numerator = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -5_000, max: 5_000 }));
  fc.assert(
    fc.property(numerator, fc.constantFrom(1, 2, 3, 1_000, 10_000), (whole, by) => {
      expect(BigInt(divideWholeHalfUp(whole, by))).toBe(divideHalfUp(BigInt(whole), BigInt(by)));
    }),
    { numRuns: 5_000 },
  );
  expect(Object.is(divideWholeHalfUp(-4, 10), 0)).toBe(true);
});

test("does not divide what is no longer exact", () => {
  expect(() => divideWholeHalfUp(2 ** 53, 10)).toThrow();
});
