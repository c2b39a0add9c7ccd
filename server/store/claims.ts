import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { type Refusal, refuse } from "@/core/result";
import type { ClaimMovement, ClaimStatus } from "@/core/suspense/claim";
import type { DbReader, DbTransaction } from "@/server/transact";

export type ClaimRow = {
  readonly id: bigint;
  readonly claimNo: string;
  readonly itemId: bigint;
  readonly itemNo: string;
  readonly channelId: bigint;
  readonly merchantId: bigint | null;
  readonly asset: string;
  readonly claimedMinor: bigint;
  readonly recoveredMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly status: ClaimStatus;
  readonly openedVoucherId: bigint;
  readonly version: number;
};

const SELECT = `
  SELECT k.id, k.claim_no AS "claimNo", k.item_id AS "itemId", i.item_no AS "itemNo", k.channel_id AS "channelId",
         i.merchant_id AS "merchantId", k.asset, k.claimed_minor AS "claimedMinor", k.recovered_minor AS "recoveredMinor",
         k.written_off_minor AS "writtenOffMinor", k.status, k.opened_voucher_id AS "openedVoucherId", k.version
  FROM claims k JOIN suspense_items i ON i.id = k.item_id LEFT JOIN merchants m ON m.id = i.merchant_id`;

/** The claim, or null when there is none or its item is of a merchant outside the scope: both look the same. */
export async function findClaim(db: DbReader, scope: Actor["scope"], claimNo: string): Promise<ClaimRow | null> {
  const [row] = await db.query<ClaimRow>(
    `${SELECT} WHERE k.claim_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [claimNo, scope],
  );
  return row ?? null;
}

/** The claim that a resolution opened and that was not taken back; null where the item has none. */
export async function findClaimOfItem(db: DbReader, itemNo: string): Promise<ClaimRow | null> {
  const [row] = await db.query<ClaimRow>(`${SELECT} WHERE i.item_no = $1 AND k.status <> 'TAKEN_BACK'`, [itemNo]);
  return row ?? null;
}

/** Locked until the command ends; whoever asks has checked the scope by the request that the claim belongs to. */
export async function lockClaim(tx: DbTransaction, claimNo: string): Promise<ClaimRow | null> {
  await tx.query("SELECT 1 FROM claims WHERE claim_no = $1 FOR UPDATE", [claimNo]);
  return findClaim(tx, null, claimNo);
}

/** Opens a claim; it is due `dueIn` bank days after `on`. */
export async function insertClaim(
  tx: DbTransaction,
  claim: {
    readonly claimNo: string;
    readonly itemId: bigint;
    readonly channelId: bigint;
    readonly asset: string;
    readonly claimedMinor: bigint;
    readonly openedVoucherId: bigint;
    readonly on: string;
    readonly dueIn: number;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO claims (claim_no, item_id, channel_id, asset, claimed_minor, status, opened_voucher_id, opened_on, due_on,
       created_at, command_id)
     VALUES ($1, $2, $3, $4, $5, 'OPEN', $6, $7, bank_day_after($7, $8), $9, $10)`,
    [
      claim.claimNo,
      claim.itemId,
      claim.channelId,
      claim.asset,
      claim.claimedMinor,
      claim.openedVoucherId,
      claim.on,
      claim.dueIn,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}

/** Notes what became of a part of the claim; false when somebody was faster. */
export async function moveClaim(
  tx: DbTransaction,
  claim: Pick<ClaimRow, "id" | "version">,
  movement: {
    readonly kind: ClaimMovement;
    readonly amountMinor: bigint;
    readonly becomes: ClaimStatus;
    readonly voucherId: bigint;
    readonly approvalId: bigint;
  },
): Promise<boolean> {
  const { kind, amountMinor, becomes, voucherId, approvalId } = movement;
  const { now, commandId } = tx.context;
  const rows = await tx.query<{ id: bigint }>(
    `UPDATE claims SET status = $3, version = version + 1, command_id = $4,
       recovered_minor = recovered_minor + CASE WHEN $5 = 'RECOVERY' THEN $6::bigint ELSE 0 END,
       written_off_minor = written_off_minor + CASE WHEN $5 = 'WRITE_OFF' THEN $6::bigint ELSE 0 END,
       closed_at = CASE WHEN $3 = 'OPEN' THEN NULL ELSE $7::timestamptz END
     WHERE id = $1 AND version = $2 AND status = 'OPEN' RETURNING id`,
    [claim.id, claim.version, becomes, commandId, kind, amountMinor, now],
  );
  if (rows.length === 0) return false;
  await tx.query(
    `INSERT INTO claim_movements (claim_id, kind, amount_minor, voucher_id, approval_id, made_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [claim.id, kind, amountMinor, voucherId, approvalId, now, commandId],
  );
  return true;
}

export function claimUnknown(claimNo: string): { ok: false; refusal: Refusal } {
  return refuse("claim_unknown", `There is no claim ${claimNo} that you may see.`, { claimNo });
}
