import { LAST_MINUTE, payment, refund, refundNoOf, type Seed, tellOrder, tellRefund } from "./seed";

/** Stories that end well, some of them after a night. Each is also bait for a matcher that looks at amounts or is early. */
export const PLAIN_STORIES = {
  plain(seed: Seed) {
    tellOrder(seed, { tradeNo: seed.random.once(2) ? `T${seed.no}` : null });
    seed.ledger.list(seed.day, payment(seed));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  /** What was paid counts, not what was due: the coupon never reaches the channel. */
  withCoupon(seed: Seed) {
    tellOrder(seed, { couponMinor: 500n, funder: seed.random.pick(["merchant", "platform"]) });
    seed.ledger.list(seed.day, payment(seed));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  refundedInPart(seed: Seed) {
    PLAIN_STORIES.plain(seed);
    const amountMinor = seed.amountMinor / 3n;
    tellRefund(seed, { amountMinor });
    seed.ledger.list(seed.day, refund(seed, { amountMinor }));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  /** The day after, all of it, coupon included: the channel gives back the cash leg alone. */
  refundedNextDay(seed: Seed) {
    PLAIN_STORIES.withCoupon(seed);
    tellRefund(seed, { amountMinor: seed.amountMinor + 500n, day: seed.day + 1 });
    seed.ledger.list(seed.day + 1, refund(seed, { amountMinor: seed.amountMinor }));
    seed.ledger.meet({ ours: seed.day + 1, line: seed.day + 1 });
  },

  /** The channel names neither our order nor our refund, only its own numbers. */
  byTheChannelsNumber(seed: Seed) {
    const amountMinor = seed.amountMinor / 2n;
    tellOrder(seed, { tradeNo: `T${seed.no}` });
    tellRefund(seed, { amountMinor, channelRefundNo: `C${seed.no}` });
    seed.ledger.list(seed.day, payment(seed, { orderNo: "" }));
    const { refundNo: _, ...unnumbered } = refund(seed, { amountMinor, orderNo: "" });
    seed.ledger.list(seed.day, unnumbered);
    seed.ledger.meet({ ours: seed.day, line: seed.day });
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  oursLateAtNight(seed: Seed) {
    tellOrder(seed, { minute: LAST_MINUTE });
    seed.ledger.list(seed.day + 1, payment(seed, { minute: 0 }));
    seed.ledger.meet({ ours: seed.day, line: seed.day + 1 });
  },

  theirsLateAtNight(seed: Seed) {
    tellOrder(seed, { day: seed.day + 1, minute: 0, heardOn: seed.day + 1 });
    seed.ledger.list(seed.day, payment(seed, { minute: LAST_MINUTE }));
    seed.ledger.meet({ ours: seed.day + 1, line: seed.day });
  },

  /** Its day is tomorrow's, but we have heard of it when today's line comes: nobody has to wait. */
  theirsEarlyAndOursKnown(seed: Seed) {
    tellOrder(seed, { day: seed.day + 1, minute: 0 });
    seed.ledger.list(seed.day, payment(seed, { minute: LAST_MINUTE }));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  refundOverNight(seed: Seed) {
    PLAIN_STORIES.plain(seed);
    const amountMinor = seed.amountMinor / 4n;
    const [ours, line] = seed.random.once(2) ? [seed.day, seed.day + 1] : [seed.day + 1, seed.day];
    tellRefund(seed, { amountMinor, day: ours, heardOn: ours });
    seed.ledger.list(line, refund(seed, { amountMinor }));
    seed.ledger.meet({ ours, line });
  },

  neverPaid(seed: Seed) {
    tellOrder(seed, { status: seed.random.pick(["CREATED", "CLOSED", "UNKNOWN"]) });
  },

  /** Both sides say that it came to nothing. */
  refundFailedForBoth(seed: Seed) {
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor: seed.amountMinor, status: "FAILED" });
    seed.ledger.list(seed.day, refund(seed, { amountMinor: seed.amountMinor, refundStatus: "FAIL" }));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },

  /** It failed, and was made again under its number: the line that moved money is the one that counts. */
  refundMadeAgain(seed: Seed) {
    PLAIN_STORIES.plain(seed);
    tellRefund(seed, { amountMinor: seed.amountMinor });
    const failed = { amountMinor: seed.amountMinor, refundStatus: "FAIL", channelRefundNo: `D${refundNoOf(seed)}` };
    seed.ledger.list(seed.day, refund(seed, failed));
    seed.ledger.list(seed.day, refund(seed, { amountMinor: seed.amountMinor }));
    seed.ledger.meet({ ours: seed.day, line: seed.day });
    seed.ledger.meet({ ours: seed.day, line: seed.day });
  },
} as const satisfies Record<string, (seed: Seed) => void>;
