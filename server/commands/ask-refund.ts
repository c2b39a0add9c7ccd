import "server-only";
import type { AskRefundInput, ManualRefundPayload } from "@/contracts/refunds";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { decideRefund, type RefundPlan } from "@/core/refunds/decide-refund";
import { accept, invariant, refuse } from "@/core/result";
import { manualRefund } from "@/server/approvals/acts/manual-refund";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { digestPayee } from "@/server/channels/digest-payee";
import { defineCommand } from "@/server/command";
import { loadRefundFacts, orderUnknown, type RefundSubject } from "@/server/refunds/load-refund-facts";
import { mintRefundNo } from "@/server/refunds/mint-refund-no";
import { reserveLegs } from "@/server/refunds/reserve-legs";
import { lockOrders, type RefundRecord, saveRefunds } from "@/server/store/order-records";
import { type DbTransaction, hashInput } from "@/server/transact";

export type AskedRefund = Proposed & { refundNo: string };

/**
 * Asks for a refund: reserves what it takes of each leg, and files the request of it. Nothing is posted and nothing is
 * sent before it is approved; refused, withdrawn or expired, the legs have it back.
 */
export const askRefund = defineCommand<AskRefundInput, AskedRefund>({
  action: "refund.ask",
  permission: "refund.ask",
  object: ({ orderNo }) => ({ type: "order", no: orderNo }),
  toHashed: ({ orderNo, amountMinor, asset, route, payee, reason }) => ({
    orderNo,
    amountMinor: `${amountMinor}`,
    asset,
    route,
    payee,
    reason,
  }),
  async effect(tx, input) {
    const { actor, now } = tx.context;
    // Whoever else refunds this order, asked here or arriving, takes turns.
    await lockOrders(tx, [input.orderNo]);
    const subject = await loadRefundFacts(tx, actor.scope, input.orderNo);
    if (!subject) return orderUnknown(input.orderNo);
    const decided = decideRefund(subject, { ...input, hasPayee: input.payee !== null }, now);
    if (!decided.ok) return decided;
    const refund = toRefund(tx, input, subject, decided.value);
    if (!(await reserveLegs(tx, input.orderNo, refund.legAmounts))) {
      const message = `Order ${input.orderNo} has less left to refund than that. Look again; nothing was done.`;
      return refuse("refund_exceeds_paid", message, { orderNo: input.orderNo });
    }
    await saveRefunds(tx, [refund]);
    const payload = toPayload(refund, subject);
    const { refundNo, route } = refund;
    const proposed = await proposeApproval(tx, manualRefund.bind(payload), input.reason, (request) => {
      const detail = { ...request, orderNo: input.orderNo, amountMinor: `${input.amountMinor}`, route };
      return [{ action: "refund.asked", objectType: "refund", objectNo: refundNo, detail }];
    });
    return proposed.ok ? accept({ refundNo, ...proposed.value }) : proposed;
  },
});

function toRefund(tx: DbTransaction, input: AskRefundInput, subject: RefundSubject, plan: RefundPlan): RefundRecord {
  const { actor, now } = tx.context;
  const refundNo = mintRefundNo(accountingDayOf(now));
  const payee = plan.route === "ORIGINAL" ? null : input.payee;
  return {
    refundNo,
    orderNo: subject.orderNo,
    merchantId: subject.merchant.id,
    // A transfer is no refund of the channel's: its statement never lists it.
    channelId: plan.route === "ORIGINAL" ? (subject.channelId ?? 0n) : 0n,
    matchKey: refundNo,
    asset: subject.asset,
    amountMinor: input.amountMinor,
    channelMinor: plan.channelMinor,
    legAmounts: plan.parts,
    // As an orders file's line would have it, so that news of this refund is recognised.
    contentHash: hashInput([subject.orderNo, `${input.amountMinor}`]),
    origin: "DESK",
    status: "REQUESTED",
    seenStatuses: ["REQUESTED"],
    channelRefundNo: null,
    succeededAt: null,
    expectedOn: null,
    route: plan.route,
    itemNo: null,
    payee,
    payeeDigest: payee === null ? "" : digestPayee(payee),
    reason: input.reason,
    requestedBy: actor.userId === null ? null : BigInt(actor.userId),
    requestedAt: now,
    approvalId: null,
  };
}

function toPayload(refund: RefundRecord, { merchant, channelCode }: RefundSubject): Json {
  const { refundNo, orderNo, asset, route, payee, payeeDigest } = refund;
  invariant(orderNo !== null && route !== null, "a refund that is asked for has its order and its route");
  const amounts = { amountMinor: `${refund.amountMinor}`, channelMinor: `${refund.channelMinor}` };
  const parts = refund.legAmounts.map(String);
  const payload = { refundNo, orderNo, merchantNo: merchant.no, channel: channelCode, asset, ...amounts, parts, route };
  return { ...payload, payee, payeeDigest } satisfies Record<keyof ManualRefundPayload, Json>;
}
