import "server-only";
import type { Previewed } from "@/contracts/action-result";
import type { PostingPreviewDto } from "@/contracts/claim-views";
import type { Actor } from "@/core/permissions/actor";
import type { ClaimAct } from "@/core/suspense/claim";
import { claimRecovery, claimWriteOff } from "@/server/approvals/acts/claim-movement";
import { loadClaimMovement } from "@/server/suspense/load-claim-movement";
import { reader } from "@/server/transact";
import { foretellRule } from "./asking-rule";
import { toTAccounts } from "./t-accounts";

/** What noting so much of a claim as recovered or given up would post; or why it cannot be. Changes nothing. */
export async function previewClaimMovement(
  actor: Actor,
  claimNo: string,
  movement: { readonly act: ClaimAct; readonly amountMinor: bigint },
): Promise<Previewed<PostingPreviewDto>> {
  const loaded = await loadClaimMovement(reader, actor.scope, claimNo, movement);
  if (!loaded.ok) return loaded;
  const { claim, lines, owner, payload } = loaded.value;
  const act = (movement.act === "RECOVERY" ? claimRecovery : claimWriteOff).bind(payload);
  return {
    ok: true,
    preview: {
      asset: claim.asset,
      accounts: await toTAccounts(actor, lines, claim.asset, owner, "projected"),
      rule: await foretellRule(reader, await act.weigh(reader)),
    },
  };
}
