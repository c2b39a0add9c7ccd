import "server-only";
import type { ClaimDto, ClaimMovementDto } from "@/contracts/claim-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { reader } from "@/server/transact";
import { CLAIM_FROM, CLAIM_SELECT, type ClaimRaw, toClaimRow } from "./claim-rows";
import { findPendingRequest } from "./find-pending-request";

/** The claim with all that came of it; null when there is none in the reader's scope. */
export async function getClaim(actor: Actor, claimNo: string, today: string): Promise<ClaimDto | null> {
  const [raw] = await reader.query<ClaimRaw & { openedVoucherNo: string }>(
    `${CLAIM_SELECT}, v.voucher_no AS "openedVoucherNo"
     FROM ${CLAIM_FROM} JOIN vouchers v ON v.id = k.opened_voucher_id
     WHERE k.claim_no = $2 AND ($3::text[] IS NULL OR m.merchant_no = ANY ($3))`,
    [today, claimNo, actor.scope],
  );
  if (!raw) return null;
  return {
    ...toClaimRow(raw),
    openedVoucherNo: raw.openedVoucherNo,
    movements: await listMovements(raw.id),
    approval: await findPendingRequest(actor, { type: "claim", no: claimNo }),
    canPropose: isPermitted(actor.roles, "suspense.propose"),
  };
}

/** The number of the claim that an item's resolution opened; null where there is none. */
export async function findClaimNo(itemId: bigint): Promise<string | null> {
  const [row] = await reader.query<{ claimNo: string }>(
    `SELECT claim_no AS "claimNo" FROM claims WHERE item_id = $1 AND status <> 'TAKEN_BACK'`,
    [itemId],
  );
  return row?.claimNo ?? null;
}

async function listMovements(claimId: bigint): Promise<ClaimMovementDto[]> {
  const rows = await reader.query<
    Omit<ClaimMovementDto, "key" | "at" | "amountMinor"> & { id: bigint; at: Date; minor: bigint }
  >(
    `SELECT m.id, m.kind, m.amount_minor AS minor, m.made_at AS at, v.voucher_no AS "voucherNo",
            a.approval_no AS "approvalNo", u.display_name AS maker, a.reason
     FROM claim_movements m JOIN vouchers v ON v.id = m.voucher_id JOIN approvals a ON a.id = m.approval_id
     JOIN users u ON u.id = a.maker_id WHERE m.claim_id = $1 ORDER BY m.id`,
    [claimId],
  );
  return rows.map(({ id, at, minor, ...row }) => ({
    ...row,
    key: `${id}`,
    amountMinor: `${minor}`,
    at: at.toISOString(),
  }));
}
