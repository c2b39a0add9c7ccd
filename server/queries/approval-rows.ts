import "server-only";
import type { ApprovalRowDto, ApprovalStatus, InboxRowDto, OtherRowDto } from "@/contracts/approval-views";
import type { SignatureDto } from "@/contracts/suspense-views";
import type { Exclusion, RuledAct } from "@/core/approvals/acts";
import {
  type ApprovalFacts,
  type CheckerFacts,
  decideApproval,
  lentSeatsOf,
  seatsOf,
} from "@/core/approvals/decide-approval";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import type { Resolution } from "@/core/suspense/resolutions";
import { Where } from "@/server/queries/keyset";
import { APPROVAL_FACTS, toApprovalFacts } from "@/server/store/approvals";

export const APPROVAL_FROM =
  "approvals a JOIN users u ON u.id = a.maker_id LEFT JOIN merchants m ON m.id = a.merchant_id";
export const APPROVAL_SELECT = `SELECT a.id, a.act, a.payload ->> 'resolution' AS resolution, a.object_type AS "objectType",
  a.object_no AS "objectNo", a.amount_minor AS "amountMinor", a.asset, m.name AS "merchantName", u.display_name AS maker,
  a.created_at AS "createdAt", a.created_at::text AS "createdAtText", a.expires_at AS "expiresAt",
  a.closed_at AS "closedAt", a.closed_at::text AS "closedAtText", ${APPROVAL_FACTS}`;

type RequestRaw = {
  id: bigint;
  approvalNo: string;
  objectType: string;
  objectNo: string;
  merchantNo: string | null;
  merchantName: string | null;
  maker: string;
  makerId: bigint;
  requiredRoles: string[];
  excludes: Exclusion[];
  editorIds: string[];
  makersDelegateIds: string[];
  signatures: ApprovalFacts["signatures"];
  endedBy: string | null;
  version: number;
  createdAt: Date;
  createdAtText: string;
  expiresAt: Date;
  closedAt: Date | null;
  closedAtText: string | null;
  isExpired: boolean;
  status: ApprovalStatus;
};
export type ApprovalRaw = RequestRaw & {
  act: ApprovalRowDto["act"];
  resolution: Resolution;
  amountMinor: bigint;
  asset: string;
};
/** A request about something else than a suspense item, among the others. */
export type OtherRaw = RequestRaw & {
  act: OtherRowDto["act"];
  resolution: null;
  amountMinor: bigint | null;
  asset: string | null;
};
/** What a request's own page reads besides. */
export const REQUEST_SELECT = `, a.reason, a.payload, a.policy_version AS "policyVersion", a.ruled_act AS "ruledAct",
  a.summed_minor AS "summedMinor", a.payee, a.step_up AS "stepUp"`;
export type RequestedRaw = {
  reason: string;
  policyVersion: number | null;
  ruledAct: RuledAct | null;
  summedMinor: bigint | null;
  payee: string | null;
  stepUp: boolean;
};

/** What somebody approved alone in an emergency, and nobody has reviewed yet. */
export const UNREVIEWED = "a.broke_glass AND NOT EXISTS (SELECT 1 FROM approval_reviews r WHERE r.approval_id = a.id)";

/**
 * A where-clause over `APPROVAL_FROM` within the actor's scope, the same one by which a command finds a request. An
 * administrator, who moves no money, sees what administrators check and what they asked for themselves.
 */
export function approvalWhere(actor: Actor): Where {
  const where = new Where();
  if (!isPermitted(actor.roles, "suspense.view")) {
    where.add("('ADMIN_OR_LEAD' = ANY (a.required_roles) OR a.maker_id = ?)", actor.userId);
  }
  return actor.scope === null ? where : where.add("m.merchant_no = ANY (?)", actor.scope);
}

/**
 * Keeps what a checker can sign now. The same rule as `decideApproval` in core, for many rows at once; a test compares
 * the two.
 */
export function addSignable(where: Where, actor: Actor, checker: CheckerFacts): Where {
  if (checker.userId === null || checker.isDisabled || !isPermitted(actor.roles, "approval.decide")) {
    return where.add("false");
  }
  const lenders = lentSeatsOf(checker);
  const me = checker.userId;
  return where
    .add("a.status = 'PENDING' AND a.expires_at > now() AND a.maker_id <> ?", me)
    .add(
      "NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND ? IN (d.checker_id, d.on_behalf_of))",
      me,
    )
    .add("NOT ('EDITOR' = ANY (a.excludes) AND ? = ANY (a.editors))", me)
    .add("NOT ('DELEGATE' = ANY (a.excludes) AND is_lent(a.maker_id, ?))", me)
    .add("NOT ('PORTFOLIO' = ANY (a.excludes) AND coalesce(m.merchant_no = ANY (?), false))", [...checker.portfolio])
    .add(
      `EXISTS (SELECT 1 FROM unnest(a.required_roles) AS wanted (role)
         WHERE NOT EXISTS (SELECT 1 FROM approval_decisions d WHERE d.approval_id = a.id AND d.as_role = wanted.role)
           AND (wanted.role = ANY (?) OR EXISTS (
             SELECT 1 FROM unnest(?::bigint[], ?::text[]) AS lender (id, role)
             WHERE lender.role = wanted.role AND lender.id <> a.maker_id
               AND NOT ('EDITOR' = ANY (a.excludes) AND lender.id = ANY (a.editors))
               AND NOT EXISTS (SELECT 1 FROM approval_decisions d
                               WHERE d.approval_id = a.id AND lender.id IN (d.checker_id, d.on_behalf_of)))))`,
      seatsOf(checker.roles),
      lenders.map((one) => one.userId),
      lenders.map((one) => one.seat),
    );
}

export function toApprovalRow(
  checker: CheckerFacts,
  raw: ApprovalRaw,
  signatures: readonly SignatureDto[],
): ApprovalRowDto {
  const { act, resolution, amountMinor, asset } = raw;
  return { ...toBase(checker, raw, signatures), act, resolution, amountMinor: `${amountMinor}`, asset };
}

export function toOtherRow(checker: CheckerFacts, raw: OtherRaw, signatures: readonly SignatureDto[]): OtherRowDto {
  const { act, amountMinor, asset } = raw;
  const amount = amountMinor === null ? null : `${amountMinor}`;
  return { ...toBase(checker, raw, signatures), act, resolution: null, amountMinor: amount, asset };
}

export function isAboutSuspense(raw: ApprovalRaw | OtherRaw): raw is ApprovalRaw {
  return raw.act === "SUSPENSE_RESOLUTION" || raw.act === "MATCH_BY_HAND";
}

export function toInboxRow(
  checker: CheckerFacts,
  raw: ApprovalRaw | OtherRaw,
  signatures: readonly SignatureDto[],
): InboxRowDto {
  return isAboutSuspense(raw) ? toApprovalRow(checker, raw, signatures) : toOtherRow(checker, raw, signatures);
}

function toBase(checker: CheckerFacts, raw: ApprovalRaw | OtherRaw, signatures: readonly SignatureDto[]) {
  const wish = { seenVersion: raw.version, verdict: "APPROVE", note: "", isStale: false } as const;
  const decided = decideApproval(toApprovalFacts(raw), checker, wish);
  return {
    approvalNo: raw.approvalNo,
    objectType: raw.objectType,
    objectNo: raw.objectNo,
    merchant: raw.merchantNo === null ? null : { no: raw.merchantNo, name: raw.merchantName ?? raw.merchantNo },
    maker: raw.maker,
    isOwn: `${raw.makerId}` === checker.userId,
    signatures: signatures.map(({ role, by, verdict }) => ({ role, by, verdict })),
    createdAt: raw.createdAt.toISOString(),
    expiresAt: raw.expiresAt.toISOString(),
    closedAt: raw.closedAt?.toISOString() ?? null,
    isExpired: raw.isExpired,
    status: raw.status,
    version: raw.version,
    obstacle: decided.ok ? null : decided.refusal.code,
  };
}
