import "server-only";
import type { ProposeResolutionInput } from "@/contracts/suspense";
import { accept, type Result, refuse } from "@/core/result";
import { matchByHand } from "@/server/approvals/acts/match-by-hand";
import { suspenseResolution } from "@/server/approvals/acts/suspense-resolution";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import {
  itemChanged,
  itemUnknown,
  lockSuspenseItem,
  moveSuspenseItem,
  type SuspenseItemRow,
} from "@/server/store/suspense-items";
import { type LoadedResolution, loadResolution } from "@/server/suspense/load-resolution";
import { refuseWithoutEvidence } from "@/server/suspense/refuse-without-evidence";
import type { DbTransaction } from "@/server/transact";

type Proposed = { itemNo: string; approvalNo: string; requiredRoles: string[] };

/**
 * Asks for a resolution of a suspense item: freezes what would be posted into a request for approval. Nothing moves
 * until somebody else approves it.
 */
export const proposeResolution = defineCommand<ProposeResolutionInput, Proposed>({
  action: "suspense.propose",
  permission: "suspense.propose",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion, choice, reason }) => ({
    itemNo,
    expectedVersion,
    choice: { ...choice },
    reason,
  }),
  async effect(tx, input) {
    const { userId } = tx.context.actor;
    if (userId === null) return refuse("maker_missing", "Only a person can propose a resolution.");
    return proposeItem(tx, input, userId);
  },
});

/** The same within a command that proposes several: one that is refused has changed nothing. */
export async function proposeItem(
  tx: DbTransaction,
  input: Omit<ProposeResolutionInput, "commandId">,
  makerId: string,
): Promise<Result<Proposed>> {
  const admitted = await admitProposal(tx, input, makerId);
  if (!admitted.ok) return admitted;
  const { item, loaded } = admitted.value;
  return requestApproval(tx, item, loaded, input.reason);
}

/** Whether an item can be proposed so, and if it can, sets it waiting; who asks for the approval is the caller. */
export async function admitProposal(
  tx: DbTransaction,
  { itemNo, expectedVersion, choice }: Pick<ProposeResolutionInput, "itemNo" | "expectedVersion" | "choice">,
  makerId: string,
): Promise<Result<{ item: SuspenseItemRow; loaded: LoadedResolution }>> {
  const item = await lockSuspenseItem(tx, itemNo);
  if (!item) return itemUnknown(itemNo);
  const isOpen = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  if (item.version !== expectedVersion || !isOpen) return itemChanged(item);
  const loaded = await loadResolution(tx, tx.context.actor, item, choice);
  if (!loaded.ok) return loaded;
  const missing = await refuseWithoutEvidence(tx, item, loaded.value.plan.resolution);
  if (missing) return missing;
  if (!(await moveSuspenseItem(tx, item, { to: "PROPOSED", assigneeId: makerId }))) return itemChanged(item);
  return accept({ item, loaded: loaded.value });
}

async function requestApproval(
  tx: DbTransaction,
  { itemNo }: SuspenseItemRow,
  { plan, payload }: LoadedResolution,
  reason: string,
): Promise<Result<Proposed>> {
  const act = plan.resolution === "MATCH_BY_HAND" ? matchByHand : suspenseResolution;
  const proposed = await proposeApproval(tx, act.bind(payload), reason, (request) => {
    const detail = { ...request, reason, payload };
    return [{ action: "suspense.proposed", objectType: "suspense", objectNo: itemNo, detail }];
  });
  return proposed.ok ? accept({ itemNo, ...proposed.value }) : proposed;
}
