"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { useCommand } from "@/components/refusal/use-command";
import { DialogSubmit } from "@/components/ui/dialog-submit";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import type { ChannelDto } from "@/contracts/channel-views";
import { KEYED_BY, REPEATS, STATEMENT_FORMATS } from "@/contracts/channels";
import type { ProposeChannelAction } from "./channel-dialog";
import { type ChannelValues, toInput, toValues } from "./channel-values";

type ChannelFormProps = { channel: ChannelDto | null; action: ProposeChannelAction; onDone: () => void };
type ChoiceName = "settles" | "keyedBy" | "repeats" | "comparesFee";
type TextName = Exclude<keyof ChannelValues, "format" | ChoiceName>;

const CHOICES = {
  settles: ["NET", "GROSS"],
  keyedBy: KEYED_BY,
  repeats: REPEATS,
  comparesFee: ["YES", "NO"],
} as const satisfies { [Name in ChoiceName]: readonly ChannelValues[Name][] };

const DAYS = ["statementLagDays", "bufferDays", "remitLagDays", "refundWindowDays"] as const;

export function ChannelForm({ channel, action, onDone }: ChannelFormProps) {
  const t = useTranslations("channels");
  const enums = useTranslations("enums");
  const router = useRouter();
  const [values, setValues] = useState(() => toValues(channel));
  const [reason, setReason] = useState("");
  const { run, pending, refusal } = useCommand(action);
  const change = (changed: Partial<ChannelValues>) => setValues((before) => ({ ...before, ...changed }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const done = await run({ expectedVersion: channel?.version ?? 0, channel: toInput(values), reason });
    if (done === null) return;
    notify.success(t("edit.proposed", { approvalNo: done.approvalNo }), {
      description: t("edit.proposedText"),
    });
    onDone();
    router.refresh();
  };
  const text = (name: TextName, more: { numeric?: boolean; readOnly?: boolean; optional?: boolean } = {}) => (
    <Field key={name} label={t(`field.${name}`)} hint={t(`hint.${name}`)} required={!more.optional}>
      <Input
        value={values[name]}
        readOnly={more.readOnly}
        onChange={(event) => change({ [name]: event.target.value })}
        {...(more.numeric ? { inputMode: "numeric" as const, pattern: "[0-9]*" } : {})}
      />
    </Field>
  );
  const choice = (name: ChoiceName) => <ChoiceField key={name} name={name} value={values[name]} onChange={change} />;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {text("name")}
        {text("code", { readOnly: channel !== null })}
        <Field label={t("field.format")} hint={t("hint.format")} required>
          <Select
            options={STATEMENT_FORMATS.map((format) => ({ value: format, label: enums(`format.${format}`) }))}
            value={values.format}
            onValueChange={(format) => change({ format })}
          />
        </Field>
        {choice("settles")}
        {text("cutoff")}
        {text("timezone")}
        {DAYS.map((name) => text(name, { numeric: true }))}
        {text("costBps", { numeric: true, optional: true })}
        {text("cap", { optional: true })}
        {text("bankAccount")}
        {choice("keyedBy")}
        {choice("repeats")}
        {choice("comparesFee")}
        {text("feeToleranceMinor", { numeric: true })}
      </div>
      <ReasonField value={reason} onChange={setReason} />
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <DialogSubmit pending={pending}>{t("edit.submit")}</DialogSubmit>
    </form>
  );
}

function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("channels");
  return (
    <Field label={t("edit.reason")} hint={t("edit.reasonHint")} required>
      <Textarea rows={2} value={value} maxLength={4_000} onChange={({ target }) => onChange(target.value)} />
    </Field>
  );
}

type ChoiceFieldProps = { name: ChoiceName; value: string; onChange: (changed: Partial<ChannelValues>) => void };

function ChoiceField({ name, value, onChange }: ChoiceFieldProps) {
  const t = useTranslations("channels");
  const enums = useTranslations("enums");
  return (
    <Field label={t(`field.${name}`)} hint={t(`hint.${name}`)} required>
      <Select
        options={CHOICES[name].map((choice) => ({ value: choice, label: enums(`${name}.${choice}`) }))}
        value={value}
        onValueChange={(chosen) => onChange({ [name]: chosen })}
      />
    </Field>
  );
}
