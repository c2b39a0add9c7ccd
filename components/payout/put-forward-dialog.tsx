"use client";

import { CircleX, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { PayoutDetailDto } from "@/contracts/payout-views";

type Verdict = "forward" | "drop";
type PutForwardDialogProps = { payout: PayoutDetailDto; verdict: Verdict; send: ServerCommand<unknown> };

/** A payout that another system asked for, and that nobody has looked at: to a checker with it, or away. */
export function PutForwardDialog(props: PutForwardDialogProps) {
  const { verdict, payout } = props;
  const t = useTranslations("payouts");
  const [open, setOpen] = useState(false);
  const Icon = verdict === "forward" ? Send : CircleX;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant={verdict === "forward" ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t(`${verdict}.button`)}
        </Button>
      }
      title={t(`${verdict}.title`, { payoutNo: payout.payoutNo })}
      description={t(`${verdict}.text`)}
      size="md"
    >
      {open ? <PutForwardForm {...props} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function PutForwardForm({ payout, verdict, send, onDone }: PutForwardDialogProps & { onDone: () => void }) {
  const t = useTranslations("payouts");
  const router = useRouter();
  const [seenVersion] = useState(payout.version);
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(send);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const { payoutNo } = payout;
    if ((await run({ payoutNo, expectedVersion: seenVersion, reason })) === null) return;
    notify.success(t(`${verdict}.done`, { payoutNo }));
    onDone();
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("again.reason")} hint={t("again.reasonHint")} required>
        <Textarea rows={3} maxLength={4_000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={reason.trim() === ""}>
        {t(`${verdict}.submit`)}
      </DialogSubmit>
    </form>
  );
}
