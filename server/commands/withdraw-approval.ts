import "server-only";
import type { WithdrawApprovalInput } from "@/contracts/approvals";
import { decideWithdrawal } from "@/core/approvals/decide-approval";
import { accept, refuse } from "@/core/result";
import { endUndone } from "@/server/approvals/end-undone";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockApproval } from "@/server/store/approvals";

/** Takes one's own request back before anybody has decided it for good; its object goes back to where it was. */
export const withdrawApproval = defineCommand<WithdrawApprovalInput, { approvalNo: string }>({
  action: "approval.withdraw",
  permission: "approval.withdraw",
  object: ({ approvalNo }) => ({ type: "approval", no: approvalNo }),
  toHashed: ({ approvalNo, expectedVersion }) => ({ approvalNo, expectedVersion }),
  async effect(tx, { approvalNo, expectedVersion }) {
    const approval = await lockApproval(tx, approvalNo);
    if (!approval) return refuse("approval_unknown", `There is no request ${approvalNo} that you may see.`);
    const decided = decideWithdrawal(approval.facts, tx.context.actor.userId, expectedVersion);
    if (!decided.ok) return decided;
    await endUndone(tx, approval, decided.value);
    const detail = { itemNo: approval.objectNo };
    await appendAudit(tx, { action: "approval.withdrawn", objectType: "approval", objectNo: approvalNo, detail });
    return accept({ approvalNo });
  },
});
