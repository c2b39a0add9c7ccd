import { claimMovementQuery } from "@/contracts/claims";
import { previewClaimMovement } from "@/server/queries/preview-claim-movement";
import { defineReadRoute } from "@/server/read-route";

/** What noting a part of the claim would post: `?act=&amountMinor=`. */
export const GET = defineReadRoute({
  permission: "suspense.propose",
  search: claimMovementQuery,
  read: (actor, { no }: { no: string }, movement) => previewClaimMovement(actor, no, movement),
});
