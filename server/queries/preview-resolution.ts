import "server-only";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { PreviewResultDto, ResolutionPreviewDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { judgeEvidence } from "@/core/suspense/evidence";
import { PLAYBOOK } from "@/core/suspense/playbook";
import { weightOf } from "@/server/approvals/acts/suspense-request";
import { findSuspenseItem, itemUnknown, type SuspenseItemRow } from "@/server/store/suspense-items";
import { countEvidence } from "@/server/suspense/count-evidence";
import { type LoadedResolution, loadResolution } from "@/server/suspense/load-resolution";
import { reader } from "@/server/transact";
import { foretellRule } from "./asking-rule";
import { toTAccounts } from "./t-accounts";

/** What resolving the item so would post, and who would have to check it; or why it does not fit. Changes nothing. */
export async function previewResolution(
  actor: Actor,
  itemNo: string,
  choice: ResolutionChoice,
): Promise<PreviewResultDto> {
  const item = await findSuspenseItem(reader, actor, itemNo);
  if (!item) return itemUnknown(itemNo);
  const loaded = await loadResolution(reader, actor, item, choice);
  if (!loaded.ok) return loaded;
  return { ok: true, preview: await toPreview(actor, item, loaded.value) };
}

export async function toPreview(
  actor: Actor,
  item: SuspenseItemRow,
  loaded: LoadedResolution,
): Promise<ResolutionPreviewDto> {
  const { plan, lines, owner, orderNo, counterpart } = loaded;
  const { resolution, orderBecomes, makesRefund } = plan;
  return {
    resolution,
    asset: item.asset,
    accounts: await toTAccounts(actor, lines, item.asset, owner, "projected"),
    rule: await foretellRule(reader, weightOf(item, loaded)),
    order:
      orderNo !== null && orderBecomes !== null
        ? { no: orderNo, from: await statusOfOrder(orderNo), to: orderBecomes }
        : null,
    makesRefund,
    counterpartNo: counterpart?.itemNo ?? null,
    evidence: judgeEvidence(
      PLAYBOOK[resolution].evidence,
      item.amountMinor,
      item.asset,
      await countEvidence(reader, item.itemNo),
    ),
  };
}

async function statusOfOrder(orderNo: string): Promise<string> {
  const [row] = await reader.query<{ status: string }>("SELECT status FROM orders WHERE order_no = $1", [orderNo]);
  return row?.status ?? "";
}
