"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
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
export function ClearDayDialog({ day, oldest, isNext, run }: ClearDayDialogProps) {
  const t = useTranslations("clearing");
  const router = useRouter();
  const sayDone = ({ batchNo, existed, items, merchants, carried }: ClearedDay) => {
    const left = carried > 0 ? ` ${t("run.carried", { count: carried })}` : "";
    notify.success(t(existed ? "run.existed" : "run.done", { date: day, batchNo }), {
      description: existed ? t("run.existedText") : `${t("run.doneText", { items, merchants })}${left}`,
    });
    router.push(`/clearing/${batchNo}`);
  };
  return (
    <ActDialog
      act={useCommand(run)}
      toInput={() => ({ date: day })}
      trigger={
        <Button size="sm" variant={isNext ? "primary" : "ghost"} aria-label={t("run.buttonOf", { date: day })}>
          {t("run.button")}
        </Button>
      }
      title={t("run.title", { date: day })}
      description={t("run.text")}
      submit={t("run.submit", { date: day })}
      pendingText={t("run.pending")}
      onDone={sayDone}
    >
      {isNext ? null : (
        <Alert
          tone="warning"
          title={t("run.skips", { from: oldest, to: addDays(day, -1), count: daysBetween(oldest, day) })}
        />
      )}
    </ActDialog>
  );
}
