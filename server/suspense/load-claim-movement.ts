import "server-only";
import type { Json } from "@/core/json";
import { buildVoucherLines } from "@/core/ledger/build-voucher";
import type { Actor } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import { type ClaimAct, type ClaimPlan, planClaimMovement } from "@/core/suspense/claim";
import { type AccountOwner, accountKey } from "@/server/store/accounts";
import { listChannels } from "@/server/store/channels";
import { type ClaimRow, claimUnknown, findClaim } from "@/server/store/claims";
import type { PlannedLine } from "@/server/suspense/load-resolution";
import type { DbReader } from "@/server/transact";

/** A planned movement of a claim together with everything that its voucher needs. */
export type LoadedClaimMovement = {
  readonly claim: ClaimRow;
  readonly plan: ClaimPlan;
  readonly owner: AccountOwner;
  readonly lines: readonly PlannedLine[];
  /** Frozen into the approval: what is approved is exactly this. */
  readonly payload: Json;
};

/**
 * Plans what noting `amountMinor` of a claim as recovered or given up would post, from the facts as they are now. What a
 * channel pays comes to the bank account that it remits to.
 */
export async function loadClaimMovement(
  db: DbReader,
  scope: Actor["scope"],
  claimNo: string,
  { act, amountMinor }: { readonly act: ClaimAct; readonly amountMinor: bigint },
): Promise<Result<LoadedClaimMovement>> {
  const claim = await findClaim(db, scope, claimNo);
  if (!claim) return claimUnknown(claimNo);
  const planned = planClaimMovement(act, claim, amountMinor);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const channel = (await listChannels(db)).find((one) => one.id === claim.channelId);
  invariant(channel, `claim ${claimNo} has its channel`);
  const owner: AccountOwner = { channel };
  const { asset } = claim;
  const lines = buildVoucherLines(plan.event, { amount: amountMinor }).map((line) => ({
    side: line.side,
    accountNo: accountKey({ place: line.place, asset, owner }),
    amountMinor: `${line.amountMinor}`,
  }));
  const payload: Json = { claimNo, act, event: plan.event, amountMinor: `${amountMinor}`, asset, lines };
  return accept({ claim, plan, owner, lines, payload });
}
