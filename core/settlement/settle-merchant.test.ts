import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { smallerOf, sumMinor } from "@/core/money/money";
import { allotPayout } from "./allot-payout";
import { netOf, type SettlementFacts, settleMerchant } from "./settle-merchant";

const NOTHING: SettlementFacts = {
  carriedBeforeMinor: 0n,
  heldBeforeMinor: 0n,
  capturedMinor: 0n,
  refundedMinor: 0n,
  feeMinor: 0n,
  shareMinor: 0n,
  receivedMinor: 0n,
  adjustmentMinor: 0n,
  depositMinor: 0n,
  newlyHeldMinor: 0n,
  letGoMinor: 0n,
  availableMinor: 1_000_000n,
};
const settle = (facts: Partial<SettlementFacts>) => settleMerchant({ ...NOTHING, ...facts });

describe("a settlement", () => {
  test.each<[string, Partial<SettlementFacts>, [bigint, bigint, bigint, bigint]]>([
    ["is what is due", { capturedMinor: 100n, feeMinor: 1n, refundedMinor: 20n }, [0n, 79n, 0n, 0n]],
    ["carries what is negative", { refundedMinor: 60n }, [0n, 0n, 0n, -60n]],
    ["is less by what was carried", { carriedBeforeMinor: -60n, capturedMinor: 100n }, [-60n, 40n, 0n, 0n]],
    [
      "counts what the deposit gave",
      { carriedBeforeMinor: -60n, depositMinor: 60n, capturedMinor: 5n },
      [-60n, 5n, 0n, 0n],
    ],
    ["leaves what is held back", { capturedMinor: 100n, newlyHeldMinor: 30n }, [0n, 70n, 30n, 0n]],
    ["takes what is let go", { heldBeforeMinor: 30n, letGoMinor: 30n }, [30n, 30n, 0n, 0n]],
    [
      "gives what is let go to what it owes first",
      { heldBeforeMinor: 30n, letGoMinor: 30n, carriedBeforeMinor: -40n },
      [-10n, 0n, 0n, -10n],
    ],
    ["never takes more than there is", { capturedMinor: 100n, availableMinor: 40n }, [0n, 40n, 0n, 60n]],
    ["takes nothing of an overdrawn account", { capturedMinor: 100n, availableMinor: -1n }, [0n, 0n, 0n, 100n]],
    ["gives the rest when it is there", { carriedBeforeMinor: 60n }, [60n, 60n, 0n, 0n]],
  ])("%s", (_, facts, [openingMinor, settledMinor, heldMinor, carriedMinor]) => {
    expect(settle(facts)).toEqual({ openingMinor, settledMinor, heldMinor, carriedMinor });
  });
});

const minor = fc.bigInt({ min: 0n, max: 10n ** 9n });
const day = fc.record({
  captured: minor,
  refunded: minor,
  fee: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  share: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  received: minor,
  adjustment: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  held: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 8n }),
  lets: fc.boolean(),
  draws: fc.boolean(),
  short: fc.boolean(),
  part: fc.integer({ min: 0, max: 100 }),
});

it("over any days, nothing is lost and nothing is made: what came is settled, held back or carried, to the cent", () => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 12 }), (days) => {
      let carried = 0n;
      let held = 0n;
      let came = 0n;
      let settled = 0n;
      for (const one of days) {
        const facts: SettlementFacts = {
          ...NOTHING,
          carriedBeforeMinor: carried,
          heldBeforeMinor: held,
          capturedMinor: one.captured,
          refundedMinor: one.refunded,
          feeMinor: one.fee,
          shareMinor: one.share,
          receivedMinor: one.received,
          adjustmentMinor: one.adjustment,
          depositMinor: one.draws && carried < 0n ? -carried : 0n,
          newlyHeldMinor: one.held,
          letGoMinor: one.lets ? held : 0n,
          availableMinor: one.short ? (one.captured * BigInt(one.part)) / 100n : 10n ** 13n,
        };
        const figures = settleMerchant(facts);
        came += netOf(facts) + facts.depositMinor;
        settled += figures.settledMinor;
        expect(figures.settledMinor >= 0n).toBe(true);
        expect(figures.settledMinor === 0n || figures.settledMinor <= facts.availableMinor).toBe(true);
        // Whoever owes gets nothing, and whoever has something coming gets all that there is.
        expect(figures.carriedMinor < 0n && figures.settledMinor > 0n).toBe(false);
        expect(
          figures.carriedMinor <= 0n ||
            figures.settledMinor === (facts.availableMinor > 0n ? facts.availableMinor : 0n),
        ).toBe(true);
        carried = figures.carriedMinor;
        held = figures.heldMinor;
      }
      expect(settled + held + carried).toBe(came);
    }),
    { numRuns: 1_000 },
  );
});

it("a payout is spread over settlements, the oldest first, and never over more than they have", () => {
  fc.assert(
    fc.property(minor, fc.array(minor, { maxLength: 8 }), (available, amounts) => {
      const parts = allotPayout(
        available,
        amounts.map((settledMinor) => ({ settledMinor })),
      );
      const paid = sumMinor(parts.map(({ paidMinor }) => paidMinor));
      const whole = sumMinor(amounts);
      expect(paid).toBe(smallerOf(available, whole));
      expect(parts.every(({ settledMinor, paidMinor }) => paidMinor > 0n && paidMinor <= settledMinor)).toBe(true);
      expect(parts.slice(0, -1).every(({ settledMinor, paidMinor }) => paidMinor === settledMinor)).toBe(true);
    }),
  );
});
