import "server-only";
import type { DecideApprovalInput } from "@/contracts/approvals";
import type { ResolutionChoice } from "@/contracts/suspense";
import { resolutionChoice } from "@/contracts/suspense";
import { type Decision, decideApproval as decide } from "@/core/approvals/decide-approval";
import { sendsMoneyOut } from "@/core/ledger/outgoing-events";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { decideMapping } from "@/server/approvals/decide-mapping";
import { executeMatch } from "@/server/approvals/execute-match";
import { executeResolution } from "@/server/approvals/execute-resolution";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { enqueue } from "@/server/outbox/enqueue";
import { type ApprovalRow, closeApproval, insertDecision, lockApproval } from "@/server/store/approvals";
import { lockOrders } from "@/server/store/order-records";
import { lockSuspenseItem, moveSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { type DbTransaction, hashInput } from "@/server/transact";
import { requireBooksProven } from "@/server/verify/require-books-proven";

/** `SIGNED`: one signature more, another is still missing. `STALE`: what it was about has changed; nothing was posted. */
type Decided = { approvalNo: string; outcome: "EXECUTED" | "SIGNED" | "REJECTED" | "STALE"; voucherNo: string | null };

/**
 * Decides a request for approval. The last signature executes it: the voucher, the item, the audit event and the
 * request's own end are one transaction. What is executed is planned anew from the facts of now and must come to the
 * very payload that was approved.
 */
export const decideApproval = defineCommand<DecideApprovalInput, Decided>({
  action: "approval.decide",
  permission: "approval.decide",
  object: ({ approvalNo }) => ({ type: "approval", no: approvalNo }),
  toHashed: ({ approvalNo, expectedVersion, verdict, note }) => ({ approvalNo, expectedVersion, verdict, note }),
  async effect(tx, { approvalNo, expectedVersion, verdict, note }) {
    const approval = await lockApproval(tx, approvalNo);
    if (!approval) return refuse("approval_unknown", `There is no request ${approvalNo} that you may see.`);
    const facts = {
      ...approval,
      makerId: `${approval.makerId}`,
      decidedBy: approval.decidedBy.map((checkerId) => `${checkerId}`),
    };
    const decided = decide(facts, tx.context.actor, expectedVersion, verdict, note);
    if (!decided.ok) return decided;
    if (approval.act === "STATEMENT_MAPPING") return decideMapping(tx, approval, decided.value, { verdict, note });
    const item = await lockSuspenseItem(tx, approval.objectNo, null);
    invariant(item, `${approvalNo} has its suspense item`);
    if (verdict === "REJECT") return reject(tx, approval, item, decided.value, note);
    return approve(tx, approval, item, decided.value, note);
  },
});

async function reject(
  tx: DbTransaction,
  approval: ApprovalRow,
  item: SuspenseItemRow,
  { asRole }: Decision,
  note: string,
): Promise<Result<Decided>> {
  await insertDecision(tx, approval, { asRole, verdict: "REJECT", note });
  await endWithoutVoucher(tx, approval, item, "REJECTED");
  await auditDecision(tx, approval, "approval.rejected", { asRole, note });
  return accept({ approvalNo: approval.approvalNo, outcome: "REJECTED", voucherNo: null });
}

async function approve(
  tx: DbTransaction,
  approval: ApprovalRow,
  item: SuspenseItemRow,
  { asRole, completes }: Decision,
  note: string,
): Promise<Result<Decided>> {
  const { approvalNo } = approval;
  const choice = choiceOf(approval);
  await lockWhatItTouches(tx, choice);
  // The scope was asked at the request; a counterpart of another merchant does not make it another request.
  const current = await loadResolution(tx, { ...tx.context.actor, scope: null }, item, choice);
  const isSame =
    current.ok &&
    item.status === "PROPOSED" &&
    item.version === approval.objectVersion &&
    hashInput(current.value.payload) === approval.payloadHash &&
    hashInput(approval.payload) === approval.payloadHash;
  if (!isSame) {
    await endWithoutVoucher(tx, approval, item, "STALE");
    await auditDecision(tx, approval, "approval.found_stale", { asRole, note });
    return accept({ approvalNo, outcome: "STALE", voucherNo: null });
  }
  await insertDecision(tx, approval, { asRole, verdict: "APPROVE", note });
  if (!completes) {
    await auditDecision(tx, approval, "approval.signed", { asRole, note });
    return accept({ approvalNo, outcome: "SIGNED", voucherNo: null });
  }
  const { event } = current.value.plan;
  const unproven = event !== null && sendsMoneyOut(event) ? await requireBooksProven(tx) : null;
  if (unproven) return unproven;
  const isClosed = await closeApproval(tx, approval, "EXECUTED");
  invariant(isClosed, `${approvalNo} is locked and pending`);
  if (current.value.plan.resolution === "MATCH_BY_HAND") {
    await executeMatch(tx, approval, item, current.value);
    await auditDecision(tx, approval, "approval.executed", { asRole, note });
    return accept({ approvalNo, outcome: "EXECUTED", voucherNo: null });
  }
  const voucher = await executeResolution(tx, approval.id, item, current.value);
  await enqueue(tx, "books.prove", { voucherNo: voucher.voucherNo });
  await auditDecision(tx, approval, "approval.executed", { asRole, note, voucherNo: voucher.voucherNo });
  return accept({ approvalNo, outcome: "EXECUTED", voucherNo: voucher.voucherNo });
}

/** From here on neither the order nor the counterpart can change between the plan and its execution. */
async function lockWhatItTouches(tx: DbTransaction, choice: ResolutionChoice): Promise<void> {
  if (choice.orderNo) await lockOrders(tx, [choice.orderNo]);
  if (choice.counterpartNo) await lockSuspenseItem(tx, choice.counterpartNo, null);
}

/** Ends a request that nobody decided for good. A suspense item goes back to its investigation; a mapping stays as it is. */
export async function endUndone(
  tx: DbTransaction,
  approval: ApprovalRow,
  status: "WITHDRAWN" | "EXPIRED",
): Promise<void> {
  if (approval.act === "STATEMENT_MAPPING") {
    const isClosed = await closeApproval(tx, approval, status);
    invariant(isClosed, `${approval.approvalNo} is locked and pending`);
    return;
  }
  const item = await lockSuspenseItem(tx, approval.objectNo, null);
  invariant(item, `${approval.approvalNo} has its suspense item`);
  await endWithoutVoucher(tx, approval, item, status);
}

/** Ends the request and hands the item back to its investigation, if it still waits for this request. */
async function endWithoutVoucher(
  tx: DbTransaction,
  approval: ApprovalRow,
  item: SuspenseItemRow,
  status: "REJECTED" | "STALE" | "WITHDRAWN" | "EXPIRED",
): Promise<void> {
  const isClosed = await closeApproval(tx, approval, status);
  invariant(isClosed, `${approval.approvalNo} is locked and pending`);
  if (item.status === "PROPOSED") await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
}

function choiceOf(approval: ApprovalRow): ResolutionChoice {
  const payload = approval.payload as { resolution?: unknown; orderNo?: unknown; counterpartNo?: unknown };
  const { resolution, orderNo, counterpartNo } = payload;
  return resolutionChoice.parse({ resolution, orderNo, counterpartNo });
}

async function auditDecision(
  tx: DbTransaction,
  approval: ApprovalRow,
  action: string,
  detail: { readonly asRole: string; readonly note: string; readonly voucherNo?: string },
): Promise<void> {
  const { approvalNo, objectNo, makerId } = approval;
  await appendAudit(tx, {
    action,
    objectType: "approval",
    objectNo: approvalNo,
    detail: { ...detail, itemNo: objectNo, makerId: `${makerId}` },
  });
}
