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
import { Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { SettlementDetailDto } from "@/contracts/settlement-views";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";

export type ProposeDraw = ServerCommand<{ approvalNo: string }>;
type DrawDialogProps = { settlement: SettlementDetailDto; propose: ProposeDraw };

/** Asks for what the merchant owes to be taken from its deposit; others sign it first. */
export function DrawDialog(props: DrawDialogProps) {
  const t = useTranslations("settlement");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>{t("draw.button")}</Button>}
      title={t("draw.title", { merchant: props.settlement.merchant.name })}
      description={t("draw.text")}
      size="md"
    >
      {open ? <DrawForm {...props} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function DrawForm({ settlement, propose, onDone }: DrawDialogProps & { onDone: () => void }) {
  const t = useTranslations("settlement");
  const router = useRouter();
  const { settlementNo, version, asset, carriedMinor } = settlement;
  const scale = scaleOf(asset);
  const [amount, setAmount] = useState(toDecimalString(-BigInt(carriedMinor), scale));
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(propose);
  const parsed = parseDecimalAmount(amount.trim(), scale);
  const isAmount = parsed.ok && parsed.value > 0n;
  const submit = async () => {
    if (pending || !isAmount || reason.trim() === "") return;
    const wish = { settlementNo, expectedVersion: version, amountMinor: `${parsed.value}`, reason };
    const done = await run(wish);
    if (done === null) return;
    notify.success(t("done.REQUESTED", { approvalNo: done.approvalNo }));
    onDone();
    router.refresh();
  };
  return (
    <Form send={submit}>
      <Field
        label={t("draw.amount", { asset })}
        hint={t("draw.amountHint")}
        error={isAmount ? undefined : t("draw.amountWrong")}
        required
      >
        <Input inputMode="decimal" value={amount} onChange={({ target }) => setAmount(target.value)} />
      </Field>
      <Field label={t("draw.reason")} hint={t("draw.reasonHint")} required>
        <Textarea rows={3} maxLength={4_000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={!isAmount || reason.trim() === ""}>
        {t("draw.submit")}
      </DialogSubmit>
    </Form>
  );
}
