import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASSETS } from "./assets";
import { formatAmount } from "./format-money";
import { addMoney, allocateByLargestRemainder, divideHalfUp, feeOf, sumMinor } from "./money";
import { parseDecimalAmount, toDecimalString } from "./parse-money";

const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe("rounding", () => {
  it.each([
    [10_000n, 60, 60n],
    [9_583n, 60, 57n],
    [8_250n, 60, 50n],
    [8_249n, 60, 49n],
    [-8_250n, 60, -50n],
    [1n, 60, 0n],
    [0n, 60, 0n],
  ])("a fee on %d at %d bps is %d", (amountMinor, bps, fee) => {
    expect(feeOf(amountMinor, bps)).toBe(fee);
  });

  it("goes to the nearest, halves away from zero, the same for both signs", () => {
    fc.assert(
      fc.property(minor, fc.bigInt({ min: 1n, max: 10n ** 6n }), (numerator, denominator) => {
        const rounded = divideHalfUp(numerator, denominator);
        const distance = numerator - rounded * denominator;
        expect(2n * (distance < 0n ? -distance : distance)).toBeLessThanOrEqual(denominator);
        expect(divideHalfUp(-numerator, denominator)).toBe(-rounded);
      }),
    );
  });
});

describe("allocation by largest remainder", () => {
  it.each([
    [60_00n, [95_00n, 5_00n], [57_00n, 3_00n]],
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [1n, [1n, 2n], [0n, 1n]],
    [0n, [0n, 0n], [0n, 0n]],
  ])("spreads %s over %s as %s", (total, weights, parts) => {
    expect(allocateByLargestRemainder(total, weights)).toEqual(parts);
  });

  it("loses no cent, and no part is a cent off its share", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), weights, (total, given) => {
        fc.pre(sumMinor(given) > 0n);
        const parts = allocateByLargestRemainder(total, given);
        expect(sumMinor(parts)).toBe(total);
        parts.forEach((part, index) => {
          const exact = total * (given[index] ?? 0n);
          const off = part * sumMinor(given) - exact;
          expect(off < 0n ? -off : off).toBeLessThan(sumMinor(given));
        });
      }),
    );
  });
});

describe("decimals", () => {
  it.each([
    ["95.00", 2, 9_500n],
    ["-0.5", 2, -50n],
    ["300.", 2, 30_000n],
    ["0.57000", 2, 57n],
    ["7", 0, 7n],
  ])("reads %s at scale %d as %d", (text, scale, amountMinor) => {
    expect(parseDecimalAmount(text, scale)).toEqual({ ok: true, value: amountMinor });
  });

  it.each([
    ["1e3", "amount_not_decimal"],
    ["1,000.00", "amount_not_decimal"],
    ["", "amount_not_decimal"],
    ["0.001", "amount_too_precise"],
    ["99999999999999999.00", "amount_too_large"],
  ])("refuses %s as %s", (text, code) => {
    expect(parseDecimalAmount(text, 2)).toMatchObject({ ok: false, refusal: { code } });
  });

  it("writes what it reads", () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 12 }), (amountMinor, scale) => {
        expect(parseDecimalAmount(toDecimalString(amountMinor, scale), scale)).toEqual({
          ok: true,
          value: amountMinor,
        });
      }),
    );
  });

  it("formats exactly beyond 2^53, with a true minus sign", () => {
    expect(formatAmount(-900719925474099301n, "CNY", "en")).toBe("−9,007,199,254,740,993.01");
    expect(formatAmount(1234n, "JPY", "zh-CN")).toBe("1,234");
  });

  it("formats what is no money with the decimals of its own", () => {
    expect(formatAmount(56_872_038n, "000831.OF", "zh-CN")).toBe("5,687.2038");
    expect(formatAmount(-300_000_001n, "240011.IB", "en")).toBe("−300.000001");
    for (const { scale, code } of ASSETS) {
      expect(scale).toBeLessThanOrEqual(12);
      expect(code).toMatch(/^[A-Z0-9.]{3,16}$/);
    }
    expect(new Set(ASSETS.map((asset) => asset.code)).size).toBe(ASSETS.length);
  });
});

it("never adds two assets", () => {
  expect(() => addMoney({ amountMinor: 1n, asset: "CNY" }, { amountMinor: 1n, asset: "USD" })).toThrow(/CNY to USD/);
});
