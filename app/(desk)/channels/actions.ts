"use server";

import { setChannelInput } from "@/contracts/channel-views";
import { defineAction } from "@/server/action";
import { setChannels } from "@/server/commands/set-channels";

export const setChannelAction = defineAction({
  input: setChannelInput,
  command: setChannels,
  revalidates: ["/channels", "/reconciliation", "/statements"],
});
