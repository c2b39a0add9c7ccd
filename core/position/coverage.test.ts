import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Coverage, computeCoverage, HELD_SUBJECTS, OWED_SUBJECTS, type SubjectBalance } from "./coverage";

function balance(glCode: string, postedMinor: bigint, asset = "CNY"): SubjectBalance {
  return { glCode, asset, postedMinor };
}

function coverageOf(...balances: SubjectBalance[]): Coverage {
  const [main] = computeCoverage(balances);
  if (!main) throw new Error("the main asset is always there");
  return main;
}

describe("reserve coverage", () => {
  test("banks and channels stand against merchants, long suspense and money in transit", () => {
    const coverage = coverageOf(
      balance("1002", 600n),
      balance("1122", 500n),
      balance("2202.01", 700n),
      balance("2202.02", 100n),
      balance("2241", 50n),
      balance("2242", 100n),
      balance("2243", 50n),
    );
    expect(coverage).toMatchObject({ heldMinor: 1100n, owedMinor: 1000n, surplusMinor: 100n, ratioBps: 11_000n });
    expect(coverage.owed).toContainEqual({ glCode: "2202", amountMinor: 800n });
    expect(coverage.isCovered).toBe(true);
  });

  test.each([
    ["own money", "1012"],
    ["short suspense: it is missing, not held", "1901"],
    ["claims on channels", "1221"],
    ["income", "6001"],
  ])("%s does not count", (_, glCode) => {
    expect(coverageOf(balance(glCode, 10_000n))).toMatchObject({ heldMinor: 0n, owedMinor: 0n, ratioBps: null });
  });

  test("one missing cent is never rounded to full coverage", () => {
    const coverage = coverageOf(balance("1002", 99_999_999n), balance("2202.02", 100_000_000n));
    expect(coverage).toMatchObject({ ratioBps: 9_999n, isCovered: false, surplusMinor: -1n });
  });

  test.each([
    ["open shorts, claims, costs and losses written off explain all of it", 100n, 0n],
    ["what they do not explain is gone", 40n, 60n],
    ["more than is missing explains no less than all", 500n, 0n],
  ])("a gap of 100: %s", (_, explained, gone) => {
    const parts = [balance("1901", explained - 20n), balance("1221", 10n), balance("6401", 5n), balance("6711", 5n)];
    const coverage = coverageOf(balance("1002", 900n), balance("2202.02", 1000n), ...parts);
    expect(coverage).toMatchObject({ surplusMinor: -100n, explainingMinor: explained, unexplainedMinor: gone });
  });

  test("nothing is unexplained where everything is covered", () => {
    expect(coverageOf(balance("1002", 10n), balance("6401", -50n))).toMatchObject({ unexplainedMinor: 0n });
  });

  test("a negative receivable lowers what is held", () => {
    expect(coverageOf(balance("1122", -1n), balance("2202.01", 30_000n))).toMatchObject({
      ratioBps: -1n,
      isCovered: false,
    });
  });

  test("nothing owed is covered and has no ratio", () => {
    expect(coverageOf(balance("1002", 5n))).toMatchObject({ ratioBps: null, isCovered: true });
    expect(coverageOf()).toMatchObject({ ratioBps: null, isCovered: true });
  });

  test("assets are never added up; the main one comes first, empty ones are left out", () => {
    const coverages = computeCoverage([
      balance("1002", 10n, "USD"),
      balance("2202.01", 20n, "USD"),
      balance("1002", 5n),
      balance("2202.01", 0n, "JPY"),
      balance("1012", 7n, "EUR"),
    ]);
    expect(coverages.map((coverage) => [coverage.asset, coverage.ratioBps])).toEqual([
      ["CNY", null],
      ["USD", 5_000n],
    ]);
  });

  test("law: the parts add up to the whole, and covered means that nothing is missing", () => {
    const balances = fc.array(
      fc.record({
        glCode: fc.constantFrom(...HELD_SUBJECTS, ...OWED_SUBJECTS, "2202.01", "2202.09", "1012", "1901"),
        asset: fc.constant("CNY"),
        postedMinor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      }),
    );
    fc.assert(
      fc.property(balances, (given) => {
        const { held, owed, heldMinor, owedMinor, surplusMinor, ratioBps, isCovered } = coverageOf(...given);
        expect(held.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(heldMinor);
        expect(owed.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(owedMinor);
        expect(isCovered).toBe(surplusMinor >= 0n);
        if (ratioBps !== null) expect(ratioBps >= 10_000n).toBe(isCovered);
      }),
    );
  });
});
