import "server-only";
import type { StoryApprovalDto, StoryItemDto } from "@/contracts/order-views";
import { reader } from "@/server/transact";
import type { MatchKey } from "./find-subject";

type ItemRaw = {
  id: bigint;
  item_no: string;
  kind: string;
  item_kind: "PAYMENT" | "REFUND";
  direction: "LONG" | "SHORT";
  status: string;
  amount_minor: bigint;
  asset: string;
  opened_on: string;
  created_at: Date;
  opened_voucher_no: string;
  assignee: string | null;
  resolution: string | null;
  resolved_at: Date | null;
  resolved_voucher_no: string | null;
};
type CommentRaw = { item_id: bigint; at: Date; author: string; body: string };
type ApprovalRaw = {
  id: bigint;
  approval_no: string;
  object_no: string;
  status: string;
  amount_minor: bigint;
  asset: string;
  reason: string;
  maker: string;
  created_at: Date;
  closed_at: Date | null;
};
type DecisionRaw = {
  approval_id: bigint;
  checker: string;
  as_role: string;
  verdict: "APPROVE" | "REJECT";
  note: string;
  at: Date;
};

const MOST = 100;

const ITEMS = `
  WITH found AS (
    SELECT i.id FROM unnest($1::bigint[], $2::text[]) AS k (channel_id, match_key)
    JOIN suspense_items i ON i.channel_id = k.channel_id AND i.match_key = k.match_key
    UNION SELECT i.id FROM suspense_items i WHERE i.order_no = $3
  )
  SELECT i.id, i.item_no, i.kind, i.item_kind, i.direction, i.status, i.amount_minor, i.asset, i.opened_on, i.created_at,
         opening.voucher_no AS opened_voucher_no, u.display_name AS assignee, i.resolution, i.resolved_at,
         closing.voucher_no AS resolved_voucher_no
  FROM found JOIN suspense_items i ON i.id = found.id
  JOIN vouchers opening ON opening.id = i.opened_voucher_id
  LEFT JOIN vouchers closing ON closing.id = i.resolved_voucher_id
  LEFT JOIN users u ON u.id = i.assignee_id
  ORDER BY i.id LIMIT ${MOST}`;
const COMMENTS = `
  SELECT c.item_id, c.created_at AS at, u.display_name AS author, c.body
  FROM suspense_comments c JOIN users u ON u.id = c.author_id WHERE c.item_id = ANY ($1) ORDER BY c.id LIMIT ${MOST}`;

/** The suspense items, open and closed, of these keys or of this order. */
export async function listStoryItems(keys: readonly MatchKey[], orderNo: string | null): Promise<StoryItemDto[]> {
  const raws = await reader.query<ItemRaw>(ITEMS, [
    keys.map((key) => key.channelId),
    keys.map((key) => key.matchKey),
    orderNo,
  ]);
  const comments = await reader.query<CommentRaw>(COMMENTS, [raws.map((raw) => raw.id)]);
  return raws.map((raw) => ({
    itemNo: raw.item_no,
    kind: raw.kind,
    itemKind: raw.item_kind,
    direction: raw.direction,
    status: raw.status,
    isOpen: raw.status !== "RESOLVED" && raw.status !== "AUTO_RESOLVED",
    amountMinor: `${raw.amount_minor}`,
    asset: raw.asset,
    openedOn: raw.opened_on,
    createdAt: raw.created_at.toISOString(),
    openedVoucherNo: raw.opened_voucher_no,
    assignee: raw.assignee,
    resolution: raw.resolution,
    resolvedAt: raw.resolved_at?.toISOString() ?? null,
    resolvedVoucherNo: raw.resolved_voucher_no,
    comments: comments
      .filter((comment) => comment.item_id === raw.id)
      .map(({ at, author, body }) => ({ at: at.toISOString(), author, body })),
  }));
}

const APPROVALS = `
  SELECT p.id, p.approval_no, p.object_no, p.status, p.amount_minor, p.asset, p.reason, u.display_name AS maker,
         p.created_at, p.closed_at
  FROM approvals p JOIN users u ON u.id = p.maker_id
  WHERE (p.object_type = 'suspense' AND p.object_no = ANY ($1) OR p.object_type = 'refund' AND p.object_no = ANY ($2)) ORDER BY p.id LIMIT ${MOST}`;
const DECISIONS = `
  SELECT d.approval_id, u.display_name AS checker, d.as_role, d.verdict, d.note, d.created_at AS at
  FROM approval_decisions d JOIN users u ON u.id = d.checker_id WHERE d.approval_id = ANY ($1) ORDER BY d.id`;

/** What was asked for these suspense items and refunds, and who decided what. */
export async function listStoryApprovals(
  itemNos: readonly string[],
  refundNos: readonly string[] = [],
): Promise<StoryApprovalDto[]> {
  const raws = await reader.query<ApprovalRaw>(APPROVALS, [itemNos, refundNos]);
  const decisions = await reader.query<DecisionRaw>(DECISIONS, [raws.map((raw) => raw.id)]);
  return raws.map((raw) => ({
    approvalNo: raw.approval_no,
    objectNo: raw.object_no,
    status: raw.status,
    amountMinor: `${raw.amount_minor}`,
    asset: raw.asset,
    reason: raw.reason,
    maker: raw.maker,
    createdAt: raw.created_at.toISOString(),
    closedAt: raw.closed_at?.toISOString() ?? null,
    decisions: decisions
      .filter((decision) => decision.approval_id === raw.id)
      .map(({ checker, as_role, verdict, note, at }) => ({
        checker,
        asRole: as_role,
        verdict,
        note,
        at: at.toISOString(),
      })),
  }));
}
