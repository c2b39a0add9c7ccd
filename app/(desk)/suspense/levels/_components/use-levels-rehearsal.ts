"use client";

import { useState } from "react";
import type { OpenItemsOfLevelsDto } from "@/contracts/service-levels";

export type LevelsRehearsal = {
  readonly result: OpenItemsOfLevelsDto | null;
  readonly pending: boolean;
  readonly failed: boolean;
  readonly run: (levels: readonly object[]) => Promise<void>;
  /** The levels have changed: what was said of them is not true any more. */
  readonly forget: () => void;
};

/** Asks how many of the open items would have been given something else. */
export function useLevelsRehearsal(): LevelsRehearsal {
  const [result, setResult] = useState<OpenItemsOfLevelsDto | null>(null);
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);
  const run = async (levels: readonly object[]) => {
    setPending(true);
    setFailed(false);
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ levels });
      const answer = await fetch("/api/suspense/levels/rehearsal", { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      // Our own route of the same build wrote it.
      setResult((await answer.json()) as OpenItemsOfLevelsDto);
    } catch {
      setFailed(true);
    } finally {
      setPending(false);
    }
  };
  return { result, pending, failed, run, forget: () => setResult(null) };
}
