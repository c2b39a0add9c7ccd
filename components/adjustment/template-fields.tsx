"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useWords } from "@/components/voucher/use-words";
import type { RoleChoiceDto } from "@/contracts/adjustment-views";
import { blanksOf } from "@/core/adjustments/manual-events";
import { readTypedAmount } from "@/core/adjustments/read-amount";
import { AMOUNTS, ROLES } from "@/core/ledger/vocabulary";
import { ASSETS } from "@/core/money/assets";
import { scaleOf } from "@/core/money/format-money";
import { SearchPicker } from "./search-picker";
import type { Template } from "./use-adjustment-draft";

type TemplateFieldsProps = { template: Template; onChange: (change: Partial<Template>) => void };

const MONEY = ASSETS.filter(({ kind }) => kind === "CASH").map(({ code }) => ({ value: code, label: code }));

/** The blanks of an event's rule: whose accounts, and how much. Its lines follow from them. */
export function TemplateFields({ template, onChange }: TemplateFieldsProps) {
  const t = useTranslations("adjustments");
  const words = useWords();
  const { event, asset, amounts, roles } = template;
  const blanks = blanksOf(event);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {blanks.roles.map((name) => (
        <Field key={name} label={wordOf(ROLES, name, words)} required>
          <SearchPicker<RoleChoiceDto>
            key={`${event} ${name}`}
            value={roles[name] ?? null}
            onChange={(chosen) => onChange({ roles: { ...roles, [name]: chosen } })}
            url={`/api/ledger/adjustments/roles?of=${name === "bank" ? "bank" : "merchant"}`}
            keyOf={({ no }) => no}
            render={({ no, name: called }) => (called === no ? no : `${no} · ${called}`)}
            placeholder={t(name === "bank" ? "picker.bank" : "picker.merchant")}
          />
        </Field>
      ))}
      {blanks.amounts.map((name) => {
        const { state } = readTypedAmount(amounts[name] ?? "", scaleOf(asset));
        const isWrong = state !== "READ" && state !== "EMPTY";
        return (
          <Field
            key={name}
            label={wordOf(AMOUNTS, name, words)}
            error={isWrong ? t(`amount.${state}`) : undefined}
            required
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={amounts[name] ?? ""}
              onChange={({ target }) => onChange({ amounts: { ...amounts, [name]: target.value } })}
              className="text-right tabular-nums"
            />
          </Field>
        );
      })}
      <Field label={t("template.asset")} required>
        <Select options={MONEY} value={asset} onValueChange={(chosen) => onChange({ asset: chosen })} />
      </Field>
    </div>
  );
}

type Vocabulary = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

function wordOf(vocabulary: Vocabulary, name: string, words: ReturnType<typeof useWords>): string {
  const found = vocabulary[name];
  if (!found) return name;
  const said = words(found);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
