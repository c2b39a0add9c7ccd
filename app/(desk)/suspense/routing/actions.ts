"use server";

import { saveRoutingInput, saveTeamInput } from "@/contracts/teamwork";
import { defineAction } from "@/server/action";
import { saveRouting } from "@/server/commands/save-routing";
import { saveTeam } from "@/server/commands/save-team";

export const saveRoutingAction = defineAction({
  input: saveRoutingInput,
  command: saveRouting,
  revalidates: ["/suspense", "/suspense/routing"],
});

export const saveTeamAction = defineAction({
  input: saveTeamInput,
  command: saveTeam,
  revalidates: ["/suspense/routing", "/suspense/load"],
});
