import "server-only";
import type { ApprovalRowDto, ApprovalStatus, InboxRowDto } from "@/contracts/approval-views";
import type { SignatureDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import type { Resolution } from "@/core/suspense/resolutions";
import { Where } from "@/server/queries/keyset";

export const APPROVAL_FROM =
  "approvals a JOIN users u ON u.id = a.maker_id LEFT JOIN merchants m ON m.id = a.merchant_id";
export const APPROVAL_SELECT = `SELECT a.id, a.approval_no AS "approvalNo", a.act, a.payload ->> 'resolution' AS resolution,
  a.object_no AS "objectNo", a.amount_minor AS "amountMinor", a.asset, m.merchant_no AS "merchantNo",
  m.name AS "merchantName", u.display_name AS maker, a.maker_id AS "makerId", a.required_roles AS "requiredRoles",
  a.created_at AS "createdAt", a.created_at::text AS "createdAtText", a.expires_at AS "expiresAt",
  a.closed_at AS "closedAt", a.closed_at::text AS "closedAtText",
  a.status = 'PENDING' AND a.expires_at <= now() AS "isExpired", a.status`;

export type ApprovalRaw = {
  id: bigint;
  approvalNo: string;
  act: "SUSPENSE_RESOLUTION" | "MATCH_BY_HAND";
  resolution: Resolution;
  objectNo: string;
  amountMinor: bigint;
  asset: string;
  merchantNo: string | null;
  merchantName: string | null;
  maker: string;
  makerId: bigint;
  requiredRoles: string[];
  createdAt: Date;
  createdAtText: string;
  expiresAt: Date;
  closedAt: Date | null;
  closedAtText: string | null;
  isExpired: boolean;
  status: ApprovalStatus;
};

/** A request about a mapping, among the others. */
export type MappingRaw = Omit<ApprovalRaw, "act" | "resolution" | "amountMinor" | "asset"> & {
  act: "STATEMENT_MAPPING";
  resolution: null;
  amountMinor: null;
  asset: null;
};

/** A where-clause over `APPROVAL_FROM` within the actor's scope, the same one by which a command finds a request. */
export function approvalWhere(actor: Actor): Where {
  const where = new Where();
  return actor.scope === null ? where : where.add("m.merchant_no = ANY (?)", actor.scope);
}

/**
 * Keeps what the actor can sign now: it waits, is somebody else's, has no decision of theirs, and lacks a signature that
 * their roles give. The same rule as `decideApproval` in core, for many rows at once.
 */
export function addSignable(where: Where, actor: Actor): Where {
  if (actor.userId === null || !isPermitted(actor.roles, "approval.decide")) return where.add("false");
  const roles = actor.roles.includes("FINANCE_LEAD") ? ["FINANCE_LEAD", "FINANCE"] : ["FINANCE"];
  return where
    .add("a.status = 'PENDING' AND a.expires_at > now() AND a.maker_id <> ?", actor.userId)
    .add(
      "NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND d.checker_id = ?)",
      actor.userId,
    )
    .add(
      `EXISTS (SELECT 1 FROM unnest(a.required_roles) AS wanted (role) WHERE wanted.role = ANY (?)
         AND NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND d.as_role = wanted.role))`,
      roles,
    );
}

export function toApprovalRow(actor: Actor, raw: ApprovalRaw, signatures: readonly SignatureDto[]): ApprovalRowDto {
  const { act, resolution, amountMinor, asset } = raw;
  return { ...toBase(actor, raw, signatures), act, resolution, amountMinor: `${amountMinor}`, asset };
}

export function toInboxRow(
  actor: Actor,
  raw: ApprovalRaw | MappingRaw,
  signatures: readonly SignatureDto[],
): InboxRowDto {
  if (raw.act !== "STATEMENT_MAPPING") return toApprovalRow(actor, raw, signatures);
  const { act, resolution, amountMinor, asset } = raw;
  return { ...toBase(actor, raw, signatures), act, resolution, amountMinor, asset };
}

function toBase(actor: Actor, raw: ApprovalRaw | MappingRaw, signatures: readonly SignatureDto[]) {
  return {
    approvalNo: raw.approvalNo,
    objectNo: raw.objectNo,
    merchant: raw.merchantNo === null ? null : { no: raw.merchantNo, name: raw.merchantName ?? raw.merchantNo },
    maker: raw.maker,
    isOwn: `${raw.makerId}` === actor.userId,
    signatures: signatures.map(({ role, by, verdict }) => ({ role, by, verdict })),
    createdAt: raw.createdAt.toISOString(),
    expiresAt: raw.expiresAt.toISOString(),
    closedAt: raw.closedAt?.toISOString() ?? null,
    isExpired: raw.isExpired,
    status: raw.status,
  };
}
