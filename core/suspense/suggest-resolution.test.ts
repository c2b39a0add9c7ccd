import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OFFSET_SIGNS, ORDER_SIGNS, PAIR_SIGNS } from "./candidate-signs";
import { BREAK_KINDS, type BreakKind } from "./item";
import { listResolutions } from "./playbook";
import { type SuggestionFacts, suggestResolutions } from "./suggest-resolution";

const NOTHING: Omit<SuggestionFacts, "item"> = {
  order: null,
  refundStatus: null,
  isDisputeLost: false,
  repeatsTradeNo: false,
  merchant: null,
  offsets: [],
  pairs: [],
  orders: [],
};
const ORDER = { orderNo: "O1", status: "PAID", refundedMinor: 0n, hasTradeNo: false } as const;

function suggest(
  about: `${"LONG" | "SHORT"} ${BreakKind} ${"PAYMENT" | "REFUND"}`,
  facts: Partial<SuggestionFacts> = {},
): string[] {
  const [direction, kind, itemKind] = about.split(" ") as ["LONG", BreakKind, "PAYMENT"];
  const item = { direction, kind, itemKind, amountMinor: 100n };
  return suggestResolutions({ ...NOTHING, item, ...facts }).map(
    ({ resolution, reason, orderNo, counterpartNo }) =>
      `${resolution ?? "-"} ${reason}${orderNo ? ` ${orderNo}` : ""}${counterpartNo ? ` ${counterpartNo}` : ""}`,
  );
}

describe("a payment that only the channel has", () => {
  const order = (orderNo: string, ...signs: SuggestionFacts["orders"][number]["signs"][number][]) => ({
    orderNo,
    isClosed: false,
    signs,
  });
  it.each<[string, SuggestionFacts["orders"], string[]]>([
    ["no order", [], ["REFUND_TO_PAYER NO_ORDER_FITS"]],
    ["an amount alone", [order("A")], ["REFUND_TO_PAYER NO_ORDER_FITS"]],
    ["a trade number", [order("A", "SAME_TRADE_NO"), order("B", "SAME_DAY")], ["BOOK_TO_ORDER ORDER_SAME_TRADE_NO A"]],
    ["a number inside the other", [order("A", "NUMBER_CONTAINED")], ["BOOK_TO_ORDER ORDER_NUMBER_CONTAINED A"]],
    ["the only one of that day", [order("A", "SAME_DAY"), order("B")], ["BOOK_TO_ORDER ORDER_ONLY_ONE_OF_DAY A"]],
    ["a closed one of that day", [{ ...order("A", "SAME_DAY"), isClosed: true }], []],
    [
      "a closed one by its number",
      [{ ...order("A", "NUMBER_CONTAINED"), isClosed: true }],
      ["BOOK_TO_ORDER ORDER_NUMBER_CONTAINED A"],
    ],
    ["two of that day", [order("A", "SAME_DAY"), order("B", "SAME_DAY")], ["- ORDERS_TOO_MANY"]],
    ["two of one number", [order("A", "NUMBER_CONTAINED"), order("B", "NUMBER_CONTAINED")], []],
  ])("%s", (_, orders, first) => {
    const last = "REFUND_TO_PAYER NO_ORDER_FITS";
    expect(suggest("LONG LONG PAYMENT", { orders })).toEqual([...first.filter((one) => one !== last), last]);
  });
});

describe("a pair of other numbers", () => {
  const pair = (itemNo: string, ...signs: SuggestionFacts["pairs"][number]["signs"][number][]) => ({ itemNo, signs });
  it.each<[string, SuggestionFacts["pairs"], string | undefined]>([
    ["the channel's number", [pair("S1", "SAME_TRADE_NO"), pair("S2", "NUMBER_CONTAINED")], "PAIR_SAME_TRADE_NO S1"],
    ["a number in the other's place", [pair("S1", "NUMBERS_CROSSED")], "PAIR_NUMBERS_CROSSED S1"],
    ["a number inside the other", [pair("S1", "NUMBER_CONTAINED")], "PAIR_NUMBER_CONTAINED S1"],
    ["two that fit equally well", [pair("S1", "NUMBER_CONTAINED"), pair("S2", "NUMBER_CONTAINED")], undefined],
    ["nothing but the amount", [pair("S1", "SAME_AMOUNT")], undefined],
  ])("%s", (_, pairs, reason) => {
    const [first] = suggest("LONG LONG PAYMENT", { pairs });
    expect(first).toBe(reason === undefined ? "REFUND_TO_PAYER NO_ORDER_FITS" : `MATCH_BY_HAND ${reason}`);
  });

  it("where the amounts agree as well, an offset comes first", () => {
    const facts = {
      pairs: [pair("S1", "SAME_TRADE_NO")],
      offsets: [{ itemNo: "S1", signs: ["SAME_TRADE_NO" as const] }],
    };
    expect(suggest("LONG LONG PAYMENT", facts)[0]).toBe("OFFSET OFFSET_SAME_TRADE_NO S1");
  });
});

describe("an offset", () => {
  const other = (itemNo: string, ...signs: SuggestionFacts["offsets"][number]["signs"][number][]) => ({
    itemNo,
    signs,
  });
  it.each<[SuggestionFacts["offsets"], string | undefined]>([
    [[other("S1")], undefined],
    [[other("S1", "NEAR_IN_TIME")], undefined],
    [[other("S1", "SAME_MERCHANT")], undefined],
    [[other("S1", "SAME_ORDER"), other("S2")], "OFFSET OFFSET_SAME_ORDER S1"],
    [[other("S1", "SAME_TRADE_NO")], "OFFSET OFFSET_SAME_TRADE_NO S1"],
    [[other("S1", "SAME_MERCHANT", "NEAR_IN_TIME")], "OFFSET OFFSET_ONLY_ONE_OF_MERCHANT S1"],
    [[other("S1", "SAME_MERCHANT", "NEAR_IN_TIME"), other("S2", "SAME_MERCHANT", "NEAR_IN_TIME")], undefined],
  ])("of %j is suggested as %s", (offsets, first) => {
    const suggested = suggest("SHORT SHORT PAYMENT", { offsets });
    expect(suggested).toEqual(
      first ? [first, "REVERSE_CAPTURE CHANNEL_NEVER_LISTED"] : ["REVERSE_CAPTURE CHANNEL_NEVER_LISTED"],
    );
  });
});

describe("every other break", () => {
  const rich = { settlementMinor: 100n, depositMinor: 0n };
  const covered = { settlementMinor: 99n, depositMinor: 100n };
  const poor = { settlementMinor: 99n, depositMinor: 99n };
  it.each<[Parameters<typeof suggest>[0], Partial<SuggestionFacts>, string[]]>([
    ["LONG STATUS_MISMATCH PAYMENT", { order: { ...ORDER, status: "CREATED" } }, ["BOOK_TO_ORDER CHANNEL_SAYS_PAID"]],
    ["LONG STATUS_MISMATCH PAYMENT", { order: ORDER }, ["- PAID_MEANWHILE"]],
    [
      "LONG STATUS_MISMATCH PAYMENT",
      { order: { ...ORDER, status: "CLOSED" } },
      ["REFUND_TO_PAYER PAID_AFTER_CLOSING", "BOOK_TO_ORDER CHANNEL_SAYS_PAID"],
    ],
    ["LONG AMOUNT_MISMATCH PAYMENT", {}, ["BOOK_TO_ORDER CHANNEL_TOOK_MORE", "REFUND_TO_PAYER CHANNEL_TOOK_MORE"]],
    ["LONG DUPLICATE PAYMENT", {}, ["REFUND_TO_PAYER PAID_TWICE"]],
    ["LONG DUPLICATE PAYMENT", { repeatsTradeNo: true }, ["- LISTED_TWICE"]],
    ["LONG FEE_MISMATCH PAYMENT", {}, ["WRITE_OFF_TO_INCOME FEE_BELOW_CONTRACT"]],
    ["LONG ASSET_MISMATCH PAYMENT", {}, ["- ASSETS_DIFFER"]],
    ["LONG LONG REFUND", {}, ["REFUND_TO_PAYER REFUND_NOT_MADE"]],
    ["LONG STATUS_MISMATCH REFUND", {}, ["REFUND_TO_PAYER REFUND_NOT_MADE"]],
    ["LONG AMOUNT_MISMATCH REFUND", {}, ["REFUND_TO_PAYER REFUND_TOO_SMALL"]],
    ["SHORT SHORT PAYMENT", { order: ORDER }, ["REVERSE_CAPTURE CHANNEL_NEVER_LISTED"]],
    [
      "SHORT SHORT PAYMENT",
      { order: { ...ORDER, hasTradeNo: true } },
      ["CLAIM_FROM_CHANNEL CHANNEL_KNOWS_PAYMENT", "REVERSE_CAPTURE CHANNEL_NEVER_LISTED"],
    ],
    ["SHORT SHORT PAYMENT", { order: { ...ORDER, refundedMinor: 1n } }, ["CLAIM_FROM_CHANNEL CAPTURE_WAS_REFUNDED"]],
    ["SHORT STATUS_MISMATCH PAYMENT", { order: ORDER }, ["REVERSE_CAPTURE CHANNEL_SAYS_FAILED"]],
    [
      "SHORT AMOUNT_MISMATCH PAYMENT",
      { merchant: rich },
      ["CHARGE_TO_SETTLEMENT CHANNEL_TOOK_LESS", "CLAIM_FROM_CHANNEL CHANNEL_TOOK_LESS"],
    ],
    ["SHORT FEE_MISMATCH PAYMENT", {}, ["CLAIM_FROM_CHANNEL FEE_ABOVE_CONTRACT"]],
    ["SHORT SHORT REFUND", { merchant: rich }, ["CHARGE_TO_SETTLEMENT REFUND_NOT_OURS"]],
    ["SHORT SHORT REFUND", { merchant: rich, isDisputeLost: true }, ["CHARGE_TO_SETTLEMENT DISPUTE_LOST"]],
    ["SHORT SHORT REFUND", { merchant: covered }, ["CHARGE_TO_DEPOSIT REFUND_NOT_OURS"]],
    ["SHORT SHORT REFUND", { merchant: poor }, ["- MERCHANT_LACKS_MONEY"]],
    ["SHORT SHORT REFUND", {}, ["CLAIM_FROM_CHANNEL REFUND_NOT_OURS"]],
    [
      "SHORT STATUS_MISMATCH REFUND",
      { merchant: rich, refundStatus: "FAILED" },
      ["CHARGE_TO_SETTLEMENT REFUND_CALLED_FAILED"],
    ],
    ["SHORT STATUS_MISMATCH REFUND", { merchant: rich, refundStatus: "UNKNOWN" }, ["- REFUND_STILL_OPEN"]],
    ["SHORT STATUS_MISMATCH REFUND", { merchant: rich, refundStatus: "ACCEPTED" }, ["- REFUND_STILL_OPEN"]],
    ["SHORT AMOUNT_MISMATCH REFUND", {}, ["CLAIM_FROM_CHANNEL REFUND_TOO_LARGE"]],
    ["SHORT DUPLICATE REFUND", {}, ["CLAIM_FROM_CHANNEL REFUNDED_TWICE"]],
    ["SHORT DUPLICATE REFUND", { repeatsTradeNo: true }, ["- LISTED_TWICE"]],
  ])("%s with %o", (about, facts, suggestions) => {
    expect(suggest(about, facts)).toEqual(suggestions);
  });
});

describe("laws", () => {
  const anything = fc.record({
    item: fc.record({
      kind: fc.constantFrom(...BREAK_KINDS),
      itemKind: fc.constantFrom("PAYMENT" as const, "REFUND" as const),
      direction: fc.constantFrom("LONG" as const, "SHORT" as const),
      amountMinor: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    }),
    order: fc.option(
      fc.record({
        orderNo: fc.constant("O1"),
        status: fc.constantFrom("CREATED" as const, "PAID" as const, "CLOSED" as const, "UNKNOWN" as const),
        refundedMinor: fc.bigInt({ min: 0n, max: 10n }),
        hasTradeNo: fc.boolean(),
      }),
    ),
    refundStatus: fc.constantFrom(
      "ACCEPTED" as const,
      "SUCCEEDED" as const,
      "FAILED" as const,
      "UNKNOWN" as const,
      null,
    ),
    isDisputeLost: fc.boolean(),
    repeatsTradeNo: fc.boolean(),
    merchant: fc.option(
      fc.record({ settlementMinor: fc.bigInt(0n, 10n ** 9n), depositMinor: fc.bigInt(0n, 10n ** 9n) }),
    ),
    offsets: fc.array(fc.record({ itemNo: fc.string({ minLength: 1 }), signs: fc.subarray([...OFFSET_SIGNS]) }), {
      maxLength: 4,
    }),
    pairs: fc.array(fc.record({ itemNo: fc.string({ minLength: 1 }), signs: fc.subarray([...PAIR_SIGNS]) }), {
      maxLength: 4,
    }),
    orders: fc.array(
      fc.record({ orderNo: fc.string({ minLength: 1 }), isClosed: fc.boolean(), signs: fc.subarray([...ORDER_SIGNS]) }),
      {
        maxLength: 4,
      },
    ),
  });
  // A long break of the kind SHORT, or the other way round, does not exist: the kind is named from the direction.
  const isPossible = ({ item: { kind, direction } }: SuggestionFacts) =>
    (kind !== "LONG" && kind !== "SHORT") || kind === direction;

  it("something is always said, and nothing that the playbook does not allow", () => {
    fc.assert(
      fc.property(anything.filter(isPossible), (facts) => {
        const suggestions = suggestResolutions(facts);
        expect(suggestions.length).toBeGreaterThan(0);
        const allowed = listResolutions(facts.item);
        for (const { resolution } of suggestions) if (resolution) expect(allowed).toContain(resolution);
      }),
    );
  });

  it("a candidate without a sign is never suggested, and their order does not matter", () => {
    fc.assert(
      fc.property(anything.filter(isPossible), (facts) => {
        const suggestions = suggestResolutions(facts);
        for (const { orderNo, counterpartNo } of suggestions) {
          if (orderNo) expect(facts.orders.some((one) => one.orderNo === orderNo && one.signs.length > 0)).toBe(true);
          if (counterpartNo)
            expect(
              [...facts.offsets, ...facts.pairs].some((one) => one.itemNo === counterpartNo && one.signs.length > 0),
            ).toBe(true);
        }
        const { offsets, pairs, orders } = facts;
        const turned = {
          ...facts,
          offsets: offsets.toReversed(),
          pairs: pairs.toReversed(),
          orders: orders.toReversed(),
        };
        expect(suggestResolutions(turned)).toEqual(suggestions);
      }),
    );
  });
});
