"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";

/** No column is called this: names hold no line break. */
const NO_COLUMN = "\n";

type ColumnSelectProps = {
  label: string;
  hint?: string;
  columns: readonly string[];
  value: string | null;
  onChange: (column: string | null) => void;
  /** Whether the field may be left without a column. */
  isOptional?: boolean;
};

/** A column of the dropped file; without a file, the one that is set already. */
export function ColumnSelect({ label, hint, columns, value, onChange, isOptional = false }: ColumnSelectProps) {
  const t = useTranslations("mappings");
  const known = value === null || value === "" || columns.includes(value) ? columns : [...columns, value];
  const options = [...new Set(known)].filter((name) => name !== "").map((name) => ({ value: name, label: name }));
  return (
    <Field label={label} {...(hint ? { hint } : {})} required={!isOptional}>
      <Select
        options={isOptional ? [{ value: NO_COLUMN, label: t("choice.none") }, ...options] : options}
        value={value === null ? NO_COLUMN : value || null}
        placeholder={t("choice.choose")}
        onValueChange={(next) => onChange(next === NO_COLUMN ? null : next)}
      />
    </Field>
  );
}

type CodeSelectProps<Code extends string> = {
  label: string;
  hint?: string;
  codes: readonly Code[];
  value: Code;
  /** The name of a code in the messages, where it is not the code itself. */
  prefix?: string;
  onChange: (code: Code) => void;
};

/** One of a closed list of settings, in the reader's words. */
export function CodeSelect<Code extends string>({
  label,
  hint,
  codes,
  value,
  prefix = "",
  onChange,
}: CodeSelectProps<Code>) {
  const t = useTranslations("mappings");
  const wordOf = (name: string) => t(`code.${name}`);
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      <Select
        options={codes.map((code) => ({ value: code, label: wordOf(`${prefix}${code}`) }))}
        value={value}
        onValueChange={onChange}
      />
    </Field>
  );
}

/** One of a closed list of patterns, which are their own names. */
export function PatternSelect<Pattern extends string>(props: {
  label: string;
  patterns: readonly Pattern[];
  value: Pattern | null;
  /** What none of them is called; without it one has to be chosen. */
  none?: string;
  onChange: (pattern: Pattern | null) => void;
}) {
  const { label, patterns, value, none, onChange } = props;
  const options = patterns.map((pattern) => ({ value: pattern as string, label: pattern as string }));
  return (
    <Field label={label}>
      <Select
        options={none === undefined ? options : [{ value: NO_COLUMN, label: none }, ...options]}
        value={value ?? NO_COLUMN}
        onValueChange={(next) => onChange(patterns.find((pattern) => pattern === next) ?? null)}
      />
    </Field>
  );
}

type TextListProps = { label: string; hint: string; values: readonly string[]; onChange: (values: string[]) => void };

/** Texts, one per line. Blanks inside a line stay; empty lines fall away when the field is left. */
export function TextList({ label, hint, values, onChange }: TextListProps) {
  const commit = (text: string) => onChange(text.split("\n").filter((line) => line.trim() !== ""));
  return (
    <Field label={label} hint={hint}>
      <Textarea
        key={values.join("\n")}
        rows={2}
        defaultValue={values.join("\n")}
        onBlur={(event) => commit(event.target.value)}
        className="min-h-12 font-mono text-xs"
      />
    </Field>
  );
}

type WholeNumberProps = {
  label: string;
  hint?: string;
  value: number | null;
  max: number;
  onChange: (value: number | null) => void;
};

export function WholeNumber({ label, hint, value, max, onChange }: WholeNumberProps) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      <Input
        inputMode="numeric"
        value={value ?? ""}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, "").slice(0, 4);
          onChange(digits === "" ? null : Math.min(max, Number.parseInt(digits, 10)));
        }}
      />
    </Field>
  );
}

type RowListProps<Row> = {
  rows: readonly Row[];
  add: string;
  nameOf: (row: Row) => string;
  make: () => Row;
  onChange: (rows: Row[]) => void;
  children: (row: Row, change: (row: Row) => void) => ReactNode;
};

/** Rules of one kind, each with a button that removes it. */
export function RowList<Row>({ rows, add, nameOf, make, onChange, children }: RowListProps<Row>) {
  const t = useTranslations("mappings");
  const replace = (at: number, row: Row) => onChange(rows.map((one, index) => (index === at ? row : one)));
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are being written.
        <div key={index} className="flex items-end gap-1.5">
          <div className="grid min-w-0 flex-1 grid-cols-2 gap-1.5">{children(row, (next) => replace(index, next))}</div>
          <IconButton
            label={t("remove", { what: nameOf(row) })}
            icon={X}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button size="sm" variant="ghost" className="self-start" onClick={() => onChange([...rows, make()])}>
        <Plus aria-hidden />
        {add}
      </Button>
    </div>
  );
}

/** A part of the settings that can be folded away. */
export function FormPart({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="group border-line border-b last:border-b-0">
      <summary className="cursor-pointer select-none px-3 py-2 font-semibold text-sm hover:bg-hover focus-visible:-outline-offset-2">
        {title}
      </summary>
      <div className="flex flex-col gap-2.5 px-3 pt-1 pb-3">{children}</div>
    </details>
  );
}
