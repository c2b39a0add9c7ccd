import "server-only";
import type { Previewed } from "@/contracts/action-result";
import type { ReopeningPreviewDto } from "@/contracts/claim-views";
import type { Actor } from "@/core/permissions/actor";
import { suspenseReopening } from "@/server/approvals/acts/suspense-reopening";
import { findSuspenseItem, itemUnknown } from "@/server/store/suspense-items";
import { loadReopening } from "@/server/suspense/load-reopening";
import { reader } from "@/server/transact";
import { foretellRule } from "./asking-rule";
import { toTAccounts } from "./t-accounts";

/** What reopening the item would take back, and who would have to check it; or why it cannot be. Changes nothing. */
export async function previewReopening(actor: Actor, itemNo: string): Promise<Previewed<ReopeningPreviewDto>> {
  const item = await findSuspenseItem(reader, actor, itemNo);
  if (!item) return itemUnknown(itemNo);
  const loaded = await loadReopening(reader, itemNo);
  if (!loaded.ok) return loaded;
  const { plan, lines, orderNo, refundNo, claim, payload } = loaded.value;
  const { resolution, orderBecomes } = plan;
  return {
    ok: true,
    preview: {
      resolution,
      asset: item.asset,
      accounts: await toTAccounts(actor, lines, item.asset, {}, "projected"),
      rule: await foretellRule(reader, await suspenseReopening.bind(payload).weigh(reader)),
      order: orderNo === null || orderBecomes === null ? null : { no: orderNo, to: orderBecomes },
      refundNo,
      claimNo: claim?.claimNo ?? null,
    },
  };
}
