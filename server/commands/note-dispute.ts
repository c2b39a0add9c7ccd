import "server-only";
import type { NoteDisputeInput } from "@/contracts/refunds";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { sumMinor } from "@/core/money/money";
import { leftOf, withoutDisputed } from "@/core/refunds/split-refund";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { holdDispute, insertDispute } from "@/server/refunds/disputes";
import { loadRefundFacts, orderUnknown } from "@/server/refunds/load-refund-facts";
import { nextDocumentNo } from "@/server/store/document-numbers";
import { lockOrders } from "@/server/store/order-records";

/** Notes that a payer disputes a payment with its channel: what the dispute is about is refunded by nobody else. */
export const noteDispute = defineCommand<NoteDisputeInput, { disputeNo: string }>({
  action: "dispute.note",
  permission: "dispute.note",
  object: ({ orderNo }) => ({ type: "order", no: orderNo }),
  toHashed: ({ orderNo, amountMinor, channelCaseNo, reason }) => ({
    orderNo,
    amountMinor: `${amountMinor}`,
    channelCaseNo,
    reason,
  }),
  async effect(tx, { orderNo, amountMinor, channelCaseNo, reason }) {
    await lockOrders(tx, [orderNo]);
    const subject = await loadRefundFacts(tx, tx.context.actor.scope, orderNo);
    if (!subject) return orderUnknown(orderNo);
    const cash = subject.legs.filter(({ kind }) => kind === "CHANNEL").map(withoutDisputed);
    if (subject.status !== "PAID" || sumMinor(cash.map(leftOf)) < amountMinor) {
      const message = `Order ${orderNo} has less money left than a dispute of ${amountMinor} is about.`;
      return refuse("dispute_exceeds_paid", message, { orderNo });
    }
    const disputeNo = await nextDocumentNo(tx, "dispute", accountingDayOf(tx.context.now));
    await holdDispute(tx, orderNo, amountMinor);
    await insertDispute(tx, subject, { disputeNo, amountMinor, channelCaseNo, reason });
    const detail = { orderNo, amountMinor: `${amountMinor}`, channelCaseNo };
    await appendAudit(tx, { action: "dispute.noted", objectType: "dispute", objectNo: disputeNo, detail });
    return accept({ disputeNo });
  },
});
