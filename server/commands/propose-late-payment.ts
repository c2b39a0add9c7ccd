import "server-only";
import type { ProposeLatePaymentInput } from "@/contracts/payouts";
import { accept } from "@/core/result";
import { repayout } from "@/server/approvals/acts/repayout";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { loadLatePayment } from "@/server/payouts/load-late-payment";
import { lockPayout, payoutChanged, payoutUnknown } from "@/server/store/payouts";

/**
 * Asks finance to settle an attempt that its channel called failed and paid after all: to book it as what has paid the payout, or
 * to charge the merchant who has the money twice. Nothing is posted before it is approved.
 */
export const proposeLatePayment = defineCommand<ProposeLatePaymentInput, Proposed & { payoutNo: string }>({
  action: "late_payment.propose",
  permission: "repayout.propose",
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  toHashed: ({ payoutNo, expectedVersion, outNo, choice, reason }) => ({
    payoutNo,
    expectedVersion,
    outNo,
    choice,
    reason,
  }),
  async effect(tx, { payoutNo, expectedVersion, outNo, choice, reason }) {
    const payout = await lockPayout(tx, payoutNo, tx.context.actor.scope);
    if (!payout) return payoutUnknown(payoutNo);
    const loaded = await loadLatePayment(tx, payout, outNo);
    if (!loaded.ok) return loaded;
    // What is right has changed since it was on the screen.
    if (payout.version !== expectedVersion || loaded.value.plan.choice !== choice) return payoutChanged(payoutNo);
    const proposed = await proposeApproval(tx, repayout.bind(loaded.value.payload), reason, (request) => {
      const detail = { ...request, outNo, choice, reason };
      return [{ action: "late_payment.proposed", objectType: "payout", objectNo: payoutNo, detail }];
    });
    return proposed.ok ? accept({ payoutNo, ...proposed.value }) : proposed;
  },
});
