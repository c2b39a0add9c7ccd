import "server-only";
import { getPrisma } from "@/server/db";

export type ChannelChoice = { readonly code: string; readonly name: string };

/** The channels that a filter offers: a few, by code. */
export function listChannelChoices(): Promise<ChannelChoice[]> {
  return getPrisma().channel.findMany({ select: { code: true, name: true }, orderBy: { code: "asc" } });
}
