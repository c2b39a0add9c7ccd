import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { BREAK_KINDS, SUSPENSE_STATUSES, type SuspenseItem } from "./item";
import { type OrderFacts, planResolution, type ResolutionFacts } from "./plan-resolution";
import { listResolutions } from "./playbook";
import { RESOLUTIONS, type Resolution } from "./resolutions";

const ITEM: SuspenseItem = {
  itemNo: "SU1",
  kind: "LONG",
  itemKind: "PAYMENT",
  direction: "LONG",
  amountMinor: 9_500n,
  asset: "CNY",
  channelId: 1n,
  status: "OPEN",
};
const CAPTURE = { cash: 9_500n, merchantCoupon: 300n, couponShortfall: 0n, platformCoupon: 200n, gross: 10_000n };
const ORDER: OrderFacts = {
  orderNo: "O1",
  channelId: 1n,
  asset: "CNY",
  channelMinor: 9_500n,
  status: "CREATED",
  bookedBy: null,
  refundedMinor: 0n,
  captureNow: CAPTURE,
  captured: null,
};
const PAID: OrderFacts = { ...ORDER, status: "PAID", bookedBy: "ARRIVAL", captured: CAPTURE };
const SHORT: SuspenseItem = { ...ITEM, kind: "SHORT", direction: "SHORT" };

const OTHER: SuspenseItem = { ...SHORT, itemNo: "SU2", amountMinor: 9_000n };
const PAIR = { settlesOn: "2026-11-19", itemKind: "PAYMENT", matchKey: "K", asMatchKey: "O1" } as const;

function facts(item: Partial<SuspenseItem>, more: Partial<ResolutionFacts> = {}): ResolutionFacts {
  return { item: { ...ITEM, ...item }, order: null, merchantNo: null, counterpart: null, ...more };
}

function outcome(resolution: Resolution, given: ResolutionFacts): string {
  const planned = planResolution(resolution, given);
  if (!planned.ok) return planned.refusal.code;
  const { event, orderBecomes, makesRefund } = planned.value;
  return [event ?? "offset", orderBecomes, makesRefund ? "refund" : null].filter(Boolean).join(" ");
}

describe("the playbook", () => {
  it.each<[Partial<SuspenseItem>, Resolution[]]>([
    [{}, ["BOOK_TO_ORDER", "REFUND_TO_PAYER", "WRITE_OFF_TO_INCOME", "OFFSET", "MATCH_BY_HAND"]],
    [{ kind: "DUPLICATE" }, ["REFUND_TO_PAYER", "WRITE_OFF_TO_INCOME", "OFFSET"]],
    [{ kind: "FEE_MISMATCH" }, ["WRITE_OFF_TO_INCOME", "OFFSET"]],
    [{ itemKind: "REFUND" }, ["REFUND_TO_PAYER", "WRITE_OFF_TO_INCOME", "OFFSET", "MATCH_BY_HAND"]],
    [
      { kind: "SHORT", direction: "SHORT" },
      [
        "REVERSE_CAPTURE",
        "CLAIM_FROM_CHANNEL",
        "CHARGE_TO_SETTLEMENT",
        "CHARGE_TO_DEPOSIT",
        "WRITE_OFF_AS_LOSS",
        "OFFSET",
        "MATCH_BY_HAND",
      ],
    ],
    [
      { kind: "FEE_MISMATCH", direction: "SHORT" },
      ["CLAIM_FROM_CHANNEL", "CHARGE_TO_SETTLEMENT", "CHARGE_TO_DEPOSIT", "WRITE_OFF_AS_LOSS", "OFFSET"],
    ],
  ])("for %o allows %j", (item, resolutions) => {
    expect(listResolutions({ ...ITEM, ...item })).toEqual(resolutions);
  });
});

describe("a plan", () => {
  const counterpart = SHORT;
  it.each<[string, Resolution, ResolutionFacts, string]>([
    ["a channel's payment to its order", "BOOK_TO_ORDER", facts({}, { order: ORDER }), "suspense.booked_to_order PAID"],
    [
      "also to a closed one",
      "BOOK_TO_ORDER",
      facts({}, { order: { ...ORDER, status: "CLOSED" } }),
      "suspense.booked_to_order PAID",
    ],
    [
      "a surplus leaves its order as it is",
      "BOOK_TO_ORDER",
      facts({ kind: "AMOUNT_MISMATCH", amountMinor: 5n }, { order: PAID }),
      "suspense.booked_to_order",
    ],
    ["a refund", "REFUND_TO_PAYER", facts({}), "suspense.refunded_to_payer refund"],
    ["income", "WRITE_OFF_TO_INCOME", facts({}), "suspense.written_off_to_income"],
    ["a capture back", "REVERSE_CAPTURE", facts(SHORT, { order: PAID }), "suspense.capture_reversed CLOSED"],
    ["a claim", "CLAIM_FROM_CHANNEL", facts(SHORT), "suspense.claimed"],
    ["a charge", "CHARGE_TO_SETTLEMENT", facts(SHORT, { merchantNo: "M1" }), "suspense.charged_to_settlement"],
    ["a charge on the deposit", "CHARGE_TO_DEPOSIT", facts(SHORT, { merchantNo: "M1" }), "suspense.charged_to_deposit"],
    ["a loss", "WRITE_OFF_AS_LOSS", facts(SHORT), "suspense.written_off_as_loss"],
    ["an offset", "OFFSET", facts({}, { counterpart }), "offset"],
    ["a match by hand, whatever the amounts", "MATCH_BY_HAND", facts({}, { counterpart: OTHER, pair: PAIR }), "offset"],
    ["a match with an order that waits", "MATCH_BY_HAND", facts({}, { order: PAID, pair: PAIR }), "offset"],
  ])("%s", (_, resolution, given, expected) => {
    expect(outcome(resolution, given)).toBe(expected);
  });
});

describe("a plan is refused, most basic reason first", () => {
  const booking = (order: Partial<OrderFacts>) => facts({}, { order: { ...ORDER, ...order } });
  const reversal = (order: Partial<OrderFacts>) => facts(SHORT, { order: { ...PAID, ...order } });
  const offset = (counterpart: Partial<SuspenseItem>) => facts({}, { counterpart: { ...SHORT, ...counterpart } });
  const match = (other: Partial<SuspenseItem>) => facts({}, { counterpart: { ...OTHER, ...other }, pair: PAIR });
  it.each<[Resolution, ResolutionFacts, string]>([
    ["CLAIM_FROM_CHANNEL", facts({}), "resolution_not_allowed"],
    ["BOOK_TO_ORDER", facts({ kind: "DUPLICATE" }, { order: ORDER }), "resolution_not_allowed"],
    ["BOOK_TO_ORDER", facts({}), "resolution_needs_order"],
    ["BOOK_TO_ORDER", facts({ kind: "AMOUNT_MISMATCH" }), "resolution_needs_order"],
    ["BOOK_TO_ORDER", booking({ channelId: 2n }), "resolution_order_differs"],
    ["BOOK_TO_ORDER", booking({ asset: "USD" }), "resolution_order_differs"],
    ["BOOK_TO_ORDER", booking({ channelMinor: 9_499n, status: "PAID" }), "resolution_order_differs"],
    ["BOOK_TO_ORDER", booking({ status: "PAID", bookedBy: "ARRIVAL" }), "resolution_order_settled"],
    // Its capture was reversed before: it is closed, and was booked all the same.
    ["BOOK_TO_ORDER", booking({ status: "CLOSED", bookedBy: "ARRIVAL" }), "resolution_order_settled"],
    ["REVERSE_CAPTURE", facts(SHORT), "resolution_needs_order"],
    ["REVERSE_CAPTURE", reversal({ status: "CLOSED" }), "resolution_order_settled"],
    ["REVERSE_CAPTURE", reversal({ bookedBy: "SUSPENSE" }), "resolution_order_settled"],
    ["REVERSE_CAPTURE", reversal({ captured: null }), "resolution_order_settled"],
    ["REVERSE_CAPTURE", reversal({ channelMinor: 1n, refundedMinor: 1n }), "resolution_order_settled"],
    ["REVERSE_CAPTURE", reversal({ refundedMinor: 1n }), "resolution_order_refunded"],
    ["CHARGE_TO_SETTLEMENT", facts(SHORT), "resolution_needs_merchant"],
    ["CHARGE_TO_DEPOSIT", facts(SHORT), "resolution_needs_merchant"],
    ["OFFSET", facts({}), "resolution_needs_counterpart"],
    ["OFFSET", offset({ direction: "LONG" }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ channelId: 2n }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ asset: "USD" }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ amountMinor: 9_501n }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ status: "PROPOSED" }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ status: "RESOLVED" }), "resolution_counterpart_differs"],
    ["OFFSET", offset({ status: "AUTO_RESOLVED" }), "resolution_counterpart_differs"],
    ["MATCH_BY_HAND", facts({ kind: "AMOUNT_MISMATCH" }), "resolution_not_allowed"],
    ["MATCH_BY_HAND", facts({}), "resolution_needs_counterpart"],
    ["MATCH_BY_HAND", match({ direction: "LONG" }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", match({ kind: "STATUS_MISMATCH" }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", match({ itemKind: "REFUND" }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", match({ channelId: 2n }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", match({ asset: "USD" }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", match({ status: "PROPOSED" }), "resolution_pair_differs"],
    ["MATCH_BY_HAND", facts({}, { counterpart: OTHER, pair: null }), "resolution_not_a_pair"],
  ])("%s of %o is %s", (resolution, given, code) => {
    expect(outcome(resolution, given)).toBe(code);
  });
});

describe("laws", () => {
  const capture = fc
    .record({ cash: fc.bigInt(1n, 10n ** 9n), merchant: fc.bigInt(0n, 999n), platform: fc.bigInt(0n, 999n) })
    .map(({ cash, merchant, platform }) => ({
      cash,
      merchantCoupon: merchant,
      couponShortfall: 0n,
      platformCoupon: platform,
      gross: cash + merchant + platform,
    }));
  const given = fc
    .record({
      item: fc.record({
        itemNo: fc.constant("SU1"),
        kind: fc.constantFrom(...BREAK_KINDS),
        itemKind: fc.constantFrom("PAYMENT" as const, "REFUND" as const),
        direction: fc.constantFrom("LONG" as const, "SHORT" as const),
        asset: fc.constant("CNY"),
        channelId: fc.constant(1n),
        status: fc.constantFrom(...SUSPENSE_STATUSES),
      }),
      capture,
      isPaid: fc.boolean(),
      merchantNo: fc.option(fc.constant("M1")),
    })
    .map(({ item, capture: amounts, isPaid, merchantNo }): ResolutionFacts => {
      const order = { ...(isPaid ? PAID : ORDER), channelMinor: amounts.cash, captureNow: amounts };
      const facts = { ...item, amountMinor: amounts.cash };
      const counterpart = {
        ...facts,
        direction: item.direction === "LONG" ? "SHORT" : "LONG",
        status: "OPEN",
      } as const;
      return {
        item: facts,
        order: { ...order, captured: isPaid ? amounts : null },
        merchantNo,
        counterpart,
      };
    });

  it("every plan takes exactly the item's amount out of suspense, balances, and needs an approval", () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...RESOLUTIONS), (facts, resolution) => {
        const planned = planResolution(resolution, facts);
        if (!planned.ok || planned.value.event === null) return;
        const { event, amounts } = planned.value;
        const lines = buildVoucherLines(event, amounts);
        const place = facts.item.direction === "LONG" ? "SUSPENSE_LONG" : "SUSPENSE_SHORT";
        const side = facts.item.direction === "LONG" ? "DEBIT" : "CREDIT";
        const ofSuspense = lines.filter((line) => line.place === place);
        expect(ofSuspense).toMatchObject([{ side, place, amountMinor: facts.item.amountMinor }]);
        expect(CATALOGUE[event].needsApproval).toBe(true);
      }),
    );
  });

  it("nothing is planned that the playbook does not list", () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...RESOLUTIONS), (facts, resolution) => {
        if (planResolution(resolution, facts).ok) expect(listResolutions(facts.item)).toContain(resolution);
      }),
    );
  });
});
