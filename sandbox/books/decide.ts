import type { Ask, Fault, Intention, Limits, Order, RefusalCode, Verdict } from "./books";
import { findPayeeFate, type PayeeFate } from "./payee-faults";

/** What the books hold of the one number, the one order and the one balance that a request is about. */
export type Facts = {
  readonly known: Intention | null;
  readonly order: Order | null;
  readonly balanceMinor: bigint;
  readonly limits: Limits;
  readonly now: Date;
  readonly bodySha256: string;
  /** The number that the channel would give to what it takes in. */
  readonly channelNo: string;
};

/** A verdict with what changes with it: the order after it, and what the balance gains. */
export type Decision = { readonly verdict: Verdict; readonly order: Order | null; readonly balanceGainMinor: bigint };

const DAY_MS = 86_400_000;

export function decide(ask: Ask, facts: Facts): Decision {
  if (ask.kind === "PAY") return decidePay(ask, facts);
  const { known } = facts;
  if (known !== null) return known.bodySha256 === facts.bodySha256 ? again(known) : refused("OTHER_BODY");
  return ask.kind === "REFUND" ? decideRefund(ask, facts) : decideTransfer(ask, facts);
}

function decidePay(ask: Extract<Ask, { kind: "PAY" }>, facts: Facts): Decision {
  const { order: known, now, channelNo } = facts;
  if (known !== null) {
    const isSame = known.paidMinor === ask.amountMinor;
    return isSame ? unchanged({ kind: "PAID", order: known, isNew: false }) : refused("OTHER_BODY");
  }
  const { channel, outNo: orderNo, amountMinor: paidMinor } = ask;
  const count = { refundedMinor: 0n, refunds: 0, lastRefundAt: null, isAdopted: false };
  const order: Order = { channel, orderNo, tradeNo: channelNo, paidMinor, paidAt: ask.paidAt ?? now, ...count };
  return { verdict: { kind: "PAID", order, isNew: true }, order, balanceGainMinor: paidMinor };
}

function decideRefund(ask: Extract<Ask, { kind: "REFUND" }>, facts: Facts): Decision {
  const order = facts.order ?? (facts.limits.adoptsOrders ? adopt(ask, facts) : null);
  if (order === null) return refused("ORDER_UNKNOWN");
  const objection = objectToRefund(ask, order, facts);
  if (objection !== null) return refused(objection);
  const verdict = takeIn(ask, facts, {
    fault: ask.fails,
    code: ask.fails && (ask.fails === "PAYEE" ? "DEPOSIT_BACK_FAILED" : "BANK_ERROR"),
  });
  // A refund that fails gives the order its room back, but it was one of the fifty.
  const isPaid = verdict.intention.outcome === "SUCCEEDED";
  const refundedMinor = order.refundedMinor + (isPaid ? ask.amountMinor : 0n);
  const after = { ...order, refundedMinor, refunds: order.refunds + 1, lastRefundAt: facts.now };
  return { verdict, order: after, balanceGainMinor: isPaid ? -ask.amountMinor : 0n };
}

/** The first rule that forbids it, the most basic one first. */
function objectToRefund(ask: Extract<Ask, { kind: "REFUND" }>, order: Order, facts: Facts): RefusalCode | null {
  const { limits, now, balanceMinor } = facts;
  if (order.paidMinor !== null && ask.orderMinor !== null && order.paidMinor !== ask.orderMinor) return "ORDER_DIFFERS";
  if (now.getTime() - order.paidAt.getTime() > limits.refundWindowDays * DAY_MS) return "PAST_WINDOW";
  if (order.paidMinor !== null && order.refundedMinor + ask.amountMinor > order.paidMinor) return "OVER_REFUND";
  if (order.refunds >= limits.maxRefunds) return "TOO_MANY_REFUNDS";
  const last = order.lastRefundAt;
  if (last !== null && now.getTime() - last.getTime() < limits.refundSpacingMs) return "TOO_SOON";
  return ask.amountMinor > balanceMinor ? "NOT_ENOUGH" : null;
}

function decideTransfer(ask: Extract<Ask, { kind: "TRANSFER" }>, facts: Facts): Decision {
  if (ask.amountMinor > facts.balanceMinor) return refused("NOT_ENOUGH");
  const fate = findPayeeFate(ask.payee);
  const failed = failureOf(ask.fails, fate);
  const verdict = takeIn(ask, facts, failed);
  if (failed.fault !== null) return unchanged(verdict);
  const settlesMs = verdict.intention.settlesAt.getTime();
  const isBounced = ask.bounces === true || fate.happens === "BOUNCED";
  const bouncesAt = isBounced ? new Date(settlesMs + facts.limits.bounceAfterMs) : null;
  const intention = { ...verdict.intention, bouncesAt };
  return { verdict: { ...verdict, intention }, order: null, balanceGainMinor: -ask.amountMinor };
}

/** A mood's wish goes before the account's own fate. */
function failureOf(fails: Fault | null, fate: PayeeFate): Pick<Intention, "fault" | "code"> {
  if (fails !== null) return { fault: fails, code: fails === "PAYEE" ? "ACCOUNT_NOT_EXIST" : "BANK_ERROR" };
  return fate.happens === "FAILED" ? { fault: fate.fault, code: fate.code } : { fault: null, code: null };
}

function takeIn(
  ask: Exclude<Ask, { kind: "PAY" }>,
  facts: Facts,
  failed: Pick<Intention, "fault" | "code">,
): Extract<Verdict, { kind: "TAKEN" }> {
  const { now, limits, bodySha256, channelNo } = facts;
  const isRefund = ask.kind === "REFUND";
  const { channel, outNo, amountMinor, reason } = ask;
  const intention: Intention = {
    ...{ channel, operation: ask.kind, outNo, bodySha256, amountMinor, reason, channelNo },
    orderNo: isRefund ? (facts.order?.orderNo ?? ask.orderNo ?? ask.tradeNo) : null,
    tradeNo: isRefund ? (facts.order?.tradeNo ?? ask.tradeNo ?? ask.orderNo) : null,
    payee: isRefund ? null : ask.payee,
    outcome: failed.fault === null ? "SUCCEEDED" : "FAILED",
    ...failed,
    acceptedAt: now,
    settlesAt: new Date(now.getTime() + limits.settleAfterMs),
    bouncesAt: null,
    calls: 1,
  };
  return { kind: "TAKEN", intention, isNew: true };
}

/** An order that somebody else took in: it is believed as the refund tells it. */
function adopt(ask: Extract<Ask, { kind: "REFUND" }>, { now }: Facts): Order | null {
  const orderNo = ask.orderNo ?? ask.tradeNo;
  if (orderNo === null) return null;
  const { channel, orderMinor: paidMinor } = ask;
  const count = { refundedMinor: 0n, refunds: 0, lastRefundAt: null, isAdopted: true };
  return { channel, orderNo, tradeNo: ask.tradeNo ?? orderNo, paidMinor, paidAt: now, ...count };
}

function again(intention: Intention): Decision {
  return unchanged({ kind: "TAKEN", intention: { ...intention, calls: intention.calls + 1 }, isNew: false });
}

function refused(code: RefusalCode): Decision {
  return unchanged({ kind: "REFUSED", code });
}

function unchanged(verdict: Verdict): Decision {
  return { verdict, order: null, balanceGainMinor: 0n };
}
