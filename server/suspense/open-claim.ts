import "server-only";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { PLAYBOOK } from "@/core/suspense/playbook";
import type { Resolution } from "@/core/suspense/resolutions";
import { appendAudit } from "@/server/audit/append-audit";
import { insertClaim } from "@/server/store/claims";
import { nextDocumentNo } from "@/server/store/document-numbers";
import type { SuspenseItemRow } from "@/server/store/suspense-items";
import type { DbTransaction } from "@/server/transact";

/** What is claimed is followed from here on: a resolution that claims opens a claim, any other does nothing here. */
export async function openClaim(
  tx: DbTransaction,
  item: SuspenseItemRow,
  resolution: Resolution,
  openedVoucherId: bigint,
): Promise<void> {
  const { claimDueIn } = PLAYBOOK[resolution];
  if (claimDueIn === null) return;
  const on = accountingDayOf(tx.context.now);
  const claimNo = await nextDocumentNo(tx, "claim", on);
  await insertClaim(tx, {
    claimNo,
    itemId: item.id,
    channelId: item.channelId,
    asset: item.asset,
    claimedMinor: item.amountMinor,
    openedVoucherId,
    on,
    dueIn: claimDueIn,
  });
  const detail = { itemNo: item.itemNo, claimedMinor: `${item.amountMinor}`, asset: item.asset };
  await appendAudit(tx, { action: "claim.opened", objectType: "claim", objectNo: claimNo, detail });
}
