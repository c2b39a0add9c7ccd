"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import type { BatchReportDto } from "@/contracts/reconciliation-views";
import { BatchPreviewTable } from "./batch-preview-table";
import { DayFields } from "./day-fields";
import { type DayChoice, type RunBatchActions, useRunBatch } from "./use-run-batch";

type RunBatchDialogProps = {
  channels: readonly { code: string; name: string }[];
  /** The day that it opens with; null while it is closed. */
  day: DayChoice | null;
  /** Resolves when the address no longer asks for the dialog, so that Back does not open it again. */
  onClose: () => unknown;
  actions: RunBatchActions;
  /** What comes after a run; without it the page goes to the batch. */
  onRan?: ((report: BatchReportDto) => void) | undefined;
};

/** Runs the reconciliation of one channel's day, after showing on request what that would change. */
export function RunBatchDialog({ day, ...rest }: RunBatchDialogProps) {
  return day === null ? null : <OpenDialog key={`${day.channel} ${day.date}`} initial={day} {...rest} />;
}

type OpenDialogProps = Omit<RunBatchDialogProps, "day"> & { initial: DayChoice };

function OpenDialog({ channels, initial, onClose, actions, onRan }: OpenDialogProps) {
  const t = useTranslations("reconciliation");
  const common = useTranslations("common");
  const router = useRouter();
  const [day, setDay] = useState(initial);
  const { preview, refusal, pending, showPreview, run, reset } = useRunBatch(actions);
  const choose = (choice: Partial<DayChoice>) => {
    setDay({ ...day, ...choice });
    reset();
  };
  const runNow = async () => {
    const report = await run(day);
    if (!report) return;
    await onClose();
    if (onRan) return onRan(report);
    notify.success(t("run.done", { batchNo: report.batchNo }));
    router.push(`/reconciliation/${report.batchNo}`);
  };
  const complete = day.channel !== "" && day.date !== "";
  const preventClose = pending === "run";
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || preventClose ? undefined : void onClose())}
      title={t("run.title")}
      description={t("run.description")}
      size="md"
      footer={
        <>
          <p aria-live="polite" className="flex-1 self-center text-muted text-sm">
            {pending ? t(`run.pending.${pending}`) : ""}
          </p>
          <DialogClose>
            <Button disabled={preventClose}>{common("cancel")}</Button>
          </DialogClose>
          <Button
            pending={pending === "preview"}
            disabled={!complete || pending === "run"}
            onClick={() => void showPreview(day)}
          >
            {t("run.preview")}
          </Button>
          <Button
            variant="primary"
            pending={pending === "run"}
            disabled={!complete || pending === "preview"}
            onClick={() => void runNow()}
          >
            {t("run.run")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DayFields channels={channels} day={day} onChoose={choose} />
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        {preview ? <BatchPreviewTable preview={preview} /> : null}
      </div>
    </Dialog>
  );
}
