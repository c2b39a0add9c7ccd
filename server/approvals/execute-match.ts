import "server-only";
import { invariant } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { keepManualMatch } from "@/server/reconciliation/manual-match";
import { moveSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import type { LoadedResolution } from "@/server/suspense/load-resolution";
import type { DbTransaction } from "@/server/transact";

/**
 * Pairs two items as it was approved. The vouchers are the next batch's, which finds the pair and takes both openings
 * back; until then the items are under investigation, so that nobody resolves them meanwhile by mistake.
 */
export async function executeMatch(
  tx: DbTransaction,
  approval: { readonly id: bigint; readonly makerId: bigint; readonly approvalNo: string; readonly reason: string },
  item: SuspenseItemRow,
  { pair, counterpart }: LoadedResolution,
): Promise<void> {
  invariant(pair, "a match by hand has its pair");
  const line = { ...pair, channelId: item.channelId };
  const match = { act: "PAIR", asMatchKey: pair.asMatchKey, approvalId: approval.id } as const;
  await keepManualMatch(tx, line, match, { makerId: approval.makerId, reason: approval.reason });
  const moved = await moveSuspenseItem(tx, item, { to: "INVESTIGATING" });
  invariant(moved, `item ${item.itemNo} is locked and goes back to its investigation`);
  const detail = { approvalNo: approval.approvalNo, pair };
  for (const { itemNo } of counterpart ? [item, counterpart] : [item]) {
    await appendAudit(tx, { action: "suspense.matched", objectType: "suspense", objectNo: itemNo, detail });
  }
}
