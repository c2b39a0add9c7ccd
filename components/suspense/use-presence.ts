"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PresenceDto } from "@/contracts/teamwork";
import { suspenseItemOptions } from "./use-suspense-item";

const HEARTBEAT_MS = 10_000;
/** Who goes through the queue by keys looks at nothing on the way, and each look would be a request. */
const DWELL_MS = 1_000;
/** Without a key or a pointer for so long nobody is there: a heartbeat would keep a session alive that has nobody. */
const ALONE_AFTER_MS = 120_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll"] as const;

/**
 * Who else has the item open. Says that the reader has, while they are there; when it answers another version than the one
 * shown, the item is read again, so that nobody works on what a colleague has changed.
 */
export function usePresence(itemNo: string, version: number): readonly string[] {
  const client = useQueryClient();
  const isThere = useIsThere();
  const dwells = useDwells(itemNo);
  const { data } = useQuery({
    queryKey: ["presence", itemNo],
    enabled: isThere && dwells,
    refetchInterval: HEARTBEAT_MS,
    gcTime: 0,
    retry: false,
    queryFn: async ({ signal }): Promise<PresenceDto | null> => {
      const response = await fetch(addressOf(itemNo), { method: "POST", signal });
      // Nothing depends on it: whatever is wrong is said where the item itself is asked for.
      return response.ok ? ((await response.json()) as PresenceDto) : null;
    },
  });
  const newest = data?.version ?? version;
  useEffect(() => {
    if (newest > version) void client.invalidateQueries({ queryKey: suspenseItemOptions(itemNo).queryKey });
  }, [client, itemNo, newest, version]);
  useEffect(() => {
    if (!dwells) return;
    return () => void fetch(addressOf(itemNo), { method: "DELETE", keepalive: true }).catch(() => null);
  }, [itemNo, dwells]);
  return data?.others ?? [];
}

function addressOf(itemNo: string): string {
  return `/api/suspense/${encodeURIComponent(itemNo)}/presence`;
}

function useDwells(itemNo: string): boolean {
  const [dwelledOn, setDwelledOn] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setDwelledOn(itemNo), DWELL_MS);
    return () => clearTimeout(timer);
  }, [itemNo]);
  return dwelledOn === itemNo;
}

function useIsThere(): boolean {
  const [isThere, setIsThere] = useState(true);
  useEffect(() => {
    let lastAt = performance.now();
    const onSign = () => {
      lastAt = performance.now();
      setIsThere(true);
    };
    const check = setInterval(() => setIsThere(performance.now() - lastAt < ALONE_AFTER_MS), HEARTBEAT_MS);
    for (const sign of SIGNS) addEventListener(sign, onSign, { passive: true });
    return () => {
      clearInterval(check);
      for (const sign of SIGNS) removeEventListener(sign, onSign);
    };
  }, []);
  return isThere;
}
