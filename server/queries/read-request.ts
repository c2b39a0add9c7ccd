import "server-only";
import type { DecidableDto, EmergencyDto } from "@/contracts/approval-views";
import type { SignatureDto } from "@/contracts/suspense-views";
import { type CheckerFacts, decideApproval } from "@/core/approvals/decide-approval";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, PERMISSIONS } from "@/core/permissions/permissions";
import { refuse } from "@/core/result";
import { bindAct } from "@/server/approvals/acts/registry";
import { findChanges } from "@/server/approvals/find-changes";
import { loadChecker } from "@/server/approvals/load-checker";
import { getPolicy } from "@/server/store/approval-policies";
import { toApprovalFacts } from "@/server/store/approvals";
import { reader } from "@/server/transact";
import {
  APPROVAL_FROM,
  APPROVAL_SELECT,
  type ApprovalRaw,
  approvalWhere,
  type OtherRaw,
  REQUEST_SELECT,
  type RequestedRaw,
} from "./approval-rows";
import { listSignatures } from "./approval-signatures";
import { tellRule } from "./asking-rule";
import { getMakerRecord } from "./maker-record";

type RequestRaw = (ApprovalRaw | OtherRaw) & RequestedRaw & { payload: Json };

/** A request with what every page about one shows: who signs, by which rule, and how its maker has done. */
export type ReadRequest = {
  readonly raw: RequestRaw;
  readonly checker: CheckerFacts;
  readonly signatures: readonly SignatureDto[];
  readonly common: Awaited<ReturnType<typeof toCommon>>;
};

/** Null when there is none in the actor's scope. */
export async function readRequest(actor: Actor, approvalNo: string): Promise<ReadRequest | null> {
  const where = approvalWhere(actor).add("a.approval_no = ?", approvalNo);
  const [raw] = await reader.query<RequestRaw>(
    `${APPROVAL_SELECT} ${REQUEST_SELECT} FROM ${APPROVAL_FROM} ${where.toSql()}`,
    where.params,
  );
  if (!raw) return null;
  const checker = await loadChecker(reader, actor.userId);
  const signatures = (await listSignatures([raw])).get(raw.id) ?? [];
  return { raw, checker, signatures, common: await toCommon(actor, checker, raw, signatures) };
}

async function toCommon(actor: Actor, checker: CheckerFacts, raw: RequestRaw, signatures: readonly SignatureDto[]) {
  const act = bindAct(raw);
  const isWaiting = raw.status === "PENDING";
  const changed = isWaiting ? await findChanges(reader, raw.id, act) : [];
  const decision = await decisionOf(actor, checker, raw);
  const isOutdated = changed.length > 0 || (isWaiting && raw.signatures.some((one) => !one.isLive));
  return {
    ...decision,
    canBreakGlass:
      decision.signsAs !== null && !decision.completes && (await mayBreakGlass(checker, decision.onBehalfOf)),
    emergency: await findEmergency(actor, raw),
    version: raw.version,
    reason: raw.reason,
    stepUp: raw.stepUp,
    signatures,
    isOutdated,
    changed,
    rule: await tellRule(raw),
    record: await getMakerRecord(raw.makerId),
    canWithdraw: isWaiting && `${raw.makerId}` === actor.userId && isPermitted(actor.roles, "approval.withdraw"),
  };
}

/** What stops this reader from signing. That it is their own says more than that they may sign nothing at all. */
async function decisionOf(
  actor: Actor,
  checker: CheckerFacts,
  raw: RequestRaw,
): Promise<Pick<DecidableDto, "obstacle" | "signsAs" | "onBehalfOf" | "completes">> {
  const isOwn = `${raw.makerId}` === actor.userId;
  const wish = { seenVersion: raw.version, verdict: "APPROVE", note: "", isStale: false } as const;
  const decided =
    isOwn || isPermitted(actor.roles, "approval.decide")
      ? decideApproval(toApprovalFacts(raw), checker, wish)
      : refuse("not_permitted", `Your roles do not allow you to ${PERMISSIONS["approval.decide"].sentence}.`);
  if (!decided.ok) return { obstacle: decided.refusal, signsAs: null, onBehalfOf: null, completes: false };
  const { seat, onBehalfOfId, outcome } = decided.value;
  return { obstacle: null, signsAs: seat, onBehalfOf: await nameOf(onBehalfOfId), completes: outcome === "EXECUTED" };
}

async function nameOf(userId: string | null): Promise<string | null> {
  const [row] = await reader.query<{ name: string }>("SELECT display_name AS name FROM users WHERE id = $1", [userId]);
  return row?.name ?? null;
}

/** A lead in their own right, where the rules in force allow it. */
async function mayBreakGlass({ roles }: CheckerFacts, onBehalfOf: string | null): Promise<boolean> {
  return onBehalfOf === null && roles.includes("FINANCE_LEAD") && (await getPolicy(reader)).breakGlass;
}

type EmergencyRaw = {
  brokeGlass: boolean;
  verdict: "JUSTIFIED" | "NOT_JUSTIFIED" | null;
  by: string;
  note: string;
  at: Date;
  involved: string[];
};

async function findEmergency(actor: Actor, raw: RequestRaw): Promise<EmergencyDto | null> {
  const [row] = await reader.query<EmergencyRaw>(
    `SELECT a.broke_glass AS "brokeGlass", r.verdict, u.display_name AS by, r.note, r.created_at AS at,
            ARRAY(SELECT unnest(ARRAY[d.checker_id, d.on_behalf_of])::text FROM approval_decisions d WHERE d.approval_id = a.id) AS involved
     FROM approvals a LEFT JOIN approval_reviews r ON r.approval_id = a.id LEFT JOIN users u ON u.id = r.reviewer_id
     WHERE a.id = $1`,
    [raw.id],
  );
  if (!row?.brokeGlass) return null;
  if (row.verdict !== null) {
    const { verdict, by, note, at } = row;
    return { canReview: false, review: { verdict, by, note, at: at.toISOString() } };
  }
  const isInvolved = [`${raw.makerId}`, ...row.involved].some((id) => id === actor.userId);
  return { canReview: !isInvolved && isPermitted(actor.roles, "approval.review"), review: null };
}
