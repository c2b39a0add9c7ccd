"use server";

import { proposeChannelSettingsInput } from "@/contracts/administration";
import { defineAction } from "@/server/action";
import { proposeChannelSettings } from "@/server/commands/propose-settings";

export const proposeChannelAction = defineAction({
  input: proposeChannelSettingsInput,
  command: proposeChannelSettings,
  revalidates: ["/channels", "/approvals"],
});
