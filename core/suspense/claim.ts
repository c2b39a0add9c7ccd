import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** A claim (追偿): what a channel owes us by an approved resolution. Amounts are minor units of `asset`. */
export const CLAIM_STATUSES = ["OPEN", "RECOVERED", "WRITTEN_OFF", "TAKEN_BACK"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];
export const CLAIM_MOVEMENTS = ["RECOVERY", "WRITE_OFF", "TAKING_BACK"] as const;
export type ClaimMovement = (typeof CLAIM_MOVEMENTS)[number];
/** What people propose about a claim; taking it back is a consequence of reopening its item. */
export const CLAIM_ACTS = ["RECOVERY", "WRITE_OFF"] as const;
export type ClaimAct = (typeof CLAIM_ACTS)[number];

export type Claim = {
  readonly claimNo: string;
  readonly status: ClaimStatus;
  readonly claimedMinor: bigint;
  readonly recoveredMinor: bigint;
  readonly writtenOffMinor: bigint;
};
export type ClaimRefusal = Refusal<"claim_closed" | "claim_amount_missing" | "claim_amount_too_large">;
/** The rule of the posting catalogue that a movement posts by, and what the claim is with it. */
export type ClaimPlan = {
  readonly event: "suspense.claim_recovered" | "suspense.claim_written_off";
  readonly amountMinor: bigint;
  readonly leftMinor: bigint;
  readonly becomes: ClaimStatus;
};

/** What is still owed. */
export function outstandingOf({
  status,
  claimedMinor,
  recoveredMinor,
  writtenOffMinor,
}: Omit<Claim, "claimNo">): bigint {
  return status === "TAKEN_BACK" ? 0n : claimedMinor - recoveredMinor - writtenOffMinor;
}

/** Plans a part or all of what is owed as recovered or given up. Most basic reason first. */
export function planClaimMovement(act: ClaimAct, claim: Claim, amountMinor: bigint): Result<ClaimPlan, ClaimRefusal> {
  const { claimNo } = claim;
  if (claim.status !== "OPEN") {
    return refuse("claim_closed", `Claim ${claimNo} is ${claim.status} already; nothing is owed on it.`, {
      claimNo,
      status: claim.status,
    });
  }
  if (amountMinor <= 0n) return refuse("claim_amount_missing", "Say how much: an amount above nothing.");
  const outstanding = outstandingOf(claim);
  if (amountMinor > outstanding) {
    return refuse("claim_amount_too_large", `Claim ${claimNo} has less than that outstanding.`, {
      claimNo,
      outstandingMinor: `${outstanding}`,
    });
  }
  const leftMinor = outstanding - amountMinor;
  const event = act === "RECOVERY" ? "suspense.claim_recovered" : "suspense.claim_written_off";
  const isGivenUp = act === "WRITE_OFF" || claim.writtenOffMinor > 0n;
  const becomes = leftMinor > 0n ? "OPEN" : isGivenUp ? "WRITTEN_OFF" : "RECOVERED";
  return accept({ event, amountMinor, leftMinor, becomes });
}
