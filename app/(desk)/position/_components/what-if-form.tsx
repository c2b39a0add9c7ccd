"use client";

import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toMinor } from "./typed-amount";

type Choice = { readonly code: string; readonly name: string };
type WhatIfFormProps = {
  asset: string;
  banks: readonly string[];
  channels: readonly Choice[];
  days: readonly string[];
};

const PARSERS = {
  amount: parseAsString,
  bank: parseAsString,
  on: parseAsString,
  channel: parseAsString,
  late: parseAsInteger,
};
const LATE_DAYS = [1, 2, 3, 5] as const;
const NO_CHANNEL = "-";

/** What is supposed, kept in the address: the server lays the days out anew with each change. */
export function WhatIfForm(props: WhatIfFormProps) {
  const { asset, banks, days } = props;
  const t = useTranslations("position");
  const [values, setValues] = useQueryStates(PARSERS, { history: "replace", shallow: false });
  const [typed, setTyped] = useState(values.amount ?? "");
  const isWrong = typed !== "" && toMinor(typed, asset) === null;
  const takeAmount = () => {
    if (isWrong) return;
    const bank = values.bank ?? banks[0] ?? null;
    const on = values.on ?? days[0] ?? null;
    void setValues(typed === "" ? { amount: null, bank: null, on: null } : { amount: typed, bank, on });
  };
  const clear = () => {
    setTyped("");
    void setValues(null);
  };
  const isSupposed = values.amount !== null || values.channel !== null;
  return (
    <Section
      title={t("whatIf.title")}
      description={t("whatIf.description")}
      actions={isSupposed ? <Button onClick={clear}>{t("whatIf.clear")}</Button> : null}
    >
      <form
        className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5"
        onSubmit={(event) => {
          event.preventDefault();
          takeAmount();
        }}
      >
        <Field
          label={t("whatIf.amount")}
          hint={t("whatIf.amountHint", { asset })}
          error={isWrong ? t("whatIf.amountWrong") : undefined}
        >
          <Input
            inputMode="decimal"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onBlur={takeAmount}
          />
        </Field>
        <Choices {...props} values={values} onChange={(changed) => void setValues(changed)} />
      </form>
    </Section>
  );
}

type Values = {
  amount: string | null;
  bank: string | null;
  on: string | null;
  channel: string | null;
  late: number | null;
};
type ChoicesProps = WhatIfFormProps & { values: Values; onChange: (changed: Partial<Values>) => void };

function Choices({ banks, channels, days, values, onChange }: ChoicesProps) {
  const t = useTranslations("position");
  const choose = (code: string) =>
    onChange(code === NO_CHANNEL ? { channel: null, late: null } : { channel: code, late: values.late ?? 1 });
  return (
    <>
      <Field label={t("whatIf.bank")}>
        <Select
          options={banks.map((code) => ({ value: code, label: code }))}
          value={values.bank ?? banks[0] ?? null}
          onValueChange={(bank) => onChange({ bank })}
        />
      </Field>
      <Field label={t("whatIf.on")}>
        <Select
          options={days.map((on) => ({ value: on, label: on }))}
          value={values.on ?? days[0] ?? null}
          onValueChange={(on) => onChange({ on })}
        />
      </Field>
      <Field label={t("whatIf.channel")}>
        <Select
          options={[
            { value: NO_CHANNEL, label: t("whatIf.none") },
            ...channels.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          value={values.channel ?? NO_CHANNEL}
          onValueChange={choose}
        />
      </Field>
      <Field label={t("whatIf.late")}>
        <Select
          options={LATE_DAYS.map((count) => ({ value: `${count}`, label: `${count}` }))}
          value={`${values.late ?? 1}`}
          disabled={values.channel === null}
          onValueChange={(count) => onChange({ late: Number.parseInt(count, 10) })}
        />
      </Field>
    </>
  );
}
