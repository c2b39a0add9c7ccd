"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TOTAL_MEASURES, type TotalRule } from "@/core/statements/mapping/mapping";
import { CodeSelect, RowList, WholeNumber } from "./controls";
import type { PartProps } from "./editor-form";

const COUNTS = ["ALL", "SUCCEEDED"] as const;
const PLACES = ["LABEL", "CELL"] as const;
const MAX_LINE = 100;
const MAX_CELL = 256;

/** The figures that the file says about itself; a file whose lines disagree with one of them is refused. */
export function TotalsPart({ mapping, change }: PartProps) {
  const t = useTranslations("mappings");
  return (
    <RowList<TotalRule>
      rows={mapping.totals}
      add={t("add.total")}
      nameOf={(rule) => t(`code.${rule.measure}`)}
      make={() => ({ measure: "LINE_COUNT", counts: "ALL", at: { in: "LABEL", label: "" } })}
      onChange={(totals) => change({ totals })}
    >
      {(rule, replace) => <TotalFields rule={rule} replace={replace} />}
    </RowList>
  );
}

function TotalFields({ rule, replace }: { rule: TotalRule; replace: (rule: TotalRule) => void }) {
  const t = useTranslations("mappings");
  const { at } = rule;
  return (
    <>
      <CodeSelect
        label={t("field.measure")}
        codes={TOTAL_MEASURES}
        value={rule.measure}
        onChange={(measure) => replace({ ...rule, measure })}
      />
      <CodeSelect
        label={t("field.counts")}
        codes={COUNTS}
        prefix="COUNTS_"
        value={rule.counts}
        onChange={(counts) => replace({ ...rule, counts })}
      />
      <CodeSelect
        label={t("field.where")}
        codes={PLACES}
        prefix="IN_"
        value={at.in}
        onChange={(place) =>
          replace({ ...rule, at: place === "LABEL" ? { in: place, label: "" } : { in: place, line: 1, cell: 1 } })
        }
      />
      {at.in === "LABEL" ? (
        <Field label={t("field.label")}>
          <Input
            value={at.label}
            onChange={(event) => replace({ ...rule, at: { ...at, label: event.target.value } })}
          />
        </Field>
      ) : (
        <div className="grid grid-cols-2 gap-1.5">
          <WholeNumber
            label={t("field.line")}
            value={at.line}
            max={MAX_LINE}
            onChange={(line) => replace({ ...rule, at: { ...at, line: Math.max(1, line ?? 1) } })}
          />
          <WholeNumber
            label={t("field.cell")}
            value={at.cell}
            max={MAX_CELL}
            onChange={(cell) => replace({ ...rule, at: { ...at, cell: Math.max(1, cell ?? 1) } })}
          />
        </div>
      )}
    </>
  );
}
