import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { type AuditEvent, appendAudit } from "@/server/audit/append-audit";
import { insertApproval, insertApprovalObjects } from "@/server/store/approvals";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { DbTransaction } from "@/server/transact";
import type { BoundAct } from "./act";

export type Proposed = { approvalNo: string; requiredRoles: string[] };

/**
 * Files a request: freezes what is asked for with its hash, and what it depends on with its versions. Who has to sign is
 * told by the policy in force, in the database. Nothing else moves; where the object itself has to wait (as a suspense
 * item does), the caller has moved it before. One request about an object waits at a time. `trail`: what the trail of the
 * object itself tells of it. It is written before the request's own line, as by a signature, which locks both chains too:
 * the other way round a proposal and a signature would wait for each other.
 */
export async function proposeApproval(
  tx: DbTransaction,
  act: BoundAct,
  reason: string,
  trail: (proposed: Proposed) => readonly AuditEvent[] = () => [],
): Promise<Result<Proposed>> {
  const { userId } = tx.context.actor;
  if (userId === null) return refuse("maker_missing", "Only a person can propose this.");
  const waiting = await findWaiting(tx, act.object);
  if (waiting !== null) {
    return refuse("approval_waits_already", `${waiting} about ${act.object.no} waits for its checker already.`, {
      approvalNo: waiting,
      no: act.object.no,
    });
  }
  const observed = await act.observe(tx);
  if (!observed.ok) return observed;
  const own = observed.value.find((one) => one.type === act.object.type && one.no === act.object.no);
  invariant(own, `a request depends on ${act.object.type} ${act.object.no} itself`);
  const approvalNo = await nextDocumentNo(tx, "approval", accountingDayOf(tx.context.now));
  const weight = await act.weigh(tx);
  const { id, requiredRoles } = await insertApproval(tx, {
    approvalNo,
    act: act.name,
    object: own,
    payload: act.payload,
    weight,
    reason,
    makerId: userId,
  });
  await insertApprovalObjects(tx, id, observed.value);
  for (const event of trail({ approvalNo, requiredRoles })) await appendAudit(tx, event);
  const detail = { act: act.name, objectType: own.type, objectNo: own.no, reason, requiredRoles };
  await appendAudit(tx, { action: "approval.proposed", objectType: "approval", objectNo: approvalNo, detail });
  return accept({ approvalNo, requiredRoles });
}

async function findWaiting(tx: DbTransaction, object: { type: string; no: string }): Promise<string | null> {
  const [row] = await tx.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals WHERE object_type = $1 AND object_no = $2 AND status = 'PENDING'`,
    [object.type, object.no],
  );
  return row?.approvalNo ?? null;
}
