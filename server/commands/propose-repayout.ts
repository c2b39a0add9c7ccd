import "server-only";
import type { ProposeRepayoutInput } from "@/contracts/payouts";
import { accept } from "@/core/result";
import { repayout } from "@/server/approvals/acts/repayout";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { loadRepayout } from "@/server/payouts/load-repayout";
import { lockPayout, payoutChanged, payoutUnknown } from "@/server/store/payouts";

/**
 * Asks finance what shall become of a payout that failed or bounced: another attempt (补打) by the same or another channel, or the
 * money back to the merchant. Refused for everybody while anything of it is in doubt.
 */
export const proposeRepayout = defineCommand<ProposeRepayoutInput, Proposed & { payoutNo: string }>({
  action: "repayout.propose",
  permission: "repayout.propose",
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  toHashed: ({ payoutNo, expectedVersion, choice, channel, reason }) => ({
    payoutNo,
    expectedVersion,
    choice,
    channel,
    reason,
  }),
  async effect(tx, { payoutNo, expectedVersion, choice, channel, reason }) {
    const payout = await lockPayout(tx, payoutNo, tx.context.actor.scope);
    if (!payout) return payoutUnknown(payoutNo);
    const loaded = await loadRepayout(tx, payout, { choice, channel });
    if (!loaded.ok) return loaded;
    if (payout.version !== expectedVersion) return payoutChanged(payoutNo);
    const proposed = await proposeApproval(tx, repayout.bind(loaded.value.payload), reason, (request) => {
      const detail = { ...request, choice, channel, reason };
      return [{ action: "repayout.proposed", objectType: "payout", objectNo: payoutNo, detail }];
    });
    return proposed.ok ? accept({ payoutNo, ...proposed.value }) : proposed;
  },
});
