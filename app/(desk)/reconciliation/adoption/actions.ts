"use server";

import { proposeAdoptionPolicyInput, proposeAdoptionsInput } from "@/contracts/adoption";
import { defineAction } from "@/server/action";
import { proposeAdoptionPolicy } from "@/server/commands/propose-adoption-policy";
import { proposeAdoptions } from "@/server/commands/propose-adoptions";

export const proposeAdoptionPolicyAction = defineAction({
  input: proposeAdoptionPolicyInput,
  command: proposeAdoptionPolicy,
  revalidates: ["/reconciliation/adoption", "/approvals"],
});

export const proposeAdoptionsAction = defineAction({
  input: proposeAdoptionsInput,
  command: proposeAdoptions,
  revalidates: ["/", "/reconciliation", "/suspense", "/approvals"],
});
