"use client";

import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RunBatchDialog } from "@/components/batch/run-batch-dialog";
import type { RunBatchActions } from "@/components/batch/use-run-batch";
import { Button, ButtonLink } from "@/components/ui/button";
import type { StatementReconciliation } from "@/contracts/statement-views";

type ReconcileDayProps = {
  statement: { isNewest: boolean; reconciliation: StatementReconciliation; batchNo: string | null };
  channel: { code: string; name: string };
  day: string;
  mayRun: boolean;
  actions: RunBatchActions;
};

/** From a statement to its batch, or to the run that makes one. */
export function ReconcileDay({ statement, channel, day, mayRun, actions }: ReconcileDayProps) {
  const t = useTranslations("statements");
  const [open, setOpen] = useState(false);
  const isDone = statement.reconciliation === "CURRENT";
  return (
    <>
      {statement.batchNo ? (
        <ButtonLink href={`/reconciliation/${statement.batchNo}`}>{t("detail.openBatch")}</ButtonLink>
      ) : null}
      {mayRun && statement.isNewest ? (
        <Button variant={isDone ? "secondary" : "primary"} onClick={() => setOpen(true)}>
          <Play aria-hidden />
          {t(statement.reconciliation === "NONE" ? "detail.run" : "detail.runAgain")}
        </Button>
      ) : null}
      <RunBatchDialog
        channels={[channel]}
        day={open ? { channel: channel.code, date: day } : null}
        onClose={() => setOpen(false)}
        actions={actions}
      />
    </>
  );
}
