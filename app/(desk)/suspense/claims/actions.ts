"use server";

import { proposeClaimMovementInput } from "@/contracts/claims";
import { defineAction } from "@/server/action";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";

export const proposeClaimMovementAction = defineAction({
  input: proposeClaimMovementInput,
  command: proposeClaimMovement,
  revalidates: ["/", "/suspense/claims", "/approvals"],
});
