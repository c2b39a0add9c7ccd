"use client";

import { useState } from "react";
import type { ActionRefusal, ActionResult } from "@/contracts/action-result";
import type { RehearsalDto } from "@/contracts/reconciliation-difference";
import type { BatchReportDto } from "@/contracts/reconciliation-views";

export type RunBatchAction = (raw: unknown) => Promise<ActionResult<BatchReportDto>>;
export type RunBatchActions = {
  readonly run: RunBatchAction;
  readonly dryRun: (raw: unknown) => Promise<ActionResult<RehearsalDto>>;
};
export type DayChoice = { readonly channel: string; readonly date: string };

export type RunBatch = {
  /** What a run would find and change. */
  readonly preview: RehearsalDto | null;
  readonly refusal: ActionRefusal | null;
  readonly pending: "preview" | "run" | null;
  showPreview: (day: DayChoice) => Promise<void>;
  run: (day: DayChoice) => Promise<BatchReportDto | null>;
  reset: () => void;
};

const UNREACHABLE: ActionRefusal = { code: "request_interrupted", message: "The server did not answer." };

/** A run and its rehearsal under one command id: after a lost answer, asking again runs nothing twice. */
export function useRunBatch(actions: RunBatchActions): RunBatch {
  const [commandId, setCommandId] = useState(() => crypto.randomUUID());
  const [preview, setPreview] = useState<RehearsalDto | null>(null);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [pending, setPending] = useState<RunBatch["pending"]>(null);

  const ask = async <Report>(
    kind: "preview" | "run",
    action: (raw: unknown) => Promise<ActionResult<Report>>,
    day: DayChoice,
  ): Promise<Report | null> => {
    setPending(kind);
    setRefusal(null);
    try {
      const result = await action({ commandId, ...day });
      if (!result.ok) setRefusal(result.refusal);
      return result.ok ? result.value : null;
    } catch {
      setRefusal(UNREACHABLE);
      return null;
    } finally {
      setPending(null);
    }
  };
  return {
    preview,
    refusal,
    pending,
    showPreview: async (day) => setPreview(await ask("preview", actions.dryRun, day)),
    run: (day) => ask("run", actions.run, day),
    reset() {
      setCommandId(crypto.randomUUID());
      setPreview(null);
      setRefusal(null);
    },
  };
}
