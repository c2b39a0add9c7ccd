"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { REOPEN_REASON_CHARS } from "@/contracts/accounting-days";

type ReopenDayDialogProps = {
  date: string;
  /** Every closed day that opens with it, itself included. */
  days: readonly string[];
  reopen: ServerCommand<{ date: string; days: string[] }>;
};

/** Opens a closed day again. It says which later days open with it, and asks why. */
export function ReopenDayDialog({ date, days, reopen }: ReopenDayDialogProps) {
  const t = useTranslations("ledger");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const { run, pending, refusal, reset } = useCommand(reopen);
  const isMissing = reason.trim().length < 3;
  const change = (next: boolean) => {
    if (next) reset();
    setOpen(next);
  };
  const send = async () => {
    setAsked(true);
    if (isMissing) return input.current?.focus();
    const done = await run({ date, reason });
    if (!done) return;
    notify.success(t("days.reopened", { count: done.days.length, day: date }));
    setOpen(false);
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button size="sm" variant="ghost">
          {t("days.reopen")}
        </Button>
      }
      title={t("days.reopenTitle", { day: date })}
      description={t("days.reopenText")}
      footer={
        <>
          <DialogClose>
            <Button disabled={pending}>{common("cancel")}</Button>
          </DialogClose>
          <Button variant="danger" pending={pending} onClick={() => void send()}>
            {t("days.reopenNow", { day: date })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {days.length > 1 ? (
          <Alert tone="warning" title={t("days.reopensMore", { days: days.toReversed().join(", ") })} />
        ) : null}
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <Field
          label={t("days.reason")}
          hint={t("days.reasonHint")}
          error={asked && isMissing ? t("days.reasonMissing") : undefined}
          required
        >
          <Textarea
            ref={input}
            value={reason}
            maxLength={REOPEN_REASON_CHARS}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
