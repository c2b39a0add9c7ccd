"use client";

import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { RunBatchDialog } from "@/components/batch/run-batch-dialog";
import type { DayChoice, RunBatchAction } from "@/components/batch/use-run-batch";
import { Button } from "@/components/ui/button";

type RunBatchProps = {
  channels: readonly { code: string; name: string }[];
  actions: { run: RunBatchAction; dryRun: RunBatchAction };
};

const NOTHING_CHOSEN = ":";

/** The dialog is in the address (`?run=channel:day`), so that a cell of the board and a link open it. */
export function RunBatch({ channels, actions }: RunBatchProps) {
  const t = useTranslations("reconciliation");
  const [asked, setAsked] = useQueryState("run", parseAsString);
  return (
    <>
      <Button variant="primary" onClick={() => setAsked(NOTHING_CHOSEN)}>
        <Play aria-hidden />
        {t("run.open")}
      </Button>
      <RunBatchDialog
        channels={channels}
        day={asked === null ? null : readDay(asked)}
        onClose={() => setAsked(null)}
        actions={actions}
      />
    </>
  );
}

function readDay(asked: string): DayChoice {
  const [channel = "", date = ""] = asked.split(":", 2);
  return { channel, date };
}
