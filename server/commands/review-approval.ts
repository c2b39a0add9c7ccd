import "server-only";
import type { ReviewApprovalInput } from "@/contracts/approvals";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockApproval } from "@/server/store/approvals";

/** Says whether what a lead did alone was an emergency. It changes nothing that was done; what was wrong is reversed. */
export const reviewApproval = defineCommand<ReviewApprovalInput, { approvalNo: string; verdict: string }>({
  action: "approval.review",
  permission: "approval.review",
  object: ({ approvalNo }) => ({ type: "approval", no: approvalNo }),
  toHashed: ({ approvalNo, verdict, note }) => ({ approvalNo, verdict, note }),
  async effect(tx, { approvalNo, verdict, note }) {
    const { actor, commandId } = tx.context;
    const approval = await lockApproval(tx, approvalNo);
    if (!approval) return refuse("approval_unknown", `There is no request ${approvalNo} that you may see.`);
    const [state] = await tx.query<{ isOpen: boolean }>(
      `SELECT broke_glass AND NOT EXISTS (SELECT 1 FROM approval_reviews r WHERE r.approval_id = a.id) AS "isOpen"
       FROM approvals a WHERE id = $1`,
      [approval.id],
    );
    if (!state?.isOpen) return refuse("review_not_open", `${approvalNo} waits for no review.`, { approvalNo });
    const { signatures } = approval.facts;
    const involved = [approval.makerId, ...signatures.flatMap((one) => [one.checkerId, one.onBehalfOfId])];
    if (involved.some((id) => `${id}` === actor.userId)) {
      return refuse("reviewer_involved", "You proposed or signed this yourself; somebody else reviews it.");
    }
    await tx.query(
      "INSERT INTO approval_reviews (approval_id, reviewer_id, verdict, note, command_id) VALUES ($1, $2, $3, $4, $5)",
      [approval.id, actor.userId, verdict, note, commandId],
    );
    const detail = { verdict, note, itemNo: approval.objectNo };
    await appendAudit(tx, { action: "approval.reviewed", objectType: "approval", objectNo: approvalNo, detail });
    return accept({ approvalNo, verdict });
  },
});
