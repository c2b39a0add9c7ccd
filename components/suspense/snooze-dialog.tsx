"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { addDays } from "@/core/calendar/settlement-day";

const MAX_REASON = 500;

type SnoozeDialogProps = {
  item: SuspenseItemDto;
  open: boolean;
  onClose: () => void;
  snooze: ServerCommand<{ version: number }>;
  onSnoozed: (until: string, version: number) => void;
};

/** Until when, and why: the reason is what others see who wonder where the item is. */
export function SnoozeDialog({ item, open, onClose, snooze, onSnoozed }: SnoozeDialogProps) {
  const t = useTranslations("suspense");
  const { today, snoozeDays: presets } = item.teamwork;
  const [until, setUntil] = useState(presets[0]?.on ?? today);
  const [reason, setReason] = useState("");
  const { run, pending, refusal, reset } = useCommand(snooze);
  const close = () => {
    reset();
    onClose();
  };
  const send = async () => {
    if (reason.trim() === "" || pending) return;
    const done = await run({ itemNo: item.itemNo, expectedVersion: item.version, until, reason });
    if (done === null) return;
    setReason("");
    close();
    onSnoozed(until, done.version);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={t("snooze.title")}
      description={t("snooze.description")}
    >
      <Form send={send}>
        <Field label={t("snooze.reason")} hint={t("snooze.reasonHint")} required>
          <Textarea value={reason} maxLength={MAX_REASON} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field label={t("snooze.until")} className="w-40">
          <Input
            type="date"
            value={until}
            min={addDays(today, 1)}
            max={addDays(today, 60)}
            onChange={(event) => setUntil(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          {presets.map(({ days, on }) => (
            <Button key={days} size="sm" aria-pressed={on === until} onClick={() => setUntil(on)}>
              {t(`snooze.in.${days}`)}
            </Button>
          ))}
        </div>
        {refusal ? <RefusalAlert refusal={refusal} /> : null}
        <DialogSubmit pending={pending} disabled={reason.trim() === ""}>
          {t("snooze.send")}
        </DialogSubmit>
      </Form>
    </Dialog>
  );
}
