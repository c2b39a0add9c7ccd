import "server-only";
import type { ProposeClaimMovementInput } from "@/contracts/claims";
import { accept, refuse } from "@/core/result";
import { claimRecovery, claimWriteOff } from "@/server/approvals/acts/claim-movement";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { claimUnknown, findClaim, lockClaim } from "@/server/store/claims";
import { loadClaimMovement } from "@/server/suspense/load-claim-movement";

const ACTS = { RECOVERY: claimRecovery, WRITE_OFF: claimWriteOff } as const;

/** Asks for a part of a claim, or all of it, to be noted as recovered or given up. Nothing is posted before it is approved. */
export const proposeClaimMovement = defineCommand<ProposeClaimMovementInput, Proposed & { claimNo: string }>({
  action: "claim.propose",
  permission: "suspense.propose",
  object: ({ claimNo }) => ({ type: "claim", no: claimNo }),
  toHashed: ({ claimNo, expectedVersion, act, amountMinor, reason }) => ({
    claimNo,
    expectedVersion,
    act,
    amountMinor: `${amountMinor}`,
    reason,
  }),
  async effect(tx, { claimNo, expectedVersion, act, amountMinor, reason }) {
    const { scope } = tx.context.actor;
    if (!(await findClaim(tx, scope, claimNo))) return claimUnknown(claimNo);
    const claim = await lockClaim(tx, claimNo);
    if (claim?.version !== expectedVersion) {
      return refuse(
        "claim_changed",
        `Claim ${claimNo} has changed since you opened it. Look again; nothing was done.`,
        {
          claimNo,
        },
      );
    }
    const loaded = await loadClaimMovement(tx, scope, claimNo, { act, amountMinor });
    if (!loaded.ok) return loaded;
    const proposed = await proposeApproval(tx, ACTS[act].bind(loaded.value.payload), reason, (request) => {
      const detail = { ...request, act, amountMinor: `${amountMinor}`, reason };
      return [{ action: "claim.proposed", objectType: "claim", objectNo: claimNo, detail }];
    });
    return proposed.ok ? accept({ claimNo, ...proposed.value }) : proposed;
  },
});
