import "server-only";
import type { BulkPreviewDto } from "@/contracts/approval-views";
import type { Actor } from "@/core/permissions/actor";
import { loadChecker } from "@/server/approvals/load-checker";
import { reader } from "@/server/transact";
import {
  APPROVAL_FROM,
  APPROVAL_SELECT,
  type ApprovalRaw,
  approvalWhere,
  type OtherRaw,
  toInboxRow,
} from "./approval-rows";
import { listSignatures } from "./approval-signatures";

/**
 * Several requests as they are now, with what stops the reader from signing each, and the sums of the rest. What they
 * depend on is compared when they are decided, not here.
 */
export async function previewBulk(actor: Actor, approvalNos: readonly string[]): Promise<BulkPreviewDto> {
  const where = approvalWhere(actor).add("a.approval_no = ANY (?)", approvalNos);
  const raws = await reader.query<(ApprovalRaw | OtherRaw) & { stepUp: boolean }>(
    `${APPROVAL_SELECT}, a.step_up AS "stepUp" FROM ${APPROVAL_FROM} ${where.toSql()} ORDER BY a.created_at, a.id`,
    where.params,
  );
  const checker = await loadChecker(reader, actor.userId);
  const signatures = await listSignatures(raws);
  const rows = raws.map((raw) => ({
    ...toInboxRow(checker, raw, signatures.get(raw.id) ?? []),
    // A one-time password is for one decision: many at once have none.
    needsCode: raw.stepUp,
  }));
  const sums = new Map<string, bigint>();
  for (const { obstacle, needsCode, amountMinor, asset } of rows) {
    if (obstacle !== null || needsCode || amountMinor === null || asset === null) continue;
    sums.set(asset, (sums.get(asset) ?? 0n) + BigInt(amountMinor));
  }
  return { rows, sums: [...sums].map(([asset, amountMinor]) => ({ asset, amountMinor: `${amountMinor}` })) };
}
