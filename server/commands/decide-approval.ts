import "server-only";
import type { DecideApprovalInput } from "@/contracts/approvals";
import { type Decision, decideApproval as decide } from "@/core/approvals/decide-approval";
import { accept, invariant, type Result, refuse } from "@/core/result";
import type { BoundAct } from "@/server/approvals/act";
import { bindAct } from "@/server/approvals/acts/registry";
import { endUndone } from "@/server/approvals/end-undone";
import { findChanges } from "@/server/approvals/find-changes";
import { loadChecker } from "@/server/approvals/load-checker";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { getPolicy } from "@/server/store/approval-policies";
import { type ApprovalRow, closeApproval, insertDecision, lockApproval } from "@/server/store/approvals";
import { takeTotp } from "@/server/store/user-totps";
import type { DbTransaction } from "@/server/transact";

/**
 * `SIGNED`: one signature more, another is still missing. `STALE`: what it was about has changed, as `changed` says, or a
 * signature lost its ground; nothing was done.
 */
export type Decided = {
  approvalNo: string;
  outcome: "EXECUTED" | "SIGNED" | "REJECTED" | "STALE";
  voucherNo: string | null;
  changed: string[];
};

/**
 * Decides a request for approval. The last signature executes it: what it does, the audit event and the request's own end
 * are one transaction. Everything that it depends on is held still and compared with what the request has written down.
 */
export const decideApproval = defineCommand<DecideApprovalInput, Decided>({
  action: "approval.decide",
  permission: "approval.decide",
  // A bundle posts hundreds of vouchers in this one transaction.
  seconds: 120,
  object: ({ approvalNo }) => ({ type: "approval", no: approvalNo }),
  // Not the one-time password: it is for this try alone, and a receipt is for ever.
  toHashed: ({ approvalNo, expectedVersion, verdict, note, breakGlass }) => ({
    approvalNo,
    expectedVersion,
    verdict,
    note,
    ...(breakGlass ? { breakGlass } : {}),
  }),
  async effect(tx, { approvalNo, expectedVersion, verdict, note, code, breakGlass }) {
    const approval = await lockApproval(tx, approvalNo);
    if (!approval) return refuse("approval_unknown", `There is no request ${approvalNo} that you may see.`);
    const act = bindAct(approval);
    const isWaiting = approval.facts.status === "PENDING";
    if (isWaiting) await act.lock(tx);
    const changed = isWaiting ? await findChanges(tx, approval.id, act) : [];
    const checker = await loadChecker(tx, tx.context.actor.userId);
    const alone = breakGlass ? { breakGlass: { isAllowed: (await getPolicy(tx)).breakGlass } } : {};
    const wish = { seenVersion: expectedVersion, verdict, note, isStale: changed.length > 0, ...alone };
    const decided = decide(approval.facts, checker, wish);
    if (!decided.ok) return decided;
    const { outcome } = decided.value;
    const isSigning = outcome === "EXECUTED" || outcome === "SIGNED";
    const step = isSigning && approval.stepUp ? await takeTotp(tx, code) : accept(null);
    if (!step.ok) return step;
    const ground = { note, changed, totpStep: step.value, brokeGlass: breakGlass === true && outcome === "EXECUTED" };
    return apply(tx, approval, act, decided.value, ground);
  },
});

type Ground = {
  readonly note: string;
  readonly changed: string[];
  readonly totpStep: bigint | null;
  readonly brokeGlass: boolean;
};

async function apply(
  tx: DbTransaction,
  approval: ApprovalRow,
  act: BoundAct,
  decision: Decision,
  ground: Ground,
): Promise<Result<Decided>> {
  const { outcome } = decision;
  const { note, changed, totpStep, brokeGlass } = ground;
  const verdict = outcome === "REJECTED" ? "REJECT" : "APPROVE";
  if (outcome !== "STALE") await insertDecision(tx, approval, { ...decision, verdict, note, totpStep });
  if (outcome === "STALE" || outcome === "REJECTED") await endUndone(tx, approval, outcome, act);
  const executed = outcome === "EXECUTED" ? await execute(tx, approval, act, brokeGlass) : accept({ voucherNo: null });
  if (!executed.ok) return executed;
  const { voucherNo } = executed.value;
  await auditDecision(tx, approval, decision, { ...ground, voucherNo });
  return accept({ approvalNo: approval.approvalNo, outcome, voucherNo, changed });
}

/** Closed first: the database proves the request at that moment, and takes what it does only from a closed one. */
async function execute(tx: DbTransaction, approval: ApprovalRow, act: BoundAct, brokeGlass: boolean) {
  const isClosed = await closeApproval(tx, approval, "EXECUTED", brokeGlass);
  invariant(isClosed, `${approval.approvalNo} is locked and pending`);
  return act.execute(tx, approval);
}

const ACTIONS = {
  EXECUTED: "approval.executed",
  SIGNED: "approval.signed",
  REJECTED: "approval.rejected",
  STALE: "approval.found_stale",
} as const;

async function auditDecision(
  tx: DbTransaction,
  { approvalNo, objectNo, makerId }: ApprovalRow,
  { outcome, seat, onBehalfOfId }: Decision,
  { note, changed, brokeGlass, voucherNo }: Ground & { readonly voucherNo: string | null },
): Promise<void> {
  const detail = {
    asRole: seat,
    note,
    itemNo: objectNo,
    makerId: `${makerId}`,
    ...(voucherNo === null ? {} : { voucherNo }),
    ...(onBehalfOfId === null ? {} : { onBehalfOfId }),
    ...(changed.length === 0 ? {} : { changed }),
    ...(brokeGlass ? { brokeGlass } : {}),
  };
  await appendAudit(tx, { action: ACTIONS[outcome], objectType: "approval", objectNo: approvalNo, detail });
}
