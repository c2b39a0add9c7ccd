"use server";

import { decideAdoptionPolicyInput, proposeAdoptionPolicyInput, proposeAdoptionsInput } from "@/contracts/adoption";
import { defineAction } from "@/server/action";
import { decideAdoptionPolicy } from "@/server/commands/decide-adoption-policy";
import { proposeAdoptionPolicy } from "@/server/commands/propose-adoption-policy";
import { proposeAdoptions } from "@/server/commands/propose-adoptions";

export const proposeAdoptionPolicyAction = defineAction({
  input: proposeAdoptionPolicyInput,
  command: proposeAdoptionPolicy,
  revalidates: ["/reconciliation/adoption"],
});

export const decideAdoptionPolicyAction = defineAction({
  input: decideAdoptionPolicyInput,
  command: decideAdoptionPolicy,
  revalidates: ["/reconciliation/adoption"],
});

export const proposeAdoptionsAction = defineAction({
  input: proposeAdoptionsInput,
  command: proposeAdoptions,
  revalidates: ["/", "/reconciliation", "/suspense", "/approvals"],
});
