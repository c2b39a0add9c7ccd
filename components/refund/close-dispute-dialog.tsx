"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { notify } from "@/components/ui/toast";
import type { DisputeDto } from "@/contracts/order-views";

type CloseDisputeDialogProps = { dispute: DisputeDto; close: ServerCommand<unknown> };

/** Notes how a dispute ended; either way it is closed for good. */
export function CloseDisputeDialog({ dispute, close }: CloseDisputeDialogProps) {
  const t = useTranslations("refunds");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t("dispute.close.button")}</Button>}
      title={t("dispute.close.title", { disputeNo: dispute.disputeNo })}
      size="sm"
    >
      {open ? <CloseForm dispute={dispute} close={close} onClosed={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function CloseForm({ dispute, close, onClosed }: CloseDisputeDialogProps & { onClosed: () => void }) {
  const t = useTranslations("refunds");
  const router = useRouter();
  const { disputeNo } = dispute;
  const [outcome, setOutcome] = useState<"WON" | "LOST" | null>(null);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(close);
  const send = async () => {
    setAsked(true);
    if (pending || outcome === null || reason.trim() === "") return;
    if ((await run({ disputeNo, outcome, reason })) === null) return;
    notify.success(t("dispute.close.done", { disputeNo }));
    onClosed();
    router.refresh();
  };
  return (
    <Form send={send}>
      <RadioCards
        legend={t("dispute.close.outcome")}
        value={outcome}
        onValueChange={setOutcome}
        options={[
          { value: "WON", label: t("dispute.close.won") },
          { value: "LOST", label: t("dispute.close.lost") },
        ]}
      />
      <Field label={t("dispute.reason")} error={asked && reason.trim() === "" ? t("ask.missing") : undefined} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={outcome === null}>
        {t("dispute.close.submit")}
      </DialogSubmit>
    </Form>
  );
}
