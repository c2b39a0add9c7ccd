"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { notify } from "@/components/ui/toast";
import type { OpenDayDto } from "@/contracts/accounting-days";
import { Turnover } from "./turnover";

type CloseDayDialogProps = { day: OpenDayDto; close: ServerCommand<{ date: string; vouchers: string }> };

/** Asks once more before a day takes nothing any longer. */
export function CloseDayDialog({ day, close }: CloseDayDialogProps) {
  const t = useTranslations("ledger");
  const format = useFormatter();
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, reset } = useCommand(close);
  const change = (next: boolean) => {
    if (next) reset();
    setOpen(next);
  };
  const closeNow = async () => {
    const done = await run({ date: day.on });
    if (!done) return;
    notify.success(t("days.done", { day: done.date, count: Number(done.vouchers) }));
    setOpen(false);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm" variant="primary">
          {t("days.close")}
        </Button>
      }
      title={t("days.closeTitle", { day: day.on })}
      description={t("days.closeText")}
      footer={
        <>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} onClick={() => void closeNow()}>
            {t("days.closeNow", { day: day.on })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <KeyValueList
          items={[
            { key: "vouchers", label: t("days.vouchers"), value: format.number(day.vouchers) },
            { key: "turnover", label: t("days.turnover"), value: <Turnover amounts={day.turnover} align="start" /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
