import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDecimalString } from "@/core/money/parse-money";
import { readTypedAmount } from "./read-amount";

describe("an amount as it is typed", () => {
  it.each([
    ["1,234.50", 2, 123_450n],
    ["１２．５", 2, 1_250n],
    ["1，234。5", 2, 123_450n],
    [" 90071992547409.93 ", 2, 9_007_199_254_740_993n],
    ["5", 0, 5n],
    ["0.001", 3, 1n],
  ])("%s at scale %d", (text, scale, amountMinor) => {
    expect(readTypedAmount(text, scale)).toEqual({ state: "READ", amountMinor });
  });

  it.each([
    ["", "EMPTY"],
    ["  ", "EMPTY"],
    ["abc", "UNREADABLE"],
    ["1e3", "UNREADABLE"],
    ["1.005", "TOO_PRECISE"],
    ["0", "NOT_POSITIVE"],
    ["-5", "NOT_POSITIVE"],
  ])("%s is %s", (text, state) => {
    expect(readTypedAmount(text, 2)).toEqual({ state });
  });

  it("is exact, however large", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 17n), fc.integer({ min: 0, max: 6 }), (minor, scale) => {
        expect(readTypedAmount(toDecimalString(minor, scale), scale)).toEqual({ state: "READ", amountMinor: minor });
      }),
    );
  });
});
