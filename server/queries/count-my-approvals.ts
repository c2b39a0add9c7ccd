import "server-only";
import type { ApprovalCountsDto } from "@/contracts/approval-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { loadChecker } from "@/server/approvals/load-checker";
import { reader } from "@/server/transact";
import { APPROVAL_FROM, addSignable, approvalWhere, UNREVIEWED } from "./approval-rows";
import type { Where } from "./keyset";

/** Beyond this the exact number no longer matters to anybody: a badge says "99+". */
const COUNT_CAP = 1_000;

/** How many requests wait for a signature that this actor can give; 0 without asking for those who sign nothing. */
export async function countMyApprovals(actor: Actor): Promise<number> {
  if (!isPermitted(actor.roles, "approval.decide")) return 0;
  return count(addSignable(approvalWhere(actor), actor, await loadChecker(reader, actor.userId)));
}

/** The numbers on the tabs of the inbox. */
export async function countApprovals(actor: Actor): Promise<ApprovalCountsDto> {
  const [me, all, review] = await Promise.all([
    countMyApprovals(actor),
    count(approvalWhere(actor).add("a.status = 'PENDING'")),
    count(approvalWhere(actor).add(UNREVIEWED)),
  ]);
  return { me, all, review };
}

async function count(where: Where): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${APPROVAL_FROM} ${where.toSql()} LIMIT ${COUNT_CAP}) AS capped`,
    where.params,
  );
  return row?.count ?? 0;
}
