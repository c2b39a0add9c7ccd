import "server-only";
import type { ProposeResumeInput } from "@/contracts/money-out";
import { accept } from "@/core/result";
import { moneyOutResume } from "@/server/approvals/acts/money-out-resume";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";

/** Asks for money to be let go again after somebody, or a restored database, has stopped it. */
export const proposeResume = defineCommand<ProposeResumeInput, Proposed>({
  action: "moneyOut.propose_resume",
  permission: "moneyOut.resume",
  object: ({ stopId }) => ({ type: "money_stop", no: stopId }),
  toHashed: ({ stopId, reason }) => ({ stopId, reason }),
  async effect(tx, { stopId, reason }) {
    const proposed = await proposeApproval(tx, moneyOutResume.bind({ stopId }), reason);
    return proposed.ok ? accept(proposed.value) : proposed;
  },
});
