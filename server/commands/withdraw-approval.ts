import "server-only";
import type { WithdrawApprovalInput } from "@/contracts/approvals";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { endUndone } from "@/server/commands/decide-approval";
import { lockApproval } from "@/server/store/approvals";

/** Takes one's own request back before anybody has decided it for good; the item goes back to its investigation. */
export const withdrawApproval = defineCommand<WithdrawApprovalInput, { approvalNo: string }>({
  action: "approval.withdraw",
  permission: "suspense.propose",
  object: ({ approvalNo }) => ({ type: "approval", no: approvalNo }),
  toHashed: ({ approvalNo, expectedVersion }) => ({ approvalNo, expectedVersion }),
  async effect(tx, { approvalNo, expectedVersion }) {
    const approval = await lockApproval(tx, approvalNo);
    if (!approval) return refuse("approval_unknown", `There is no request ${approvalNo} that you may see.`);
    if (approval.status !== "PENDING" || approval.version !== expectedVersion) {
      return refuse("approval_closed", `${approvalNo} is ${approval.status} already; nothing was changed.`, {
        approvalNo,
        status: approval.status,
      });
    }
    if (`${approval.makerId}` !== tx.context.actor.userId) {
      return refuse("withdrawal_not_maker", "Only who proposed it can withdraw it; a checker rejects.");
    }
    await endUndone(tx, approval, "WITHDRAWN");
    await appendAudit(tx, {
      action: "approval.withdrawn",
      objectType: "approval",
      objectNo: approvalNo,
      detail: { itemNo: approval.objectNo },
    });
    return accept({ approvalNo });
  },
});
