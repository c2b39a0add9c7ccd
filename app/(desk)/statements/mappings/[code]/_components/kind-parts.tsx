"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LINE_KINDS, LINE_STATUSES } from "@/contracts/statement-views";
import type { KindRule, StatusRule, ValueOf } from "@/core/statements/mapping/mapping";
import { CodeSelect, ColumnSelect, RowList } from "./controls";
import type { PartProps } from "./editor-form";

const KIND_BY = ["COLUMN", "AMOUNT", "FIXED"] as const;
const STATUS_BY = ["FIXED", "COLUMN"] as const;

/** What tells payments from refunds. */
export function KindPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { kind } = mapping;
  const set = (rule: KindRule) => change({ kind: rule });
  const by = (choice: KindRule["by"]): KindRule => {
    if (choice === "AMOUNT") return { by: "AMOUNT" };
    return choice === "FIXED" ? { by: "FIXED", kind: "PAYMENT" } : { by: "COLUMN", column: "", values: [] };
  };
  return (
    <>
      <CodeSelect
        label={t("field.kindBy")}
        codes={KIND_BY}
        prefix="BY_"
        value={kind.by}
        onChange={(next) => set(by(next))}
      />
      {kind.by === "FIXED" ? (
        <CodeSelect
          label={t("field.means")}
          codes={LINE_KINDS}
          value={kind.kind}
          onChange={(next) => set({ ...kind, kind: next })}
        />
      ) : null}
      {kind.by === "COLUMN" ? (
        <>
          <ColumnSelect
            label={t("field.column")}
            columns={columns}
            value={kind.column}
            onChange={(column) => set({ ...kind, column: column ?? "" })}
          />
          <ValueMap values={kind.values} means={LINE_KINDS} onChange={(values) => set({ ...kind, values })} />
        </>
      ) : null}
    </>
  );
}

/** Whether the money moved. */
export function StatusPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { status } = mapping;
  const set = (rule: StatusRule) => change({ status: rule });
  const by = (choice: StatusRule["by"]): StatusRule =>
    choice === "FIXED" ? { by: "FIXED", status: "SUCCEEDED" } : { by: "COLUMN", column: "", values: [] };
  return (
    <>
      <CodeSelect
        label={t("field.statusBy")}
        codes={STATUS_BY}
        prefix="BY_"
        value={status.by}
        onChange={(next) => set(by(next))}
      />
      {status.by === "FIXED" ? (
        <CodeSelect
          label={t("field.status")}
          codes={LINE_STATUSES}
          value={status.status}
          onChange={(next) => set({ ...status, status: next })}
        />
      ) : (
        <>
          <ColumnSelect
            label={t("field.column")}
            columns={columns}
            value={status.column}
            onChange={(column) => set({ ...status, column: column ?? "" })}
          />
          <ValueMap values={status.values} means={LINE_STATUSES} onChange={(values) => set({ ...status, values })} />
        </>
      )}
    </>
  );
}

type ValueMapProps<Means extends string> = {
  values: readonly ValueOf<Means>[];
  means: readonly [Means, ...Means[]];
  onChange: (values: ValueOf<Means>[]) => void;
};

/** Texts of the file and what each of them means; a text that is not here refuses its line. */
function ValueMap<Means extends string>({ values, means, onChange }: ValueMapProps<Means>) {
  const t = useTranslations("mappings");
  return (
    <RowList
      rows={values}
      add={t("add.value")}
      nameOf={(value) => value.text}
      make={() => ({ text: "", means: means[0] })}
      onChange={onChange}
    >
      {(value, replace) => (
        <>
          <Field label={t("field.text")}>
            <Input value={value.text} onChange={(event) => replace({ ...value, text: event.target.value })} />
          </Field>
          <CodeSelect
            label={t("field.means")}
            codes={means}
            value={value.means}
            onChange={(next) => replace({ ...value, means: next })}
          />
        </>
      )}
    </RowList>
  );
}
