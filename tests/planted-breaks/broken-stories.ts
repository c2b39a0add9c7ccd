import { PLAIN_STORIES } from "./plain-stories";
import { payment, type RefundStatus, refund, refundNoOf, type Seed, tellOrder, tellRefund } from "./seed";

const PAYMENT = "PAYMENT" as const;
const REFUND = "REFUND" as const;

/** One planted break each, or two where a line carries two. Every kind, both directions, payments and refunds. */
export const BROKEN_STORIES = {
  payerUnknownToUs(seed: Seed) {
    const { ledger, day, amountMinor: deltaMinor } = seed;
    const isNumbered = seed.random.once(2);
    ledger.list(day, payment(seed, isNumbered ? {} : { orderNo: "" }));
    ledger.meet({ ours: null, line: day });
    const key = isNumbered ? seed.no : `#T${seed.no}`;
    ledger.expect({ kind: "LONG", itemKind: PAYMENT, key, deltaMinor, day: day + ledger.bufferDays });
  },

  paymentUnknownToThem(seed: Seed) {
    const { ledger, day, no: key, amountMinor } = seed;
    tellOrder(seed, { tradeNo: seed.random.once(2) ? `T${key}` : null });
    ledger.meet({ ours: day, line: null });
    ledger.expect({ kind: "SHORT", itemKind: PAYMENT, key, deltaMinor: -amountMinor, day: day + ledger.bufferDays });
  },

  refundUnknownToThem(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor });
    ledger.meet({ ours: day, line: null });
    const found = { kind: "LONG", itemKind: REFUND, key: refundNoOf(seed), deltaMinor: amountMinor } as const;
    ledger.expect({ ...found, day: day + ledger.bufferDays });
  },

  refundUnknownToUs(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    ledger.list(day, refund(seed, { amountMinor }));
    ledger.meet({ ours: null, line: day });
    const found = { kind: "SHORT", itemKind: REFUND, key: refundNoOf(seed), deltaMinor: -amountMinor } as const;
    ledger.expect({ ...found, day: day + ledger.bufferDays });
  },

  otherAmount(seed: Seed) {
    const { ledger, day, no: key } = seed;
    const deltaMinor = seed.random.pick([1n, -1n, 50n, -50n]);
    tellOrder(seed);
    ledger.list(day, payment(seed, { amountMinor: seed.amountMinor + deltaMinor }));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "AMOUNT_MISMATCH", itemKind: PAYMENT, key, deltaMinor, day });
  },

  /** They gave back more than we asked for, or less. */
  otherRefundAmount(seed: Seed) {
    const { ledger, day } = seed;
    const more = seed.random.pick([10n, -10n]);
    const amountMinor = seed.amountMinor / 2n;
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor });
    ledger.list(day, refund(seed, { amountMinor: amountMinor + more }));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "AMOUNT_MISMATCH", itemKind: REFUND, key: refundNoOf(seed), deltaMinor: -more, day });
  },

  /** The other amount shows only when the line of the next day is there. */
  otherAmountOverNight(seed: Seed) {
    const { ledger, day, no: key } = seed;
    tellOrder(seed);
    ledger.list(day + 1, payment(seed, { amountMinor: seed.amountMinor - 7n }));
    ledger.meet({ ours: day, line: day + 1 }, false);
    ledger.expect({ kind: "AMOUNT_MISMATCH", itemKind: PAYMENT, key, deltaMinor: -7n, day: day + 1 });
  },

  paidForThemAlone(seed: Seed) {
    const { ledger, day, no: key, amountMinor: deltaMinor } = seed;
    tellOrder(seed, { status: seed.random.pick(["CREATED", "CLOSED", "UNKNOWN"]) });
    ledger.list(day, payment(seed));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "STATUS_MISMATCH", itemKind: PAYMENT, key, deltaMinor, day });
  },

  refundFailedForThem(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor });
    ledger.list(day, refund(seed, { amountMinor, refundStatus: seed.random.pick(["FAIL", "CHANGE"]), feeE5: 0n }));
    ledger.meet({ ours: day, line: day }, false);
    const key = refundNoOf(seed);
    ledger.expect({ kind: "STATUS_MISMATCH", itemKind: REFUND, key, deltaMinor: amountMinor, day });
  },

  refundMadeForThemAlone(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor, status: seed.random.pick<RefundStatus>(["ACCEPTED", "FAILED", "UNKNOWN"]) });
    ledger.list(day, refund(seed, { amountMinor }));
    ledger.meet({ ours: day, line: day }, false);
    const key = refundNoOf(seed);
    ledger.expect({ kind: "STATUS_MISMATCH", itemKind: REFUND, key, deltaMinor: -amountMinor, day });
  },

  otherFee(seed: Seed) {
    const { ledger, day, no: key } = seed;
    const surplusFeeMinor = seed.random.pick([1n, -1n, 30n]);
    tellOrder(seed);
    ledger.list(day, payment(seed, { surplusFeeMinor }));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "FEE_MISMATCH", itemKind: PAYMENT, key, deltaMinor: -surplusFeeMinor, day });
  },

  otherRefundFee(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    const surplusFeeMinor = seed.random.pick([2n, -2n]);
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor });
    ledger.list(day, refund(seed, { amountMinor, surplusFeeMinor }));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "FEE_MISMATCH", itemKind: REFUND, key: refundNoOf(seed), deltaMinor: -surplusFeeMinor, day });
  },

  otherAmountAndFee(seed: Seed) {
    const { ledger, day, no: key } = seed;
    tellOrder(seed);
    ledger.list(day, payment(seed, { amountMinor: seed.amountMinor + 90n, surplusFeeMinor: 4n }));
    ledger.meet({ ours: day, line: day }, false);
    ledger.expect({ kind: "AMOUNT_MISMATCH", itemKind: PAYMENT, key, deltaMinor: 90n, day });
    ledger.expect({ kind: "FEE_MISMATCH", itemKind: PAYMENT, key, deltaMinor: -4n, day });
  },

  /** The same figure in another currency: ours is missed, theirs is too much. */
  otherAsset(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    const isRefund = seed.random.once(2);
    if (isRefund) {
      PLAIN_STORIES.plain(seed);
      tellRefund(seed, { amountMinor });
    } else tellOrder(seed);
    ledger.list(day, { ...(isRefund ? refund(seed, { amountMinor }) : payment(seed)), asset: "USD" });
    ledger.meet({ ours: day, line: day }, false);
    const [itemKind, key, sign] = isRefund ? [REFUND, refundNoOf(seed), -1n] : [PAYMENT, seed.no, 1n];
    ledger.expect({ kind: "ASSET_MISMATCH", itemKind, key, deltaMinor: -sign * amountMinor, day });
    ledger.expect({ kind: "ASSET_MISMATCH", itemKind, key, deltaMinor: sign * amountMinor, asset: "USD", day });
  },

  listedTwice(seed: Seed) {
    const { ledger, day, no: key, amountMinor: deltaMinor } = seed;
    PLAIN_STORIES.plain(seed);
    const again = seed.random.pick([day, day + 1]);
    ledger.list(again, payment(seed));
    ledger.expect({ kind: "DUPLICATE", itemKind: PAYMENT, key, deltaMinor, day: again });
  },

  /** Three lines: one of the order, and two too many. The second names the order by the channel's number. */
  listedThreeTimes(seed: Seed) {
    const { ledger, day, no: key, amountMinor: deltaMinor } = seed;
    tellOrder(seed, { tradeNo: `T${key}` });
    ledger.list(day, payment(seed));
    ledger.list(day, payment(seed, { orderNo: "" }));
    ledger.list(day, payment(seed));
    ledger.meet({ ours: day, line: day });
    ledger.expect({ kind: "DUPLICATE", itemKind: PAYMENT, key, deltaMinor, day });
    ledger.expect({ kind: "DUPLICATE", itemKind: PAYMENT, key, deltaMinor, day });
  },

  /** The payer paid again: another number of the channel's, and another sum. Which line is the order's, its sum says. */
  paidTwice(seed: Seed) {
    const { ledger, day, no: key, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    ledger.list(day, payment(seed, { tradeNo: `S${key}`, amountMinor: amountMinor + 300n }));
    ledger.expect({ kind: "DUPLICATE", itemKind: PAYMENT, key, deltaMinor: amountMinor + 300n, day });
  },

  refundedTwice(seed: Seed) {
    const { ledger, day, amountMinor } = seed;
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor });
    ledger.list(day, refund(seed, { amountMinor }));
    ledger.list(day, refund(seed, { amountMinor, channelRefundNo: `E${seed.no}` }));
    ledger.meet({ ours: day, line: day });
    ledger.expect({ kind: "DUPLICATE", itemKind: REFUND, key: refundNoOf(seed), deltaMinor: -amountMinor, day });
  },

  unknownAndListedTwice(seed: Seed) {
    const { ledger, day, no: key, amountMinor: deltaMinor } = seed;
    ledger.list(day, payment(seed));
    ledger.list(day, payment(seed));
    ledger.meet({ ours: null, line: day });
    ledger.expect({ kind: "DUPLICATE", itemKind: PAYMENT, key, deltaMinor, day });
    ledger.expect({ kind: "LONG", itemKind: PAYMENT, key, deltaMinor, day: day + ledger.bufferDays });
  },

  /** Two strangers, one sum, one minute: whoever matches by the amount makes one payment of them. */
  strangersOfOneMinute(seed: Seed) {
    PLAIN_STORIES.plain({ ...seed, no: `${seed.no}P` });
    BROKEN_STORIES.paymentUnknownToThem({ ...seed, no: `${seed.no}S` });
    BROKEN_STORIES.payerUnknownToUs({ ...seed, no: `${seed.no}L` });
  },
} as const satisfies Record<string, (seed: Seed) => void>;
