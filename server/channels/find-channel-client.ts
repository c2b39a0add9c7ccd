import "server-only";
import type { ChannelClient } from "@/server/channels/channel-client";
import { loadChannelClients } from "@/server/channels/load-channel-clients";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";

let clients: ReadonlyMap<string, ChannelClient> | null = null;

/** The channels that can be spoken with, by their codes: those of DESK_CHANNELS_FILE, which is read once, at first use. */
export function getChannelClients(): ReadonlyMap<string, ChannelClient> {
  const file = getEnv().DESK_CHANNELS_FILE;
  clients ??= file === undefined ? new Map() : loadChannelClients(file, () => getClock().now());
  return clients;
}

/** Null for a channel that stands in no settings: nothing can be sent to it, and nothing it sends is believed. */
export function findChannelClient(channelCode: string): ChannelClient | null {
  return getChannelClients().get(channelCode) ?? null;
}
