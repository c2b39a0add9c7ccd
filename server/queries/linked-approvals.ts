import "server-only";
import type { LinkedApprovalDto } from "@/contracts/approval-views";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";

const MAX_LINKED = 8;

type LinkedRaw = Omit<LinkedApprovalDto, "amountMinor" | "createdAt"> & { amountMinor: bigint | null; createdAt: Date };

/**
 * Other requests about the same order, then about the same merchant, then of the same act and amount within a week, newest
 * first: what a checker compares with.
 */
export async function listLinkedApprovals(
  actor: Actor,
  approvalId: bigint,
  orderNo: string | null,
  merchantNo: string | null,
): Promise<LinkedApprovalDto[]> {
  const raws = await reader.query<LinkedRaw>(
    `WITH this AS (SELECT * FROM approvals WHERE id = $1), of_order AS (
       SELECT a.id FROM suspense_items i JOIN approvals a ON a.object_type = 'suspense' AND a.object_no = i.item_no
       WHERE i.order_no = $2
     ), of_merchant AS (
       SELECT a.id FROM approvals a JOIN merchants m ON m.id = a.merchant_id WHERE m.merchant_no = $3
       ORDER BY a.id DESC LIMIT ${MAX_LINKED + 1}
     ), of_amount AS (
       SELECT a.id FROM approvals a JOIN this ON a.ruled_act = this.ruled_act AND a.asset = this.asset AND a.amount_minor = this.amount_minor
       WHERE a.asked_at > this.asked_at - interval '7 days' AND a.asked_at < this.asked_at + interval '7 days'
       ORDER BY a.id DESC LIMIT ${MAX_LINKED + 1}
     )
     SELECT a.approval_no AS "approvalNo", a.object_no AS "objectNo", a.act, a.payload ->> 'resolution' AS resolution,
            a.amount_minor AS "amountMinor", a.asset, a.status, a.created_at AS "createdAt",
            a.id IN (SELECT id FROM of_order) AS "sharesOrder", coalesce(m.merchant_no = $3, false) AS "sharesMerchant",
            a.id IN (SELECT id FROM of_amount) AS "sharesAmount"
     FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE a.id IN (SELECT id FROM of_order UNION SELECT id FROM of_merchant UNION SELECT id FROM of_amount) AND a.id <> $1
       AND ($4::text[] IS NULL OR m.merchant_no = ANY ($4))
     ORDER BY "sharesOrder" DESC, "sharesMerchant" DESC, a.id DESC LIMIT ${MAX_LINKED}`,
    [approvalId, orderNo, merchantNo, actor.scope],
  );
  return raws.map(({ amountMinor, createdAt, ...raw }) => ({
    ...raw,
    amountMinor: amountMinor === null ? null : `${amountMinor}`,
    createdAt: createdAt.toISOString(),
  }));
}
