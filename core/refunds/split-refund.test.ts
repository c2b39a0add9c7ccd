import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumMinor } from "@/core/money/money";
import { type RefundableLeg, splitRefund } from "./split-refund";

const leg = (kind: "CHANNEL" | "MARKETING", paidMinor: bigint, refundedMinor = 0n): RefundableLeg => ({
  kind,
  paidMinor,
  refundedMinor,
});

describe("splitting a refund over the legs of its order", () => {
  it("follows what each leg paid: 60 of 100 paid as 95 + 5 is 57 + 3", () => {
    const legs = [leg("CHANNEL", 95_00n), leg("MARKETING", 5_00n)];
    expect(splitRefund(60_00n, legs, "PROPORTIONAL")).toEqual([57_00n, 3_00n]);
  });

  it("takes the marketing money first where the merchant wants cash last", () => {
    const legs = [leg("CHANNEL", 95_00n), leg("MARKETING", 5_00n)];
    expect(splitRefund(60_00n, legs, "CASH_LAST")).toEqual([55_00n, 5_00n]);
  });

  it("takes exactly what is left the last time", () => {
    const legs = [leg("CHANNEL", 1_00n, 34n), leg("MARKETING", 2_00n, 66n)];
    expect(splitRefund(2_00n, legs, "PROPORTIONAL")).toEqual([66n, 1_34n]);
  });

  it("refuses to plan more than what is left", () => {
    expect(() => splitRefund(11n, [leg("CHANNEL", 10n)], "PROPORTIONAL")).toThrow(/within what the legs have left/);
  });

  it("never takes more from a leg than it paid, and ends every leg at zero, whatever the steps", () => {
    const legs = fc.array(
      fc.record({
        kind: fc.constantFrom("CHANNEL" as const, "MARKETING" as const),
        paidMinor: fc.bigInt({ min: 0n, max: 1_000n }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const policy = fc.constantFrom("PROPORTIONAL" as const, "CASH_LAST" as const);
    fc.assert(
      fc.property(
        legs,
        policy,
        fc.array(fc.bigInt({ min: 1n, max: 400n }), { maxLength: 12 }),
        (given, rule, steps) => {
          let current = given.map((one) => leg(one.kind, one.paidMinor));
          const refund = (amount: bigint) => {
            const parts = splitRefund(amount, current, rule);
            expect(sumMinor(parts)).toBe(amount);
            current = current.map((one, index) => ({
              ...one,
              refundedMinor: one.refundedMinor + (parts[index] ?? 0n),
            }));
            for (const one of current) {
              expect(one.refundedMinor).toBeLessThanOrEqual(one.paidMinor);
              expect(one.refundedMinor).toBeGreaterThanOrEqual(0n);
            }
          };
          const left = () => sumMinor(current.map((one) => one.paidMinor - one.refundedMinor));
          for (const step of steps) if (step <= left()) refund(step);
          if (left() > 0n) refund(left());
          expect(left()).toBe(0n);
        },
      ),
    );
  });
});
