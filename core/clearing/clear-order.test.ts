import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumMinor } from "@/core/money/money";
import { type ClearingTerms, clearOrder, giveBack, netOf } from "./clear-order";

const terms: ClearingTerms = { feeBps: 60, feeMinMinor: 0n, feeMaxMinor: null, shares: [] };

describe("the fee of an order", () => {
  it.each([
    ["by its rate, halves up", 8_250n, terms, 50n],
    ["at least the minimum", 1_000n, { ...terms, feeMinMinor: 30n }, 30n],
    ["at most the maximum", 1_000_000n, { ...terms, feeMaxMinor: 2_000n }, 2_000n],
    ["never more than the order", 7n, { ...terms, feeMinMinor: 30n }, 7n],
    ["nothing where the maximum is nothing", 1_000n, { ...terms, feeMaxMinor: 0n }, 0n],
  ])("is %s", (_, gross, contract, fee) => {
    expect(clearOrder(gross, contract).feeMinor).toBe(fee);
  });

  it("comes before the shares, and the shares in the order of the contract", () => {
    const shares = [
      { bps: 5_000, fixedMinor: 100n },
      { bps: 0, fixedMinor: 900n },
      { bps: 10, fixedMinor: 0n },
    ];
    expect(clearOrder(1_000n, { ...terms, shares })).toEqual({
      grossMinor: 1_000n,
      feeMinor: 6n,
      shareMinors: [600n, 394n, 0n],
      restMinor: 0n,
    });
  });
});

const minor = fc.bigInt({ min: 0n, max: 10n ** 9n });
const bps = fc.integer({ min: 0, max: 10_000 });
const contract = fc.record({
  feeBps: bps,
  feeMinMinor: fc.bigInt({ min: 0n, max: 500n }),
  feeMaxMinor: fc.option(fc.bigInt({ min: 500n, max: 5_000n })),
  shares: fc.array(fc.record({ bps, fixedMinor: fc.bigInt({ min: 0n, max: 500n }) }), { maxLength: 4 }),
});
const feeReturn = fc.constantFrom("NONE" as const, "PROPORTIONAL" as const);
const order = fc.record({
  gross: fc.bigInt({ min: 1n, max: 10n ** 15n }),
  contract,
  feeReturn,
  cuts: fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), { maxLength: 6 }),
});

/** Refunds of the order, one after the other, none beyond what is left; the last one takes it all where `whole`. */
function refundsOf(
  gross: bigint,
  cuts: readonly bigint[],
  whole: boolean,
): { beforeMinor: bigint; amountMinor: bigint }[] {
  const ends = [...new Set([...cuts.map((cut) => (cut % gross) + 1n), ...(whole ? [gross] : [])])];
  ends.sort((left, right) => (left < right ? -1 : 1));
  return ends.map((end, index) => {
    const beforeMinor = ends[index - 1] ?? 0n;
    return { beforeMinor, amountMinor: end - beforeMinor };
  });
}

describe("whatever the contract", () => {
  it("the parts of an order add up to it, and none is below zero", () => {
    fc.assert(
      fc.property(order, ({ gross, contract: agreed }) => {
        const cleared = clearOrder(gross, agreed);
        const parts = [cleared.feeMinor, ...cleared.shareMinors, cleared.restMinor];
        expect(sumMinor(parts)).toBe(gross);
        expect(parts.every((part) => part >= 0n)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("what refunds give back adds up to what was taken once all is refunded, and is never more before", () => {
    fc.assert(
      fc.property(order, fc.boolean(), ({ gross, contract: agreed, cuts }, whole) => {
        const cleared = clearOrder(gross, agreed);
        const returns = refundsOf(gross, cuts, whole).map((refund) => giveBack(cleared, refund, "PROPORTIONAL"));
        const fee = sumMinor(returns.map((one) => one.feeMinor));
        expect(returns.every((one) => one.feeMinor >= 0n && one.shareMinors.every((part) => part >= 0n))).toBe(true);
        expect(fee <= cleared.feeMinor).toBe(true);
        if (!whole) return;
        expect(fee).toBe(cleared.feeMinor);
        const back = cleared.shareMinors.map((_, index) =>
          sumMinor(returns.map((one) => one.shareMinors[index] ?? 0n)),
        );
        expect(back).toEqual(cleared.shareMinors);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a data set's nets are its captures less refunds and fees, give or take adjustments; shares only move between merchants", () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 20 }), fc.array(minor, { maxLength: 5 }), (orders, adjustments) => {
        let paidOut = 0n;
        let shared = 0n;
        const nets = orders.map(({ gross, contract: agreed, feeReturn: policy, cuts }) => {
          const cleared = clearOrder(gross, agreed);
          const refunds = refundsOf(gross, cuts, false);
          const returns = refunds.map((refund) => giveBack(cleared, refund, policy));
          const refundMinor = sumMinor(refunds.map((refund) => refund.amountMinor));
          const feeMinor = cleared.feeMinor - sumMinor(returns.map((one) => one.feeMinor));
          const shareMinor = sumMinor(cleared.shareMinors) - sumMinor(returns.flatMap((one) => one.shareMinors));
          paidOut += gross - refundMinor - feeMinor;
          shared += shareMinor;
          return netOf({
            grossMinor: gross,
            refundMinor,
            feeMinor,
            shareMinor,
            receivedMinor: 0n,
            adjustmentMinor: 0n,
          });
        });
        const none = { grossMinor: 0n, refundMinor: 0n, feeMinor: 0n, shareMinor: 0n, receivedMinor: 0n };
        const others = [
          netOf({ ...none, receivedMinor: shared, adjustmentMinor: 0n }),
          ...adjustments.map((adjustmentMinor) => netOf({ ...none, adjustmentMinor })),
        ];
        expect(sumMinor([...nets, ...others])).toBe(paidOut + sumMinor(adjustments));
      }),
      { numRuns: 1_000 },
    );
  });
});
