import "server-only";
import type { Exclusion } from "@/core/approvals/acts";
import type { ApprovalFacts, Decision } from "@/core/approvals/decide-approval";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import type { DependedObject, Weight } from "@/server/approvals/act";
import { type DbReader, type DbTransaction, hashInput } from "@/server/transact";

/** A request waits this long for its checkers, by the database's clock. */
const EXPIRES_AFTER_HOURS = 72;

export type ApprovalRow = {
  readonly id: bigint;
  readonly approvalNo: string;
  readonly act: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly payload: Json;
  readonly reason: string;
  readonly makerId: bigint;
  readonly version: number;
  readonly stepUp: boolean;
  /** What the decision is made from. */
  readonly facts: ApprovalFacts;
};
type FactsRaw = {
  approvalNo: string;
  makerId: bigint;
  version: number;
  status: string;
  isExpired: boolean;
  endedBy: string | null;
  requiredRoles: string[];
  excludes: Exclusion[];
  editorIds: string[];
  merchantNo: string | null;
  makersDelegateIds: string[];
  signatures: ApprovalFacts["signatures"];
};
type RawRow = Omit<ApprovalRow, "facts"> & FactsRaw;

/** Selected from `approvals a LEFT JOIN merchants m`; see `toApprovalFacts`. */
export const APPROVAL_FACTS = `
  a.approval_no AS "approvalNo", a.version, a.status, a.expires_at <= now() AS "isExpired", a.maker_id AS "makerId",
  a.required_roles AS "requiredRoles", a.excludes, a.editors::text[] AS "editorIds", m.merchant_no AS "merchantNo",
  CASE WHEN a.status <> 'PENDING' THEN (SELECT u.display_name FROM receipts r JOIN users u ON u.id = r.actor_id
                                        WHERE r.command_id = a.command_id) END AS "endedBy",
  ARRAY(SELECT d.delegate_id::text FROM approval_delegations d WHERE d.delegator_id = a.maker_id AND d.revoked_at IS NULL
          AND now() BETWEEN d.starts_at AND d.ends_at) AS "makersDelegateIds",
  coalesce((SELECT jsonb_agg(jsonb_build_object('seat', d.as_role, 'checkerId', d.checker_id::text, 'onBehalfOfId', d.on_behalf_of::text,
                                                'isLive', may_sign(a, d.checker_id, d.on_behalf_of, d.as_role)) ORDER BY d.id)
            FROM approval_decisions d WHERE d.approval_id = a.id AND d.verdict = 'APPROVE'), '[]') AS signatures`;

export function toApprovalFacts(raw: FactsRaw): ApprovalFacts {
  const { approvalNo, status, version, isExpired, endedBy, requiredRoles, excludes, editorIds } = raw;
  const { merchantNo, makersDelegateIds, signatures } = raw;
  const makerId = `${raw.makerId}`;
  const request = { approvalNo, status, version, isExpired, endedBy, makerId, requiredRoles, excludes, editorIds };
  return { ...request, merchantNo, makersDelegateIds, signatures };
}

/** The request with the signatures it has, locked; null when there is none in the actor's scope. */
export async function lockApproval(tx: DbTransaction, approvalNo: string): Promise<ApprovalRow | null> {
  await tx.query("SELECT 1 FROM approvals WHERE approval_no = $1 FOR UPDATE", [approvalNo]);
  const [raw] = await tx.query<RawRow>(
    `SELECT a.id, a.act, a.object_type AS "objectType", a.object_no AS "objectNo", a.payload, a.reason, a.step_up AS "stepUp",
            ${APPROVAL_FACTS}
     FROM approvals a LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE a.approval_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [approvalNo, tx.context.actor.scope],
  );
  if (!raw) return null;
  const { id, act, objectType, objectNo, payload, reason, makerId, version, stepUp } = raw;
  return {
    id,
    approvalNo,
    act,
    objectType,
    objectNo,
    payload,
    reason,
    makerId,
    version,
    stepUp,
    facts: toApprovalFacts(raw),
  };
}

export type NewApproval = {
  readonly approvalNo: string;
  readonly act: string;
  readonly object: DependedObject;
  readonly payload: Json;
  readonly weight: Weight;
  readonly reason: string;
  readonly makerId: string;
};

/** The database fills in who has to sign, from the rules in force; answers what it says. */
export async function insertApproval(
  tx: DbTransaction,
  { approvalNo, act, object, payload, weight, reason, makerId }: NewApproval,
): Promise<{ id: bigint; requiredRoles: string[] }> {
  const [row] = await tx.query<{ id: bigint; requiredRoles: string[] }>(
    `INSERT INTO approvals (approval_no, act, ruled_act, object_type, object_no, object_version, payload, payload_hash,
       amount_minor, asset, payee, merchant_id, editors, reason, maker_id, status, expires_at, created_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'PENDING',
       now() + make_interval(hours => ${EXPIRES_AFTER_HOURS}), $16, $17)
     RETURNING id, required_roles AS "requiredRoles"`,
    [
      approvalNo,
      act,
      weight.ruledAct,
      object.type,
      object.no,
      object.version ?? 0,
      JSON.stringify(payload),
      hashInput(payload),
      weight.amount?.amountMinor ?? null,
      weight.amount?.asset ?? null,
      weight.payee,
      weight.merchantId,
      weight.editorIds,
      reason,
      makerId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
  invariant(row, "an insert returns its row");
  return row;
}

export async function insertApprovalObjects(
  tx: DbTransaction,
  approvalId: bigint,
  objects: readonly DependedObject[],
): Promise<void> {
  await tx.query(
    `INSERT INTO approval_objects (approval_id, object_type, object_no, version, digest, command_id)
     SELECT $1, one.type, one.no, one.version, one.digest, $6
     FROM unnest($2::text[], $3::text[], $4::integer[], $5::text[]) AS one (type, no, version, digest)`,
    [
      approvalId,
      objects.map((one) => one.type),
      objects.map((one) => one.no),
      objects.map((one) => one.version),
      objects.map((one) => hashInput(one.facts)),
      tx.context.commandId,
    ],
  );
}

type KeptObject = { type: string; no: string; version: number | null; digest: string };

export async function listApprovalObjects(db: DbReader, approvalId: bigint): Promise<KeptObject[]> {
  return db.query<KeptObject>(
    `SELECT object_type AS type, object_no AS no, version, digest FROM approval_objects WHERE approval_id = $1
     ORDER BY object_type, object_no`,
    [approvalId],
  );
}

/** Closes a pending request; false when it is not pending at that version any more. */
export async function closeApproval(
  tx: DbTransaction,
  approval: Pick<ApprovalRow, "id" | "version">,
  status: "EXECUTED" | "REJECTED" | "WITHDRAWN" | "STALE" | "EXPIRED",
  brokeGlass = false,
): Promise<boolean> {
  const rows = await tx.query<{ id: bigint }>(
    `UPDATE approvals SET status = $3, closed_at = $4, version = version + 1, command_id = $5, broke_glass = $6
     WHERE id = $1 AND version = $2 AND status = 'PENDING' RETURNING id`,
    [approval.id, approval.version, status, tx.context.now, tx.context.commandId, brokeGlass],
  );
  return rows.length === 1;
}

export type NewDecision = Pick<Decision, "seat" | "onBehalfOfId"> & {
  readonly verdict: "APPROVE" | "REJECT";
  readonly note: string;
  /** The half minute of the one-time password that came with it; null where none was asked for. */
  readonly totpStep: bigint | null;
};

export async function insertDecision(
  tx: DbTransaction,
  approval: Pick<ApprovalRow, "id" | "makerId">,
  decision: NewDecision,
): Promise<void> {
  await tx.query(
    `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, on_behalf_of, verdict, note, totp_step,
       created_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      approval.id,
      tx.context.actor.userId,
      approval.makerId,
      decision.seat,
      decision.onBehalfOfId,
      decision.verdict,
      decision.note,
      decision.totpStep,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
