"use client";

import { useRef, useState } from "react";
import type { RunBatchAction } from "@/components/batch/use-run-batch";
import type { ActionRefusal } from "@/contracts/action-result";
import type { DayChoiceDto } from "@/contracts/board-views";
import type { BatchReportDto } from "@/contracts/reconciliation-views";

export type RunOfMany =
  | { readonly day: DayChoiceDto; readonly report: BatchReportDto; readonly refusal: null }
  | { readonly day: DayChoiceDto; readonly report: null; readonly refusal: ActionRefusal };

export type RunAll = {
  /** The days of this round in their order; empty before the first. */
  readonly days: readonly DayChoiceDto[];
  readonly done: readonly RunOfMany[];
  /** `channel:day` under way. */
  readonly running: string | null;
  readonly isStopping: boolean;
  start: (days: readonly DayChoiceDto[]) => Promise<void>;
  /** Ends the round after the day that is under way: a run is one transaction and is not broken off. */
  stop: () => void;
  dismiss: () => void;
};

const UNREACHABLE: ActionRefusal = { code: "request_interrupted", message: "The server did not answer." };

/** Runs days one after the other. Each is a command of its own, so what is done stays done if the page is closed. */
export function useRunAll(run: RunBatchAction, onEach: () => void): RunAll {
  const [days, setDays] = useState<readonly DayChoiceDto[]>([]);
  const [done, setDone] = useState<readonly RunOfMany[]>([]);
  const [running, setRunning] = useState<string | null>(null);
  const [isStopping, setStopping] = useState(false);
  const stopAsked = useRef(false);

  const start = async (wanted: readonly DayChoiceDto[]) => {
    stopAsked.current = false;
    setStopping(false);
    setDays(wanted);
    setDone([]);
    const refused = new Set<string>();
    for (const day of wanted) {
      if (stopAsked.current) break;
      // A channel's days build on each other: after a refusal its later ones would be run on sand.
      if (refused.has(day.channel)) continue;
      setRunning(`${day.channel}:${day.on}`);
      const ended = await runOne(run, day);
      if (ended.refusal) refused.add(day.channel);
      setDone((before) => [...before, ended]);
      onEach();
    }
    setRunning(null);
  };
  return {
    days,
    done,
    running,
    isStopping,
    start,
    stop() {
      stopAsked.current = true;
      setStopping(true);
    },
    dismiss: () => setDays([]),
  };
}

async function runOne(run: RunBatchAction, day: DayChoiceDto): Promise<RunOfMany> {
  try {
    const result = await run({ commandId: crypto.randomUUID(), channel: day.channel, date: day.on });
    return result.ok ? { day, report: result.value, refusal: null } : { day, report: null, refusal: result.refusal };
  } catch {
    return { day, report: null, refusal: UNREACHABLE };
  }
}
