import "server-only";
import { invariant } from "@/core/result";
import { type ApprovalRow, closeApproval } from "@/server/store/approvals";
import type { DbTransaction } from "@/server/transact";
import type { BoundAct, UndoneStatus } from "./act";
import { bindAct } from "./acts/registry";

/** Ends a request that is locked and waits, without doing what it asks for; its object goes back to where it was. */
export async function endUndone(
  tx: DbTransaction,
  approval: ApprovalRow,
  status: UndoneStatus,
  act: BoundAct = bindAct(approval),
): Promise<void> {
  const isClosed = await closeApproval(tx, approval, status);
  invariant(isClosed, `${approval.approvalNo} is locked and pending`);
  await act.giveBack(tx, status);
}
