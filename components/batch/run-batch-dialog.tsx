"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { BatchPreviewTable } from "./batch-preview-table";
import { type DayChoice, type RunBatchAction, useRunBatch } from "./use-run-batch";

type RunBatchDialogProps = {
  channels: readonly { code: string; name: string }[];
  /** The day that it opens with; null while it is closed. */
  day: DayChoice | null;
  onClose: () => void;
  actions: { run: RunBatchAction; dryRun: RunBatchAction };
};

/** Runs the reconciliation of one channel's day, after showing on request what that would change. */
export function RunBatchDialog({ channels, day, onClose, actions }: RunBatchDialogProps) {
  const t = useTranslations("reconciliation");
  return (
    <Dialog
      open={day !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("run.title")}
      description={t("run.description")}
      size="md"
    >
      {day ? (
        <RunBatchForm
          key={`${day.channel} ${day.date}`}
          channels={channels}
          initial={day}
          onClose={onClose}
          actions={actions}
        />
      ) : null}
    </Dialog>
  );
}

type RunBatchFormProps = Pick<RunBatchDialogProps, "channels" | "onClose" | "actions"> & { initial: DayChoice };

function RunBatchForm({ channels, initial, onClose, actions }: RunBatchFormProps) {
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
    notify.success(t("run.done", { batchNo: report.batchNo }));
    onClose();
    router.push(`/reconciliation/${report.batchNo}`);
    router.refresh();
  };
  const complete = day.channel !== "" && day.date !== "";
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("field.channel")} required>
          <Select
            options={channels.map(({ code, name }) => ({ value: code, label: name }))}
            value={day.channel === "" ? null : day.channel}
            placeholder={t("run.chooseChannel")}
            onValueChange={(channel) => choose({ channel })}
          />
        </Field>
        <Field label={t("field.statementOn")} required>
          <Input type="date" value={day.date} onChange={(event) => choose({ date: event.target.value })} />
        </Field>
      </div>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      {preview ? <BatchPreviewTable preview={preview} /> : null}
      <p aria-live="polite" className="min-h-5 text-muted text-sm">
        {pending ? t(`run.pending.${pending}`) : ""}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose>
          <Button>{common("cancel")}</Button>
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
      </div>
    </div>
  );
}
