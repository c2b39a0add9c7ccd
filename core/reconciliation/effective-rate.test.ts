import { expect, test } from "vitest";
import { effectiveMilliBps } from "./effective-rate";

test.each([
  [60n, 10_000n, 60_000n],
  [61n, 10_000n, 61_000n],
  [1n, 3_000_000n, 3n],
  [1n, 20_000_000n, 1n],
  [-1n, 20_000_000n, -1n],
  [1n, 20_000_001n, 0n],
  [0n, 5n, 0n],
  [5n, 0n, null],
  [5n, -100n, null],
])("a fee of %d on %d is %d thousandths of a basis point", (fee, base, rate) => {
  expect(effectiveMilliBps(fee, base)).toBe(rate);
});
