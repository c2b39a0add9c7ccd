"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { MARKETING_POLICIES } from "@/contracts/administration";
import type { MerchantDto } from "@/contracts/merchant-views";
import { FEE_RETURNS } from "@/contracts/merchants";
import { readSettings, type SettingsTexts, toSettingsTexts } from "./settings-texts";

type SettingsDialogProps = { merchant: MerchantDto; propose: ServerCommand<{ no: string; approvalNo: string }> };

/** Asks for other fees, limits or ways of being paid out. */
export function SettingsDialog({ merchant, propose }: SettingsDialogProps) {
  const t = useTranslations("merchants");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button disabled={merchant.waitingNo !== null}>{t("settings.open")}</Button>}
      title={t("settings.title", { name: merchant.name })}
      description={t("settings.description")}
      size="md"
    >
      {open ? <SettingsForm merchant={merchant} propose={propose} onDone={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

/** What is charged and when it is settled; then what is paid out. */
const FEE_NUMBERS = ["fee", "cycle", "feeMin", "feeMax"] as const;
const PAYOUT_NUMBERS = ["minPayout", "limit", "dayLimit"] as const;
type NumberName = (typeof FEE_NUMBERS | typeof PAYOUT_NUMBERS)[number];
const HINTS = {
  fee: "feeHint",
  cycle: "cycleHint",
  feeMin: "boundHint",
  feeMax: "boundHint",
  minPayout: "minPayoutHint",
  limit: "limitHint",
  dayLimit: "limitHint",
} as const;

function SettingsForm({ merchant, propose, onDone }: SettingsDialogProps & { onDone: () => void }) {
  const t = useTranslations("merchants");
  const enums = useTranslations("enums");
  const router = useRouter();
  const [values, setValues] = useState<SettingsTexts>(() => toSettingsTexts(merchant));
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(propose);
  const { settings, wrong } = readSettings(values);
  const change = (part: Partial<SettingsTexts>) => setValues((before) => ({ ...before, ...part }));
  const numberField = (name: NumberName) => (
    <NumberField key={name} name={name} value={values[name]} isWrong={wrong.includes(name)} onChange={change} />
  );
  const submit = async () => {
    if (pending || settings === null || reason.trim() === "") return;
    const { merchantNo, version: expectedVersion } = merchant;
    const done = await run({ merchantNo, expectedVersion, settings, reason });
    if (done === null) return;
    notify.success(t("settings.proposed", { approvalNo: done.approvalNo }), {
      description: t("settings.proposedText"),
    });
    onDone();
    router.refresh();
  };
  return (
    <Form send={submit}>
      <div className="grid gap-3 sm:grid-cols-2">
        {FEE_NUMBERS.map(numberField)}
        <Field label={t("settings.policy")} required>
          <Select
            options={MARKETING_POLICIES.map((value) => ({ value, label: enums(`marketingPolicy.${value}`) }))}
            value={values.marketingPolicy}
            onValueChange={(marketingPolicy) => change({ marketingPolicy })}
          />
        </Field>
        <Field label={t("settings.feeReturn")} required>
          <Select
            options={FEE_RETURNS.map((value) => ({ value, label: enums(`feeReturn.${value}`) }))}
            value={values.feeReturn}
            onValueChange={(feeReturn) => change({ feeReturn })}
          />
        </Field>
        <TiersField value={values.feeTiers} isWrong={wrong.includes("feeTiers")} onChange={change} />
        <Checkbox
          label={t("settings.autoPayout")}
          checked={values.autoPayout}
          onCheckedChange={(autoPayout) => change({ autoPayout })}
          className="self-center"
        />
        {PAYOUT_NUMBERS.map(numberField)}
      </div>
      <Field label={t("settings.reason")} hint={t("settings.reasonHint")} required>
        <Textarea rows={2} maxLength={4_000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending} disabled={settings === null || reason.trim() === ""}>
        {t("settings.submit")}
      </DialogSubmit>
    </Form>
  );
}

type TextFieldProps = { value: string; isWrong: boolean; onChange: (part: Partial<SettingsTexts>) => void };

function TiersField({ value, isWrong, onChange }: TextFieldProps) {
  const t = useTranslations("merchants");
  return (
    <Field
      label={t("settings.feeTiers")}
      hint={t("settings.feeTiersHint")}
      error={isWrong ? t("settings.wrong") : undefined}
      className="sm:col-span-2"
    >
      <Textarea
        rows={2}
        value={value}
        onChange={({ target }) => onChange({ feeTiers: target.value })}
        className="tabular-nums"
      />
    </Field>
  );
}

/** A rate, days or a limit; a limit may be left empty. */
function NumberField({ name, value, isWrong, onChange }: TextFieldProps & { name: NumberName }) {
  const t = useTranslations("merchants");
  return (
    <Field
      label={t(`settings.${name}`)}
      hint={t(`settings.${HINTS[name]}`)}
      error={isWrong ? t("settings.wrong") : undefined}
      required={name === "fee" || name === "cycle"}
    >
      <Input
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={({ target }) => onChange({ [name]: target.value })}
        className="text-right tabular-nums"
      />
    </Field>
  );
}
