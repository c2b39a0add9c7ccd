import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { loadChecker } from "@/server/approvals/load-checker";
import { reader } from "@/server/transact";
import { APPROVAL_FROM, addSignable, approvalWhere } from "./approval-rows";

/** The oldest request that waits for this actor besides the one that they are looking at, or null. */
export async function findNextApprovalNo(actor: Actor, approvalNo: string): Promise<string | null> {
  const checker = await loadChecker(reader, actor.userId);
  const where = addSignable(approvalWhere(actor), actor, checker).add("a.approval_no <> ?", approvalNo);
  const [next] = await reader.query<{ approvalNo: string }>(
    `SELECT a.approval_no AS "approvalNo" FROM ${APPROVAL_FROM} ${where.toSql()} ORDER BY a.created_at, a.id LIMIT 1`,
    where.params,
  );
  return next?.approvalNo ?? null;
}
