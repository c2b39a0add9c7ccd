import "server-only";
import type { ProposeResolutionInput } from "@/contracts/suspense";
import { checkersOfResolution } from "@/core/approvals/decide-approval";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, invariant, type Result, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { nextDocumentNo } from "@/server/store/document-numbers";
import {
  itemChanged,
  itemUnknown,
  lockSuspenseItem,
  moveSuspenseItem,
  type SuspenseItemRow,
} from "@/server/store/suspense-items";
import { type LoadedResolution, loadResolution } from "@/server/suspense/load-resolution";
import { type DbTransaction, hashInput } from "@/server/transact";

/** A request waits this long for its checkers, by the database's clock. */
const EXPIRES_AFTER_HOURS = 72;

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
  { itemNo, expectedVersion, choice, reason }: Omit<ProposeResolutionInput, "commandId">,
  makerId: string,
): Promise<Result<Proposed>> {
  const item = await lockSuspenseItem(tx, itemNo);
  if (!item) return itemUnknown(itemNo);
  const isOpen = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  if (item.version !== expectedVersion || !isOpen) return itemChanged(item);
  const loaded = await loadResolution(tx, tx.context.actor, item, choice);
  if (!loaded.ok) return loaded;
  if (!(await moveSuspenseItem(tx, item, { to: "PROPOSED", assigneeId: makerId }))) return itemChanged(item);
  return requestApproval(tx, item, loaded.value, reason, makerId);
}

async function requestApproval(
  tx: DbTransaction,
  item: SuspenseItemRow,
  loaded: LoadedResolution,
  reason: string,
  makerId: string,
): Promise<Result<Proposed>> {
  const approvalNo = await nextDocumentNo(tx, "approval", accountingDayOf(tx.context.now));
  const { resolution } = loaded.plan;
  const requiredRoles = checkersOfResolution(resolution, item.amountMinor, item.asset);
  invariant(requiredRoles.length > 0, "every resolution has a checker");
  await tx.query(
    `INSERT INTO approvals (approval_no, act, object_type, object_no, object_version, payload, payload_hash, amount_minor,
       asset, merchant_id, required_roles, reason, maker_id, status, expires_at, created_at, command_id)
     VALUES ($1, $14, 'suspense', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'PENDING',
       now() + make_interval(hours => ${EXPIRES_AFTER_HOURS}), $12, $13)`,
    [
      approvalNo,
      item.itemNo,
      item.version + 1,
      JSON.stringify(loaded.payload),
      hashInput(loaded.payload),
      item.amountMinor,
      item.asset,
      loaded.owner.merchant?.id ?? null,
      requiredRoles,
      reason,
      makerId,
      tx.context.now,
      tx.context.commandId,
      resolution === "MATCH_BY_HAND" ? "MATCH_BY_HAND" : "SUSPENSE_RESOLUTION",
    ],
  );
  const detail = { approvalNo, reason, requiredRoles, payload: loaded.payload };
  await appendAudit(tx, { action: "suspense.proposed", objectType: "suspense", objectNo: item.itemNo, detail });
  return accept({ itemNo: item.itemNo, approvalNo, requiredRoles });
}
