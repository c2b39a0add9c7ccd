"use client";

import { BookCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { TAccounts } from "@/components/suspense/t-accounts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { LatePaymentDto, PayoutDetailDto } from "@/contracts/payout-views";

type LatePaymentDialogProps = {
  payout: PayoutDetailDto;
  outNo: string;
  plan: NonNullable<LatePaymentDto["plan"]>;
  propose: ServerCommand<{ approvalNo: string }>;
};

/** Asks finance to book what was paid late, or to charge the merchant who was paid twice; shows the voucher first. */
export function LatePaymentDialog(props: LatePaymentDialogProps) {
  const t = useTranslations("payouts");
  const [open, setOpen] = useState(false);
  const { choice } = props.plan;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <BookCheck aria-hidden />
          {t(`late.${choice}.button`)}
        </Button>
      }
      title={t(`late.${choice}.title`, { payoutNo: props.payout.payoutNo })}
      description={t(`late.${choice}.help`)}
      size="lg"
    >
      {open ? <LatePaymentForm {...props} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function LatePaymentForm({ payout, outNo, plan, propose, onDone }: LatePaymentDialogProps & { onDone: () => void }) {
  const t = useTranslations("payouts");
  const router = useRouter();
  // What was on the screen when the question was opened: news that arrives meanwhile must not be agreed to unseen.
  const [seen] = useState({ expectedVersion: payout.version, choice: plan.choice });
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(propose);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const done = await run({ payoutNo: payout.payoutNo, outNo, ...seen, reason });
    if (done === null) return;
    notify.success(t("again.done", { approvalNo: done.approvalNo }), { description: t("again.doneText") });
    onDone();
    router.refresh();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {plan.preview ? <Preview preview={plan.preview} /> : null}
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

function Preview({
  preview: { accounts, asset, rule },
}: {
  preview: NonNullable<LatePaymentDialogProps["plan"]["preview"]>;
}) {
  const t = useTranslations("payouts");
  return (
    <section aria-label={t("late.preview")} className="flex flex-col gap-3">
      <h3 className="font-medium text-sm">{t("late.preview")}</h3>
      <TAccounts accounts={accounts} asset={asset} label={t("late.preview")} />
      <p className="text-sm">
        <CheckerRuleText rule={rule} />
      </p>
    </section>
  );
}
