import fc from "fast-check";
import { expect, it } from "vitest";
import { smallerOf } from "@/core/money/money";
import { feeToReturn } from "./return-fee";

const FACTS = { policy: "PROPORTIONAL", chargedMinor: 36n, returnedMinor: 0n, paidMinor: 6_000n } as const;

it("returns nothing where the policy says so, and nothing before anything was charged", () => {
  expect(feeToReturn({ ...FACTS, policy: "NONE", refundedMinor: 6_000n })).toBe(0n);
  expect(feeToReturn({ ...FACTS, chargedMinor: 0n, refundedMinor: 6_000n })).toBe(0n);
});

it("returns the part that was refunded, and the rest with the last refund", () => {
  expect(feeToReturn({ ...FACTS, refundedMinor: 2_500n })).toBe(15n);
  expect(feeToReturn({ ...FACTS, returnedMinor: 15n, refundedMinor: 6_000n })).toBe(21n);
});

it("returns exactly what was charged, in whatever steps", () => {
  const minor = fc.bigInt({ min: 1n, max: 100_000n });
  fc.assert(
    fc.property(minor, minor, fc.array(fc.bigInt({ min: 1n, max: 9_999n })), (paidMinor, chargedMinor, steps) => {
      let refundedMinor = 0n;
      let returnedMinor = 0n;
      for (const step of [...steps, paidMinor]) {
        refundedMinor = smallerOf(refundedMinor + step, paidMinor);
        const back = feeToReturn({ policy: "PROPORTIONAL", chargedMinor, returnedMinor, paidMinor, refundedMinor });
        expect(back).toBeGreaterThanOrEqual(0n);
        returnedMinor += back;
        expect(returnedMinor).toBeLessThanOrEqual(chargedMinor);
      }
      expect(returnedMinor).toBe(chargedMinor);
    }),
  );
});
