"use client";

import { useState } from "react";
import type { ActionRefusal, ActionResult } from "@/contracts/action-result";
import type { BatchReportDto, BatchRowDto } from "@/contracts/reconciliation-views";
import type { PageDto } from "@/contracts/wire";

export type RunBatchAction = (raw: unknown) => Promise<ActionResult<BatchReportDto>>;
export type DayChoice = { readonly channel: string; readonly date: string };
/** What a run would find, beside what the newest batch of the day found. */
export type BatchPreview = { readonly before: BatchRowDto | null; readonly after: BatchReportDto };

export type RunBatch = {
  readonly preview: BatchPreview | null;
  readonly refusal: ActionRefusal | null;
  readonly pending: "preview" | "run" | null;
  showPreview: (day: DayChoice) => Promise<void>;
  run: (day: DayChoice) => Promise<BatchReportDto | null>;
  reset: () => void;
};

const UNREACHABLE: ActionRefusal = { code: "request_interrupted", message: "The server did not answer." };

/** A run and its rehearsal under one command id: after a lost answer, asking again runs nothing twice. */
export function useRunBatch(actions: { run: RunBatchAction; dryRun: RunBatchAction }): RunBatch {
  const [commandId, setCommandId] = useState(() => crypto.randomUUID());
  const [preview, setPreview] = useState<BatchPreview | null>(null);
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [pending, setPending] = useState<RunBatch["pending"]>(null);

  const ask = async (kind: "preview" | "run", action: RunBatchAction, day: DayChoice) => {
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
    async showPreview(day) {
      const [before, after] = await Promise.all([fetchCurrent(day), ask("preview", actions.dryRun, day)]);
      setPreview(after && { before, after });
    },
    run: (day) => ask("run", actions.run, day),
    reset() {
      setCommandId(crypto.randomUUID());
      setPreview(null);
      setRefusal(null);
    },
  };
}

async function fetchCurrent({ channel, date }: DayChoice): Promise<BatchRowDto | null> {
  const query = new URLSearchParams({ channel, on: date, show: "current", limit: "1" });
  const response = await fetch(`/api/grid/batches?${query}`);
  if (!response.ok) return null;
  const page = (await response.json()) as PageDto<BatchRowDto>;
  return page.rows[0] ?? null;
}
