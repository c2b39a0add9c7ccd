import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { invariant, type Refusal, refuse } from "@/core/result";
import { SETTLEMENT_MOVES, type SettlementStatus } from "@/core/settlement/settlement";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A settlement with its merchant and the terms that its batch keeps; amounts in minor units of its asset. */
export type SettlementRow = {
  readonly id: bigint;
  readonly settlementNo: string;
  readonly settledOn: string;
  readonly merchantId: bigint;
  readonly merchantNo: string;
  readonly asset: string;
  readonly settledMinor: bigint;
  readonly heldMinor: bigint;
  readonly carriedMinor: bigint;
  readonly status: SettlementStatus;
  readonly reviewedBy: bigint | null;
  readonly reviewer: string | null;
  readonly payoutNo: string | null;
  readonly autoPayout: boolean;
  readonly minPayoutMinor: bigint;
  readonly releaseLimitMinor: bigint;
  readonly version: number;
};

/** What a settlement `s` by the terms `t` has to come to before it is paid, in minor units: terms say it in yuan, so other assets have none. */
export const LEAST_PAYOUT = "CASE s.asset WHEN 'CNY' THEN t.min_payout_minor ELSE 0 END";

const SELECT = `
  SELECT s.id, s.settlement_no AS "settlementNo", b.settled_on AS "settledOn", s.merchant_id AS "merchantId", m.merchant_no AS "merchantNo",
         s.asset, s.settled_minor AS "settledMinor", s.held_minor AS "heldMinor", s.carried_minor AS "carriedMinor", s.status,
         s.reviewed_by AS "reviewedBy", u.login AS reviewer, s.payout_no AS "payoutNo", t.auto_payout AS "autoPayout",
         ${LEAST_PAYOUT} AS "minPayoutMinor", b.release_limit_minor AS "releaseLimitMinor", s.version
  FROM settlements s JOIN settlement_batches b ON b.id = s.batch_id JOIN merchants m ON m.id = s.merchant_id
  JOIN settlement_terms t ON t.batch_id = s.batch_id AND t.merchant_id = s.merchant_id LEFT JOIN users u ON u.id = s.reviewed_by`;

/** The settlement, or null where there is none or its merchant is outside the scope: both look the same. */
export async function findSettlementRow(
  db: DbReader,
  scope: Actor["scope"],
  settlementNo: string,
): Promise<SettlementRow | null> {
  const [row] = await db.query<SettlementRow>(
    `${SELECT} WHERE s.settlement_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [settlementNo, scope],
  );
  return row ?? null;
}

/** Locked until the command ends. */
export async function lockSettlement(
  tx: DbTransaction,
  settlementNo: string,
  scope: Actor["scope"] = null,
): Promise<SettlementRow | null> {
  await tx.query("SELECT 1 FROM settlements WHERE settlement_no = $1 FOR UPDATE", [settlementNo]);
  return findSettlementRow(tx, scope, settlementNo);
}

type Signed = { readonly reviewedBy: string } | { readonly releasedBy: string; readonly approvalId: bigint | null };

/** Moves a settlement that the caller has locked; the database asks for what proves the move. */
export async function moveSettlement(
  tx: DbTransaction,
  settlement: Pick<SettlementRow, "id" | "settlementNo" | "status" | "version">,
  to: "REVIEWED" | "RELEASED",
  signed: Signed,
): Promise<void> {
  const { id, settlementNo, status, version } = settlement;
  invariant(SETTLEMENT_MOVES[status].includes(to), `${settlementNo} does not go from ${status} to ${to}`);
  const { now, commandId } = tx.context;
  const released = "releasedBy" in signed ? signed : null;
  const reviewed = "reviewedBy" in signed ? signed : null;
  const moved = await tx.query(
    `UPDATE settlements SET status = $3, version = version + 1, command_id = $4,
       reviewed_by = coalesce($5, reviewed_by), reviewed_at = CASE WHEN $5::bigint IS NULL THEN reviewed_at ELSE $8::timestamptz END,
       released_by = coalesce($6, released_by), released_at = CASE WHEN $6::bigint IS NULL THEN released_at ELSE $8::timestamptz END,
       approval_id = coalesce($7, approval_id)
     WHERE id = $1 AND version = $2 RETURNING 1`,
    [
      id,
      version,
      to,
      commandId,
      reviewed?.reviewedBy ?? null,
      released?.releasedBy ?? null,
      released?.approvalId ?? null,
      now,
    ],
  );
  invariant(moved.length === 1, `${settlementNo} is locked`);
}

/** Above its batch's limit, and in any asset but the yuan, others sign that a settlement is let go. */
export function needsRequest({
  asset,
  settledMinor,
  releaseLimitMinor,
}: Pick<SettlementRow, "asset" | "settledMinor" | "releaseLimitMinor">): boolean {
  return settledMinor > 0n && (asset !== "CNY" || settledMinor > releaseLimitMinor);
}

export function settlementUnknown(settlementNo: string): { ok: false; refusal: Refusal } {
  return refuse("settlement_unknown", `There is no settlement ${settlementNo} that you may see.`, { settlementNo });
}

export function settlementChanged(settlementNo: string): { ok: false; refusal: Refusal } {
  const message = `${settlementNo} has changed since you opened it. Look again; nothing was done.`;
  return refuse("settlement_changed", message, { settlementNo });
}

export function settlementNotIn(
  { settlementNo, status }: Pick<SettlementRow, "settlementNo" | "status">,
  wanted: SettlementStatus,
): { ok: false; refusal: Refusal } {
  const message = `${settlementNo} is ${status}, not ${wanted}. Nothing was done.`;
  return refuse("settlement_status_other", message, { settlementNo, status, wanted });
}
