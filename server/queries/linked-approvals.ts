import "server-only";
import type { ApprovalStatus, LinkedApprovalDto } from "@/contracts/approval-views";
import type { Actor } from "@/core/permissions/actor";
import type { Resolution } from "@/core/suspense/resolutions";
import { reader } from "@/server/transact";

const MAX_LINKED = 8;

type LinkedRaw = {
  approvalNo: string;
  objectNo: string;
  resolution: Resolution;
  amountMinor: bigint;
  asset: string;
  status: ApprovalStatus;
  createdAt: Date;
  sharesOrder: boolean;
  sharesMerchant: boolean;
};

/** Other requests about the same order, then about the same merchant, newest first: what a checker compares with. */
export async function listLinkedApprovals(
  actor: Actor,
  approvalId: bigint,
  orderNo: string | null,
  merchantNo: string | null,
): Promise<LinkedApprovalDto[]> {
  const raws = await reader.query<LinkedRaw>(
    `WITH of_order AS (
       SELECT a.id FROM suspense_items i JOIN approvals a ON a.object_type = 'suspense' AND a.object_no = i.item_no
       WHERE i.order_no = $2
     ), of_merchant AS (
       SELECT a.id FROM approvals a JOIN merchants m ON m.id = a.merchant_id WHERE m.merchant_no = $3
       ORDER BY a.id DESC LIMIT ${MAX_LINKED + 1}
     )
     SELECT a.approval_no AS "approvalNo", a.object_no AS "objectNo", a.payload ->> 'resolution' AS resolution,
            a.amount_minor AS "amountMinor", a.asset, a.status, a.created_at AS "createdAt",
            a.id IN (SELECT id FROM of_order) AS "sharesOrder", coalesce(m.merchant_no = $3, false) AS "sharesMerchant"
     FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE a.id IN (SELECT id FROM of_order UNION SELECT id FROM of_merchant) AND a.id <> $1
       AND ($4::text[] IS NULL OR m.merchant_no = ANY ($4))
     ORDER BY "sharesOrder" DESC, a.id DESC LIMIT ${MAX_LINKED}`,
    [approvalId, orderNo, merchantNo, actor.scope],
  );
  return raws.map((raw) => ({ ...raw, amountMinor: `${raw.amountMinor}`, createdAt: raw.createdAt.toISOString() }));
}
