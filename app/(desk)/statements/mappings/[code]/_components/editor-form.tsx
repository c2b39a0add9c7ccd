"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { NUMBER_FIELDS, type StatementMapping } from "@/core/statements/mapping/mapping";
import { AmountPart, AssetPart, FeePart } from "./amount-parts";
import { ColumnSelect, FormPart } from "./controls";
import { FilePart, LeftOutPart } from "./file-parts";
import { KindPart, StatusPart } from "./kind-parts";
import { DayPart, TimePart } from "./time-parts";
import { TotalsPart } from "./totals-part";

/** What every part of the form gets: the mapping, the file's columns, and a way to change some of it. */
export type PartProps = {
  mapping: StatementMapping;
  columns: readonly string[];
  change: (changed: Partial<StatementMapping>) => void;
};

type EditorFormProps = {
  mapping: StatementMapping;
  columns: readonly string[];
  onChange: (mapping: StatementMapping) => void;
};

/** All settings of a mapping, the ones that every file needs unfolded. */
export function EditorForm({ mapping, columns, onChange }: EditorFormProps) {
  const t = useTranslations("mappings");
  const part: PartProps = { mapping, columns, change: (changed) => onChange({ ...mapping, ...changed }) };
  return (
    <Card flush className="lg:sticky lg:top-18 lg:max-h-[calc(100dvh-5.5rem)] lg:overflow-y-auto">
      <FormPart title={t("section.numbers")} isOpen>
        {NUMBER_FIELDS.map((field) => (
          <ColumnSelect
            key={field}
            label={t(`field.${field}`)}
            columns={columns}
            value={mapping.numbers[field]}
            isOptional
            onChange={(column) => part.change({ numbers: { ...mapping.numbers, [field]: column } })}
          />
        ))}
      </FormPart>
      <FormPart title={t("section.kind")} isOpen>
        <KindPart {...part} />
      </FormPart>
      <FormPart title={t("section.amount")} isOpen>
        <AmountPart {...part} />
      </FormPart>
      <FormPart title={t("section.time")} isOpen>
        <TimePart {...part} />
      </FormPart>
      <FormPart title={t("section.status")} isOpen={false}>
        <StatusPart {...part} />
      </FormPart>
      <FormPart title={t("section.fee")} isOpen={false}>
        <FeePart {...part} />
      </FormPart>
      <FormPart title={t("section.asset")} isOpen={false}>
        <AssetPart {...part} />
      </FormPart>
      <FormPart title={t("section.file")} isOpen={false}>
        <FilePart {...part} />
      </FormPart>
      <FormPart title={t("section.lines")} isOpen={false}>
        <LeftOutPart {...part} />
      </FormPart>
      <FormPart title={t("section.day")} isOpen={false}>
        <DayPart {...part} />
      </FormPart>
      <FormPart title={t("section.totals")} isOpen={false}>
        <TotalsPart {...part} />
      </FormPart>
    </Card>
  );
}
