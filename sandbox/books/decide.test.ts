import { expect, test } from "vitest";
import type { Ask, Limits, Order, RefusalCode } from "./books";
import { decide, type Facts } from "./decide";

const NOW = new Date("2026-11-20T12:00:00+08:00");
const LIMITS: Limits = {
  refundWindowDays: 365,
  maxRefunds: 50,
  refundSpacingMs: 60_000,
  settleAfterMs: 1_000,
  bounceAfterMs: 5_000,
  adoptsOrders: false,
  openingMinor: 0n,
};
const ORDER: Order = {
  channel: "wechat",
  orderNo: "O1",
  tradeNo: "T1",
  paidMinor: 10_000n,
  paidAt: new Date(NOW.getTime() - 86_400_000),
  refundedMinor: 4_000n,
  refunds: 1,
  lastRefundAt: new Date(NOW.getTime() - 3_600_000),
  isAdopted: false,
};
const FACTS: Facts = {
  known: null,
  order: ORDER,
  balanceMinor: 100_000n,
  limits: LIMITS,
  now: NOW,
  bodySha256: "a",
  channelNo: "C1",
};
const REFUND = {
  kind: "REFUND",
  ...{ channel: "wechat", outNo: "R1", orderNo: "O1", tradeNo: null, orderMinor: 10_000n, amountMinor: 6_000n },
  ...{ reason: "", fails: null },
} as const satisfies Ask;
const PAYEE = { holder: "张三", bank: "ICBC", accountNo: "6222020012345678" };
const TRANSFER = {
  kind: "TRANSFER",
  ...{ channel: "wechat", outNo: "P1", amountMinor: 100_000n, payee: PAYEE, reason: "", fails: null },
} as const satisfies Ask;

const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** In their order of precedence: each row breaks its own rule and all that follow. */
const REFUSALS: readonly (readonly [RefusalCode, Partial<Facts>, Partial<typeof REFUND> | { orderMinor: bigint }])[] = [
  ["ORDER_UNKNOWN", { order: null }, {}],
  ["ORDER_DIFFERS", {}, { orderMinor: 9_999n }],
  ["PAST_WINDOW", { order: { ...ORDER, paidAt: ago(366 * 86_400_000), refundedMinor: 10_000n, refunds: 50 } }, {}],
  ["OVER_REFUND", { order: { ...ORDER, refundedMinor: 4_001n, refunds: 50, lastRefundAt: NOW } }, {}],
  ["TOO_MANY_REFUNDS", { order: { ...ORDER, refunds: 50, lastRefundAt: NOW }, balanceMinor: 0n }, {}],
  ["TOO_SOON", { order: { ...ORDER, lastRefundAt: ago(59_999) }, balanceMinor: 0n }, {}],
  ["NOT_ENOUGH", { balanceMinor: 5_999n }, {}],
];

test.each(REFUSALS)("a refund is refused: %s", (code, facts, ask) => {
  const decision = decide({ ...REFUND, ...ask }, { ...FACTS, ...facts });
  expect(decision).toEqual({ verdict: { kind: "REFUSED", code }, order: null, balanceGainMinor: 0n });
});

test("at each limit a refund is taken in, and the order and the balance tell of it", () => {
  const order = { ...ORDER, paidAt: ago(365 * 86_400_000), refunds: 49, lastRefundAt: ago(60_000) };
  const decision = decide(REFUND, { ...FACTS, order, balanceMinor: 6_000n });
  expect(decision.verdict).toMatchObject({ kind: "TAKEN", isNew: true, intention: { outcome: "SUCCEEDED" } });
  expect(decision.order).toMatchObject({ refundedMinor: 10_000n, refunds: 50, lastRefundAt: NOW });
  expect(decision.balanceGainMinor).toBe(-6_000n);
});

test("a refund that fails gives its room back, and was one of the fifty", () => {
  const { order, balanceGainMinor } = decide({ ...REFUND, fails: "PAYEE" }, FACTS);
  expect(order).toMatchObject({ refundedMinor: 4_000n, refunds: 2 });
  expect(balanceGainMinor).toBe(0n);
});

test("an unknown order is believed where the channel may: with the total that the refund names, or none", () => {
  const limits = { ...LIMITS, adoptsOrders: true };
  const adopted = decide(REFUND, { ...FACTS, order: null, limits }).order;
  expect(adopted).toMatchObject({ orderNo: "O1", paidMinor: 10_000n, refundedMinor: 6_000n, isAdopted: true });
  const unlimited = decide({ ...REFUND, orderMinor: null }, { ...FACTS, order: null, limits }).order;
  expect(unlimited).toMatchObject({ paidMinor: null, refundedMinor: 6_000n });
});

test("the same number again is the same intention; with another body it is refused", () => {
  const first = decide(TRANSFER, FACTS).verdict;
  if (first.kind !== "TAKEN") throw new Error("taken in");
  const known = first.intention;
  // The balance is gone by then, which must not matter.
  const again = decide(TRANSFER, { ...FACTS, known, balanceMinor: 0n });
  expect(again.verdict).toEqual({ kind: "TAKEN", isNew: false, intention: { ...known, calls: 2 } });
  expect(again.balanceGainMinor).toBe(0n);
  const other = decide(TRANSFER, { ...FACTS, known, bodySha256: "b" });
  expect(other.verdict).toEqual({ kind: "REFUSED", code: "OTHER_BODY" });
});

test.each([
  ["6222020012340001", "FAILED", "PAYEE", null],
  ["6222 0200 1234 0004", "FAILED", "CHANNEL", null],
  ["6222020012340005", "SUCCEEDED", null, 6_000],
  ["6222020012345678", "SUCCEEDED", null, null],
] as const)("a transfer to %s: %s by %s", (accountNo, outcome, fault, bouncesAfterMs) => {
  const { verdict, balanceGainMinor } = decide({ ...TRANSFER, payee: { ...PAYEE, accountNo } }, FACTS);
  const bouncesAt = bouncesAfterMs === null ? null : new Date(NOW.getTime() + bouncesAfterMs);
  expect(verdict).toMatchObject({ kind: "TAKEN", intention: { outcome, fault, bouncesAt } });
  expect(balanceGainMinor).toBe(outcome === "SUCCEEDED" ? -100_000n : 0n);
  expect(decide(TRANSFER, { ...FACTS, balanceMinor: 99_999n }).verdict).toMatchObject({ code: "NOT_ENOUGH" });
});

test("an order is paid once, with one amount", () => {
  const pay = { kind: "PAY", channel: "wechat", outNo: "O1", amountMinor: 10_000n, paidAt: null } as const;
  expect(decide(pay, { ...FACTS, order: null })).toMatchObject({
    order: { paidMinor: 10_000n },
    balanceGainMinor: 10_000n,
  });
  expect(decide(pay, FACTS)).toMatchObject({ verdict: { kind: "PAID", isNew: false }, balanceGainMinor: 0n });
  expect(decide({ ...pay, amountMinor: 1n }, FACTS).verdict).toEqual({ kind: "REFUSED", code: "OTHER_BODY" });
});
