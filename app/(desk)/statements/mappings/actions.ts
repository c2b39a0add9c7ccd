"use server";

import { proposeMappingInput } from "@/contracts/statement-mapping";
import { defineAction } from "@/server/action";
import { proposeMapping } from "@/server/commands/propose-mapping";

export const proposeMappingAction = defineAction({
  input: proposeMappingInput,
  command: proposeMapping,
  revalidates: ["/", "/approvals", "/statements/mappings"],
});
