"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { TransferDialogProps } from "./transfer-dialog";
import { toMinor } from "./typed-amount";

export function TransferForm(props: TransferDialogProps & { onDone: () => void }) {
  const { banks, asset, proposal, action, onDone } = props;
  const t = useTranslations("position");
  const router = useRouter();
  const [fromBank, setFromBank] = useState(proposal?.fromBank ?? null);
  const [toBank, setToBank] = useState(proposal?.toBank ?? null);
  const [amount, setAmount] = useState(proposal ? toDecimalString(BigInt(proposal.amountMinor), scaleOf(asset)) : "");
  const [reason, setReason] = useState(props.reason);
  const { run, pending, refusal } = useCommand(action);
  const amountMinor = toMinor(amount, asset);
  const isReady = amountMinor !== null && fromBank !== null && toBank !== null && reason.trim() !== "";
  const submit = async () => {
    if (pending || !isReady) return;
    const done = await run({ fromBank, toBank, asset, amountMinor, reason });
    if (done === null) return;
    notify.success(t("transfer.proposed", done), {
      description: t("transfer.proposedText", { transferNo: done.transferNo }),
    });
    onDone();
    router.refresh();
  };
  const options = (other: string | null) =>
    banks.map((code) => ({ value: code, label: code, disabled: code === other }));
  return (
    <Form send={submit}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("transfer.from")} required>
          <Select options={options(toBank)} value={fromBank} onValueChange={setFromBank} />
        </Field>
        <Field label={t("transfer.to")} required>
          <Select options={options(fromBank)} value={toBank} onValueChange={setToBank} />
        </Field>
      </div>
      <Field
        label={t("transfer.amount", { asset })}
        error={amount !== "" && amountMinor === null ? t("transfer.amountWrong") : undefined}
        required
      >
        <Input inputMode="decimal" value={amount} onChange={({ target }) => setAmount(target.value)} />
      </Field>
      <Field label={t("transfer.reason")} hint={t("transfer.reasonHint")} required>
        <Textarea rows={2} value={reason} maxLength={4_000} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={!isReady}>
        {t("transfer.submit")}
      </DialogSubmit>
    </Form>
  );
}
