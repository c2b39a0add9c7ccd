import { channelsFile } from "@/contracts/channels";
import { setChannels } from "@/server/commands/set-channels";
import { acceptedOrExit, type DeskCommand } from "./command";
import { onlyWord, readJsonFile, systemContext } from "./words";

export const channelSet: DeskCommand = {
  usage: "channel set <file.json>",
  summary: 'Creates or updates channels: one object, a list of them, or {"channels": […]}.',
  async run(context) {
    const channels = readJsonFile(onlyWord(context, "The file"), channelsFile);
    await context.pool();
    const set = acceptedOrExit(await setChannels(systemContext(), { channels }));
    await context.print(set, `${set.channels} channel(s) set: ${channels.map((channel) => channel.code).join(", ")}.`);
    return 0;
  },
};
