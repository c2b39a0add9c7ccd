import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { sumMinor } from "@/core/money/money";
import { decideRefund, MAX_PARTIAL_REFUNDS, type RefundFacts, type RefundWish } from "./decide-refund";
import { leftOf, withoutDisputed } from "./split-refund";

const NOW = new Date("2026-11-20T12:00:00+08:00");
const leg = (kind: "CHANNEL" | "MARKETING", paidMinor: bigint, refundedMinor = 0n, disputedMinor = 0n) => ({
  kind,
  paidMinor,
  refundedMinor,
  disputedMinor,
});
const FACTS: RefundFacts = {
  orderNo: "O1",
  status: "PAID",
  asset: "CNY",
  paidAt: new Date("2026-11-19T12:00:00+08:00"),
  policy: "PROPORTIONAL",
  channel: { timezone: "Asia/Shanghai", refundWindowDays: 90 },
  hasFailedBefore: false,
  partials: 0,
  underReview: null,
  legs: [leg("CHANNEL", 9_500n), leg("MARKETING", 500n)],
};
const WISH: RefundWish = { amountMinor: 6_000n, asset: "CNY", route: null, hasPayee: false };
const LONG_AGO = new Date("2026-08-01T12:00:00+08:00");

function decide(facts: Partial<RefundFacts>, wish: Partial<RefundWish> = {}, now = NOW) {
  const decided = decideRefund({ ...FACTS, ...facts }, { ...WISH, ...wish }, now);
  return decided.ok ? decided.value : decided.refusal.code;
}

describe("a refund that can be asked for", () => {
  it("follows the legs and goes back as it came", () => {
    expect(decide({})).toEqual({
      parts: [5_700n, 300n],
      channelMinor: 5_700n,
      route: "ORIGINAL",
      routes: ["ORIGINAL"],
      reason: "WINDOW_OPEN",
    });
  });

  it("takes exactly what is left, and nothing of what is disputed", () => {
    const legs = [leg("CHANNEL", 9_500n, 5_700n, 800n), leg("MARKETING", 500n, 300n)];
    expect(decide({ legs }, { amountMinor: 3_200n })).toMatchObject({ parts: [3_000n, 200n] });
  });

  it.each<[string, Partial<RefundFacts>, Partial<RefundWish>, object]>([
    [
      "past the window it is transferred",
      { paidAt: LONG_AGO },
      { hasPayee: true },
      { route: "B2C", reason: "WINDOW_PASSED" },
    ],
    ["to a bank where that is wanted", { paidAt: LONG_AGO }, { route: "BANK", hasPayee: true }, { route: "BANK" }],
    [
      "refused once, it may be tried again",
      { hasFailedBefore: true },
      {},
      { route: "ORIGINAL", reason: "FAILED_BEFORE" },
    ],
    ["or go elsewhere", { hasFailedBefore: true }, { route: "BANK", hasPayee: true }, { route: "BANK" }],
    [
      "transfers are not counted with the channel's",
      { paidAt: LONG_AGO, partials: 60 },
      { hasPayee: true },
      { route: "B2C" },
    ],
    [
      "coupons alone need no route",
      { paidAt: LONG_AGO, policy: "CASH_LAST", partials: 60 },
      { amountMinor: 400n },
      { channelMinor: 0n, route: "ORIGINAL" },
    ],
    [
      "of an order without a channel",
      { channel: null, legs: [leg("MARKETING", 500n)] },
      { amountMinor: 500n },
      { channelMinor: 0n, reason: "COUPONS_ALONE" },
    ],
  ])("%s", (_, facts, wish, expected) => {
    expect(decide(facts, wish)).toMatchObject(expected);
  });
});

/** In the order in which they are told: each case would be refused for those below it, too. */
test.each<[string, Partial<RefundFacts>, Partial<RefundWish>]>([
  ["refund_order_not_paid", { status: "CLOSED", underReview: "SU1" }, { asset: "USD", amountMinor: 99_999n }],
  ["refund_payment_under_review", { underReview: "SU1" }, { asset: "USD", amountMinor: 99_999n }],
  ["refund_asset_differs", {}, { asset: "USD", amountMinor: 99_999n }],
  ["refund_exceeds_paid", { paidAt: LONG_AGO }, { amountMinor: 10_001n }],
  [
    "refund_payment_disputed",
    { legs: [leg("CHANNEL", 9_500n, 0n, 9_000n), leg("MARKETING", 500n)] },
    { amountMinor: 1_001n },
  ],
  ["refund_route_closed", { paidAt: LONG_AGO, partials: 60 }, { route: "ORIGINAL" }],
  ["refund_original_route_open", {}, { route: "BANK", hasPayee: true }],
  ["refund_partials_used", { partials: MAX_PARTIAL_REFUNDS }, {}],
  ["refund_payee_missing", { paidAt: LONG_AGO }, {}],
])("%s", (code, facts, wish) => {
  expect(decide(facts, wish)).toBe(code);
});

test("the fiftieth goes, and the fifty-first does not", () => {
  expect(decide({ partials: MAX_PARTIAL_REFUNDS - 1 })).toMatchObject({ route: "ORIGINAL" });
  expect(decide({ partials: MAX_PARTIAL_REFUNDS })).toBe("refund_partials_used");
});

describe("the window is of the channel's calendar days", () => {
  const paidAt = new Date("2026-08-22T15:59:59Z");
  it.each([
    ["its last day, to the last second", "Asia/Shanghai", "2026-11-20T15:59:59Z", "ORIGINAL"],
    ["and a second later", "Asia/Shanghai", "2026-11-20T16:00:00Z", "B2C"],
    ["elsewhere it is another day", "America/New_York", "2026-11-21T04:59:59Z", "ORIGINAL"],
    ["and ends at another hour", "America/New_York", "2026-11-21T05:00:00Z", "B2C"],
  ])("%s", (_, timezone, now, route) => {
    const channel = { timezone, refundWindowDays: 90 };
    expect(decide({ paidAt, channel }, { hasPayee: true }, new Date(now))).toMatchObject({ route });
  });
});

test("whatever is asked for in whatever order, no leg gives more than it has, and all of it goes back in the end", () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 3_000n }), { maxLength: 20 });
  const legs = fc.record({
    cash: fc.bigInt({ min: 1n, max: 9_999n }),
    ours: fc.bigInt({ min: 0n, max: 999n }),
    disputed: fc.bigInt({ min: 0n, max: 500n }),
    policy: fc.constantFrom("PROPORTIONAL" as const, "CASH_LAST" as const),
  });
  fc.assert(
    fc.property(legs, amounts, ({ cash, ours, disputed, policy }, steps) => {
      const held = disputed < cash ? disputed : 0n;
      let current = [leg("CHANNEL", cash, 0n, held), leg("MARKETING", ours)];
      const left = () => sumMinor(current.map(withoutDisputed).map(leftOf));
      const ask = (amountMinor: bigint) => {
        const decided = decide({ policy, legs: current }, { amountMinor });
        if (typeof decided === "string") return decided;
        current = current.map((one, nth) => ({
          ...one,
          refundedMinor: one.refundedMinor + (decided.parts[nth] ?? 0n),
        }));
        for (const one of current) expect(one.refundedMinor + one.disputedMinor).toBeLessThanOrEqual(one.paidMinor);
        return null;
      };
      for (const step of steps) {
        const fits = step <= left();
        expect(ask(step) === null).toBe(fits);
      }
      if (left() > 0n) expect(ask(left())).toBeNull();
      expect(left()).toBe(0n);
      expect(ask(1n)).toBe(held > 0n ? "refund_payment_disputed" : "refund_exceeds_paid");
    }),
  );
});
