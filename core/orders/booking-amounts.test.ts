import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { sumMinor } from "@/core/money/money";
import { captureAmounts, type PaidLeg, refundAmounts } from "./booking-amounts";

const cash = (amountMinor: bigint): PaidLeg => ({ kind: "CHANNEL", funder: null, amountMinor });
const coupon = (funder: "MERCHANT" | "PLATFORM", amountMinor: bigint): PaidLeg => ({
  kind: "MARKETING",
  funder,
  amountMinor,
});
const sources = (pendingMinor: bigint, settlementMinor: bigint, marketingMinor: bigint) => {
  return { pendingMinor, settlementMinor, marketingMinor };
};

describe("a capture", () => {
  test.each([
    [500n, { merchantCoupon: 500n, couponShortfall: 0n }],
    [200n, { merchantCoupon: 200n, couponShortfall: 300n }],
    [-10n, { merchantCoupon: 0n, couponShortfall: 500n }],
  ])("with %d in the marketing account", (available, expected) => {
    const legs = [cash(9_500n), coupon("MERCHANT", 500n), coupon("PLATFORM", 70n)];
    expect(captureAmounts(legs, available)).toEqual({ cash: 9_500n, platformCoupon: 70n, gross: 10_070n, ...expected });
  });
});

describe("a refund takes pending first, settlement next, marketing last", () => {
  const parts = [cash(5_700n), coupon("MERCHANT", 300n)];
  test.each([
    ["pending has it", sources(6_000n, 9n, 9n), [6_000n, 0n, 0n, 0n]],
    ["settlement helps", sources(5_000n, 9_999n, 9n), [5_000n, 1_000n, 0n, 0n]],
    ["its own coupon closes the gap", sources(5_000n, 700n, 0n), [5_000n, 700n, 300n, 0n]],
    ["and what marketing held before", sources(5_000n, 0n, 800n), [5_000n, 0n, 1_000n, 0n]],
    ["all three lack something", sources(5_000n, 0n, 100n), [5_000n, 0n, 400n, 600n]],
    ["below zero counts as nothing", sources(-50n, -50n, 0n), [0n, 0n, 300n, 5_700n]],
  ])("%s", (_, available, [fromPending, fromSettlement, fromMarketing, shortMinor]) => {
    const { amounts, ...rest } = refundAmounts(parts, available);
    expect(rest).toEqual({ shortMinor });
    expect(amounts).toMatchObject({ fromPending, fromSettlement, fromMarketing, cash: 5_700n, merchantCoupon: 300n });
  });

  test("it balances whenever nothing is short", () => {
    const minor = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(minor, minor, minor, minor, minor, minor, (paid, ours, theirs, pending, settlement, marketing) => {
        const legs = [cash(paid), coupon("MERCHANT", ours), coupon("PLATFORM", theirs)];
        const { amounts, shortMinor } = refundAmounts(legs, sources(pending, settlement, marketing));
        const side = (wanted: string) =>
          sumMinor(
            CATALOGUE["refund.accepted"].lines
              .filter((line) => line.side === wanted)
              .map((line) => amounts[line.amount] ?? 0n),
          );
        expect(side("DEBIT") + shortMinor).toBe(side("CREDIT"));
      }),
    );
  });
});
