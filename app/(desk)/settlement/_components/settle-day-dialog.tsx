"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";

/** What the command answers, as far as it is said here. */
type SettledDay = {
  readonly batchNo: string;
  readonly date: string;
  readonly settlements: number;
  readonly merchants: number;
  readonly existed: boolean;
};
type SettleDayDialogProps = { today: string; run: ServerCommand<SettledDay> };

/** Settles everything that is due by a date, and shows what came of it. */
export function SettleDayDialog({ today, run: command }: SettleDayDialogProps) {
  const t = useTranslations("settlement");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [date, setDate] = useState(today);
  const { run, pending, refusal, reset } = useCommand(command);
  const change = (next: boolean) => {
    if (pending) return;
    if (next) reset();
    setOpen(next);
  };
  const settleNow = async () => {
    const done = await run({ date });
    if (!done) return;
    const { batchNo, existed, settlements, merchants } = done;
    notify.success(t(existed ? "run.existed" : "run.done", { date, batchNo }), {
      description: existed ? t("run.existedText") : t("run.doneText", { settlements, merchants }),
    });
    setOpen(false);
    router.push(`/settlement?on=${date}`);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button>
          <Play aria-hidden />
          {t("run.open")}
        </Button>
      }
      title={t("run.title")}
      description={t("run.text")}
      footer={
        <>
          <p aria-live="polite" className="flex-1 self-center text-muted text-sm">
            {pending ? t("run.pending") : ""}
          </p>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={pending} disabled={date === ""} onClick={() => void settleNow()}>
            {t("run.submit")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("run.date")} hint={t("run.dateHint")}>
          <Input
            type="date"
            max={today}
            value={date}
            onChange={(event) => {
              setDate(event.target.value);
              reset();
            }}
          />
        </Field>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
      </div>
    </Dialog>
  );
}
