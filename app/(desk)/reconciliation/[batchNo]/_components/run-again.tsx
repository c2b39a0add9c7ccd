"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RunBatchDialog } from "@/components/batch/run-batch-dialog";
import type { RunBatchActions } from "@/components/batch/use-run-batch";
import { Button } from "@/components/ui/button";

type RunAgainProps = {
  channel: { code: string; name: string };
  day: string;
  actions: RunBatchActions;
};

export function RunAgain({ channel, day, actions }: RunAgainProps) {
  const t = useTranslations("reconciliation");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden />
        {t("batch.runAgain")}
      </Button>
      <RunBatchDialog
        channels={[channel]}
        day={open ? { channel: channel.code, date: day } : null}
        onClose={() => setOpen(false)}
        actions={actions}
      />
    </>
  );
}
