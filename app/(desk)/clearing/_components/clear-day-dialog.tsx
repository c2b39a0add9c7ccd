"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { addDays, daysBetween } from "@/core/calendar/settlement-day";

/** What the command answers, as far as it is said here. */
export type ClearedDay = {
  readonly batchNo: string;
  readonly date: string;
  readonly items: number;
  readonly merchants: number;
  readonly carried: number;
  readonly existed: boolean;
};

type ClearDayDialogProps = {
  day: string;
  /** The first day that is not cleared: what lies between it and `day` is taken in as well. */
  oldest: string;
  isNext: boolean;
  run: ServerCommand<ClearedDay>;
};

/** Asks once more, clears the day, says what became of it, and goes to the batch. */
export function ClearDayDialog({ day, oldest, isNext, run: command }: ClearDayDialogProps) {
  const t = useTranslations("clearing");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, reset } = useCommand(command);
  const change = (next: boolean) => {
    if (pending) return;
    if (next) reset();
    setOpen(next);
  };
  const clearNow = async () => {
    const done = await run({ date: day });
    if (!done) return;
    const { batchNo, existed, items, merchants, carried } = done;
    const left = carried > 0 ? ` ${t("run.carried", { count: carried })}` : "";
    notify.success(t(existed ? "run.existed" : "run.done", { date: day, batchNo }), {
      description: existed ? t("run.existedText") : `${t("run.doneText", { items, merchants })}${left}`,
    });
    setOpen(false);
    router.push(`/clearing/${batchNo}`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm" variant={isNext ? "primary" : "ghost"} aria-label={t("run.buttonOf", { date: day })}>
          {t("run.button")}
        </Button>
      }
      title={t("run.title", { date: day })}
      description={t("run.text")}
      footer={
        <>
          <p aria-live="polite" className="flex-1 self-center text-muted text-sm">
            {pending ? t("run.pending") : ""}
          </p>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} onClick={() => void clearNow()}>
            {t("run.submit", { date: day })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {isNext ? null : (
          <Alert
            tone="warning"
            title={t("run.skips", { from: oldest, to: addDays(day, -1), count: daysBetween(oldest, day) })}
          />
        )}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
      </div>
    </Dialog>
  );
}
