"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { MerchantDto } from "@/contracts/merchant-views";
import { ASSETS } from "@/core/money/assets";
import type { PayeeActions } from "./payee-accounts";

type AddPayeeDialogProps = { merchant: MerchantDto; add: PayeeActions["add"]; coolDownHours: number };

/** Asks that the merchant may be paid to another bank account. */
export function AddPayeeDialog({ merchant, add, coolDownHours }: AddPayeeDialogProps) {
  const t = useTranslations("merchants");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{t("payees.add")}</Button>}
      title={t("payees.addTitle", { name: merchant.name })}
      description={t("payees.addText", { hours: coolDownHours })}
      size="md"
    >
      {open ? <AddPayeeForm merchant={merchant} add={add} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

const MONEY = ASSETS.filter(({ kind }) => kind === "CASH").map(({ code }) => ({ value: code, label: code }));
type TextName = "holder" | "bank" | "accountNo" | "reason";

function AddPayeeForm({ merchant, add, onDone }: Omit<AddPayeeDialogProps, "coolDownHours"> & { onDone: () => void }) {
  const t = useTranslations("merchants");
  const router = useRouter();
  const [values, setValues] = useState<Record<TextName, string>>({
    holder: merchant.name,
    bank: "",
    accountNo: "",
    reason: "",
  });
  const [asset, setAsset] = useState("CNY");
  const { run, pending, refusal } = useCommand(add);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const done = await run({ merchantNo: merchant.merchantNo, asset, ...values });
    if (done === null) return;
    notify.success(t("settings.proposed", { approvalNo: done.approvalNo }), {
      description: t("settings.proposedText"),
    });
    onDone();
    router.refresh();
  };
  const bind = (name: TextName) => ({
    value: values[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setValues((before) => ({ ...before, [name]: target.value })),
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("payees.holder")} hint={t("payees.holderHint")} required>
          <Input autoComplete="off" maxLength={120} {...bind("holder")} />
        </Field>
        <Field label={t("payees.bank")} required>
          <Input autoComplete="off" maxLength={120} {...bind("bank")} />
        </Field>
        <Field label={t("payees.accountNo")} required>
          <Input autoComplete="off" spellCheck={false} maxLength={48} className="tabular-nums" {...bind("accountNo")} />
        </Field>
        <Field label={t("payees.currency")} required>
          <Select options={MONEY} value={asset} onValueChange={setAsset} />
        </Field>
      </div>
      <Field label={t("settings.reason")} hint={t("settings.reasonHint")} required>
        <Textarea rows={2} maxLength={4_000} {...bind("reason")} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending}>{t("payees.submit")}</DialogSubmit>
    </form>
  );
}
