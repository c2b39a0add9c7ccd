"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { DayChoice } from "./use-run-batch";

type DayFieldsProps = {
  channels: readonly { code: string; name: string }[];
  day: DayChoice;
  onChoose: (choice: Partial<DayChoice>) => void;
};

/** Which channel, which statement day. */
export function DayFields({ channels, day, onChoose }: DayFieldsProps) {
  const t = useTranslations("reconciliation");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("field.channel")} required>
        <Select
          options={channels.map(({ code, name }) => ({ value: code, label: name }))}
          value={day.channel === "" ? null : day.channel}
          placeholder={t("run.chooseChannel")}
          onValueChange={(channel) => onChoose({ channel })}
        />
      </Field>
      <Field label={t("field.statementOn")} required>
        <Input type="date" value={day.date} onChange={(event) => onChoose({ date: event.target.value })} />
      </Field>
    </div>
  );
}
