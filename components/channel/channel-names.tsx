"use client";

import { createContext, type ReactNode, useCallback, useContext } from "react";

export type ChannelChoice = { readonly code: string; readonly name: string };

const Names = createContext<readonly ChannelChoice[]>([]);

/** What channels are called: rows carry their codes, which are for machines and addresses. */
export function ChannelNames({ channels, children }: { channels: readonly ChannelChoice[]; children: ReactNode }) {
  return <Names value={channels}>{children}</Names>;
}

/** Says a channel's name; what is no channel, or is newer than this page, stands for itself. */
export function useChannelName(): (code: string) => string {
  const channels = useContext(Names);
  return useCallback((code) => channels.find((channel) => channel.code === code)?.name ?? code, [channels]);
}

/** The same within a sentence or a cell that the server draws. */
export function ChannelName({ code }: { code: string }) {
  return useChannelName()(code);
}
