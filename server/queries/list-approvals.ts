import "server-only";
import type { ApprovalFilters, InboxRowDto } from "@/contracts/approval-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { loadChecker } from "@/server/approvals/load-checker";
import { readPage } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import {
  APPROVAL_FROM,
  APPROVAL_SELECT,
  type ApprovalRaw,
  addSignable,
  approvalWhere,
  type OtherRaw,
  toInboxRow,
  UNREVIEWED,
} from "./approval-rows";
import { listSignatures } from "./approval-signatures";
import { likePrefix } from "./like-prefix";

const WHICH = { all: "a.status = 'PENDING'", done: "a.closed_at IS NOT NULL", review: UNREVIEWED } as const;

/** One page of requests: those that wait oldest first, so that none expires unseen; done ones newest first. */
export async function listApprovals(
  actor: Actor,
  filters: ApprovalFilters,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<PageDto<InboxRowDto>> {
  const where = approvalWhere(actor);
  const checker = await loadChecker(reader, actor.userId);
  const isDone = filters.tab === "done" || filters.tab === "review";
  if (filters.tab === "me") addSignable(where, actor, checker);
  else where.add(WHICH[filters.tab]);
  if (filters.merchant) where.add("m.merchant_no = ?", filters.merchant);
  if (filters.q)
    where.add("(a.approval_no LIKE ? OR a.object_no LIKE ?)", likePrefix(filters.q), likePrefix(filters.q));
  const raws = await readPage<ApprovalRaw | OtherRaw, ApprovalRaw | OtherRaw>({
    select: APPROVAL_SELECT,
    from: APPROVAL_FROM,
    where,
    keys: [isDone ? "a.closed_at" : "a.created_at", "a.id"],
    casts: ["timestamptz", "bigint"],
    direction: isDone ? "DESC" : "ASC",
    page,
    toRow: (raw) => raw,
    toKey: (raw) => [(isDone ? raw.closedAtText : raw.createdAtText) ?? "", `${raw.id}`],
  });
  const signatures = await listSignatures(raws.rows);
  return { ...raws, rows: raws.rows.map((raw) => toInboxRow(checker, raw, signatures.get(raw.id) ?? [])) };
}
