import "server-only";
import { accept } from "@/core/result";
import { endUndone } from "@/server/approvals/end-undone";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { lockApproval } from "@/server/store/approvals";

/** So many in one transaction; what is left comes with the next run. */
const MAX_EXPIRED = 100;

/** Ends requests that waited too long, by the database's clock; what they were about goes back to where it was. */
export const expireApprovals = defineCommand<Record<string, never>, { expired: string[] }>({
  action: "approval.expire",
  permission: "suspense.work",
  object: () => ({ type: "approval", no: "expired" }),
  toHashed: () => ({}),
  async effect(tx) {
    const due = await tx.query<{ approvalNo: string }>(
      `SELECT approval_no AS "approvalNo" FROM approvals WHERE status = 'PENDING' AND expires_at <= now()
       ORDER BY id LIMIT ${MAX_EXPIRED}`,
    );
    const expired: string[] = [];
    for (const { approvalNo } of due) {
      const approval = await lockApproval(tx, approvalNo);
      if (approval?.facts.status !== "PENDING") continue;
      await endUndone(tx, approval, "EXPIRED");
      const detail = { itemNo: approval.objectNo };
      await appendAudit(tx, { action: "approval.expired", objectType: "approval", objectNo: approvalNo, detail });
      expired.push(approvalNo);
    }
    return accept({ expired });
  },
});
