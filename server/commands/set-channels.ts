import "server-only";
import type { ChannelInput } from "@/contracts/channels";
import { accept } from "@/core/result";
import { refusePerson } from "@/server/administration/refuse-person";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { saveChannel, toChannelColumns } from "@/server/store/save-channel";

/** Creates or changes channels at set-up, without a checker. People ask for it instead (see `proposeChannelSettings`). */
export const setChannels = defineCommand<{ readonly channels: readonly ChannelInput[] }, { channels: number }>({
  action: "channel.set",
  permission: "channel.edit",
  object: ({ channels }) => ({ type: "channel", no: channels.map((channel) => channel.code).join(",") }),
  toHashed: ({ channels }) => channels,
  async effect(tx, { channels }) {
    if (tx.context.actor.userId !== null) return refusePerson();
    for (const channel of channels) {
      await saveChannel(tx, channel.code, toChannelColumns(channel));
      await appendAudit(tx, { action: "channel.set", objectType: "channel", objectNo: channel.code, detail: channel });
    }
    return accept({ channels: channels.length });
  },
});
