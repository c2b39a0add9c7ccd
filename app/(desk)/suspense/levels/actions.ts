"use server";

import { proposeServiceLevelsInput } from "@/contracts/service-levels";
import { defineAction } from "@/server/action";
import { proposeServiceLevels } from "@/server/commands/propose-service-levels";

export const proposeServiceLevelsAction = defineAction({
  input: proposeServiceLevelsInput,
  command: proposeServiceLevels,
  revalidates: ["/", "/suspense/levels", "/approvals"],
});
