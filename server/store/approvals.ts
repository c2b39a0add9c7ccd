import "server-only";
import type { Json } from "@/core/json";
import type { DbTransaction } from "@/server/transact";

export type ApprovalRow = {
  readonly id: bigint;
  readonly approvalNo: string;
  readonly act: string;
  readonly objectNo: string;
  readonly objectVersion: number;
  readonly payload: Json;
  readonly payloadHash: string;
  readonly reason: string;
  /** Null, like the asset, where the request is about no money. */
  readonly amountMinor: bigint | null;
  readonly asset: string | null;
  readonly merchantNo: string | null;
  readonly requiredRoles: string[];
  readonly makerId: bigint;
  readonly status: string;
  readonly isExpired: boolean;
  readonly version: number;
  readonly approvedAs: string[];
  readonly decidedBy: bigint[];
};

/** The request with the signatures it has, locked; null when there is none in the actor's scope. */
export async function lockApproval(tx: DbTransaction, approvalNo: string): Promise<ApprovalRow | null> {
  await tx.query("SELECT 1 FROM approvals WHERE approval_no = $1 FOR UPDATE", [approvalNo]);
  const [row] = await tx.query<ApprovalRow>(
    `SELECT a.id, a.approval_no AS "approvalNo", a.act, a.reason, a.object_no AS "objectNo", a.object_version AS "objectVersion", a.payload,
            a.payload_hash AS "payloadHash", a.amount_minor AS "amountMinor", a.asset, m.merchant_no AS "merchantNo",
            a.required_roles AS "requiredRoles", a.maker_id AS "makerId", a.status, a.expires_at <= now() AS "isExpired",
            a.version,
            ARRAY(SELECT as_role FROM approval_decisions d WHERE d.approval_id = a.id AND d.verdict = 'APPROVE') AS "approvedAs",
            ARRAY(SELECT checker_id FROM approval_decisions d WHERE d.approval_id = a.id) AS "decidedBy"
     FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE a.approval_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [approvalNo, tx.context.actor.scope],
  );
  return row ?? null;
}

/** Closes a pending request; false when it is not pending at that version any more. */
export async function closeApproval(
  tx: DbTransaction,
  approval: Pick<ApprovalRow, "id" | "version">,
  status: "EXECUTED" | "REJECTED" | "WITHDRAWN" | "STALE" | "EXPIRED",
): Promise<boolean> {
  const rows = await tx.query<{ id: bigint }>(
    `UPDATE approvals SET status = $3, closed_at = $4, version = version + 1, command_id = $5
     WHERE id = $1 AND version = $2 AND status = 'PENDING' RETURNING id`,
    [approval.id, approval.version, status, tx.context.now, tx.context.commandId],
  );
  return rows.length === 1;
}

export async function insertDecision(
  tx: DbTransaction,
  approval: Pick<ApprovalRow, "id" | "makerId">,
  decision: { readonly asRole: string; readonly verdict: "APPROVE" | "REJECT"; readonly note: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, created_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      approval.id,
      tx.context.actor.userId,
      approval.makerId,
      decision.asRole,
      decision.verdict,
      decision.note,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
