"use client";

import { RotateCcw, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { PayoutDetailDto } from "@/contracts/payout-views";
import { formatAmount } from "@/core/money/format-money";
import type { RepayoutChoice } from "@/core/payouts/payout";

export type ProposeRepayout = ServerCommand<{ approvalNo: string }>;
type RepayoutDialogProps = { payout: PayoutDetailDto; choice: RepayoutChoice; propose: ProposeRepayout };

/** Asks finance to pay once more, or to give the money back. */
export function RepayoutDialog(props: RepayoutDialogProps) {
  const { payout, choice } = props;
  const t = useTranslations("payouts");
  const [open, setOpen] = useState(false);
  const Icon = choice === "REPAY" ? RotateCcw : Undo2;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant={choice === "REPAY" ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t(`again.${choice}.button`)}
        </Button>
      }
      title={t(`again.${choice}.title`, { payoutNo: payout.payoutNo })}
      description={t(`again.${choice}.text`)}
      size="md"
    >
      {open ? <RepayoutForm {...props} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function RepayoutForm({ payout, choice, propose, onDone }: RepayoutDialogProps & { onDone: () => void }) {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const router = useRouter();
  // What was on the screen when the question was opened: news that arrives meanwhile must not be agreed to unseen.
  const [seenVersion] = useState(payout.version);
  const [channel, setChannel] = useState(payout.channel.no);
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(propose);
  const channels = payout.channels.map(({ no, name, reserveMinor }) => {
    const reserve = `${formatAmount(BigInt(reserveMinor), payout.asset, locale)} ${payout.asset}`;
    return { value: no, label: t("ask.channelHas", { name, reserve }) };
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const { payoutNo } = payout;
    const wish = { choice, channel: choice === "REPAY" ? channel : null };
    const done = await run({ payoutNo, expectedVersion: seenVersion, ...wish, reason });
    if (done === null) return;
    notify.success(t("again.done", { approvalNo: done.approvalNo }), { description: t("again.doneText") });
    onDone();
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {choice === "REPAY" ? (
        <Field label={t("column.channel")} hint={t("again.channelHint")} required>
          <Select options={channels} value={channel} onValueChange={setChannel} />
        </Field>
      ) : null}
      <Field label={t("again.reason")} hint={t("again.reasonHint")} required>
        <Textarea rows={3} maxLength={4_000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={reason.trim() === ""}>
        {t("again.submit")}
      </DialogSubmit>
    </form>
  );
}
