import "server-only";
import type { ItemApprovalDto } from "@/contracts/suspense-views";
import type { ActName } from "@/core/approvals/acts";
import type { Actor } from "@/core/permissions/actor";
import type { Resolution } from "@/core/suspense/resolutions";
import { reader } from "@/server/transact";
import { listSignatures } from "./approval-signatures";

type PendingRaw = {
  id: bigint;
  approvalNo: string;
  act: ActName;
  version: number;
  resolution: Resolution | null;
  maker: string;
  makerId: bigint;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
  requiredRoles: string[];
};

/** The request that waits about an item (its own, or a bundle that it is in), a claim, a refund, a payout or a settlement, with its signatures so far; null where none does. */
export async function findPendingRequest(
  actor: Actor,
  object: { readonly type: "suspense" | "claim" | "refund" | "payout" | "settlement"; readonly no: string },
): Promise<ItemApprovalDto | null> {
  const [raw] = await reader.query<PendingRaw>(
    `SELECT a.id, a.approval_no AS "approvalNo", a.act, a.version, a.payload ->> 'resolution' AS resolution,
            u.display_name AS maker, a.maker_id AS "makerId", a.created_at AS "createdAt", a.expires_at AS "expiresAt",
            a.expires_at <= now() AS "isExpired", a.required_roles AS "requiredRoles"
     FROM approvals a JOIN users u ON u.id = a.maker_id
     WHERE a.status = 'PENDING' AND (a.object_type = $1 AND a.object_no = $2
       OR $1 = 'suspense' AND a.approval_no IN (SELECT approval_no FROM bulk_rows WHERE item_no = $2 AND approval_no IS NOT NULL))
     LIMIT 1`,
    [object.type, object.no],
  );
  if (!raw) return null;
  const { id, makerId, requiredRoles, createdAt, expiresAt, ...approval } = raw;
  return {
    ...approval,
    isOwn: `${makerId}` === actor.userId,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    signatures: (await listSignatures([{ id, requiredRoles }])).get(id) ?? [],
  };
}
