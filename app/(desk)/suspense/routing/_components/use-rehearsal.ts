"use client";

import { useState } from "react";
import type { RoutingRehearsalDto, RoutingRuleDto } from "@/contracts/teamwork";

export type Rehearsal = {
  readonly result: RoutingRehearsalDto | null;
  readonly pending: boolean;
  readonly failed: boolean;
  readonly run: (rules: readonly RoutingRuleDto[]) => Promise<void>;
  /** The rules have changed: what was said of them is not true any more. */
  readonly forget: () => void;
};

/** Asks what rules would do with the open items. */
export function useRehearsal(): Rehearsal {
  const [result, setResult] = useState<RoutingRehearsalDto | null>(null);
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);
  const run = async (rules: readonly RoutingRuleDto[]) => {
    setPending(true);
    setFailed(false);
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ rules });
      const answer = await fetch("/api/suspense/routing/rehearsal", { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      // Our own route of the same build wrote it.
      setResult((await answer.json()) as RoutingRehearsalDto);
    } catch {
      setFailed(true);
    } finally {
      setPending(false);
    }
  };
  return { result, pending, failed, run, forget: () => setResult(null) };
}
