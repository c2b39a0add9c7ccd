"use client";

import { ShieldAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { readTypedAmount } from "@/contracts/claims";
import { formatAmount } from "@/core/money/format-money";

type NoteDisputeDialogProps = {
  order: { readonly orderNo: string; readonly asset: string; readonly leftMinor: string };
  note: ServerCommand<{ disputeNo: string }>;
};

/** Notes that the payer disputes the payment with its channel. */
export function NoteDisputeDialog({ order, note }: NoteDisputeDialogProps) {
  const t = useTranslations("refunds");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const onNoted = (disputeNo: string) => {
    setOpen(false);
    notify.success(t("dispute.note.done", { disputeNo }));
    router.refresh();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <ShieldAlert aria-hidden />
          {t("dispute.note.button")}
        </Button>
      }
      title={t("dispute.note.title", { orderNo: order.orderNo })}
      description={t("dispute.note.description")}
      size="sm"
    >
      {open ? <NoteForm order={order} note={note} onNoted={onNoted} /> : null}
    </Dialog>
  );
}

function NoteForm({ order, note, onNoted }: NoteDisputeDialogProps & { onNoted: (disputeNo: string) => void }) {
  const t = useTranslations("refunds");
  const locale = useLocale();
  const { orderNo, asset, leftMinor } = order;
  const left = formatAmount(BigInt(leftMinor), asset, locale);
  const [typed, setTyped] = useState(left);
  const [caseNo, setCaseNo] = useState("");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(note);
  const amountMinor = readTypedAmount(typed, asset)?.toString() ?? null;
  const send = async () => {
    setAsked(true);
    if (pending || amountMinor === null || reason.trim() === "") return;
    const done = await run({ orderNo, amountMinor, channelCaseNo: caseNo.trim() || null, reason });
    if (done !== null) onNoted(done.disputeNo);
  };
  return (
    <Form send={send}>
      <Field
        label={t("ask.amount", { asset })}
        hint={t("ask.left", { amount: left, asset })}
        error={amountMinor === null ? t("ask.amountWrong") : undefined}
        required
      >
        <Input
          value={typed}
          inputMode="decimal"
          className="tabular text-right"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Field label={t("dispute.caseNo")}>
        <Input value={caseNo} maxLength={64} autoComplete="off" onChange={(event) => setCaseNo(event.target.value)} />
      </Field>
      <Field label={t("dispute.reason")} error={asked && reason.trim() === "" ? t("ask.missing") : undefined} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending}>{t("dispute.note.submit")}</DialogSubmit>
    </Form>
  );
}
