"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { DELIMITERS, ENCODINGS, QUOTES, TRIMS } from "@/core/statements/mapping/mapping";
import { CodeSelect, ColumnSelect, RowList, TextList, WholeNumber } from "./controls";
import type { PartProps } from "./editor-form";

const SEPARATORS = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
const QUOTED = Object.keys(QUOTES) as (keyof typeof QUOTES)[];
const HEADERS = ["ROW", "NONE"] as const;
const MAX_WIDTH = 256;
const MAX_LEADING = 1000;
const MAX_FOOTER = 100;

/** How the file is written: its encoding, cells and column names. */
export function FilePart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { text, header, trim } = mapping;
  const width = header.is === "NONE" ? header.width : Math.max(1, columns.length);
  return (
    <>
      <CodeSelect
        label={t("field.encoding")}
        codes={ENCODINGS}
        value={text.encoding}
        onChange={(encoding) => change({ text: { ...text, encoding } })}
      />
      <div className="grid grid-cols-2 gap-2">
        <CodeSelect
          label={t("field.delimiter")}
          codes={SEPARATORS}
          value={text.delimiter}
          onChange={(delimiter) => change({ text: { ...text, delimiter } })}
        />
        <CodeSelect
          label={t("field.quote")}
          codes={QUOTED}
          prefix="QUOTE_"
          value={text.quote}
          onChange={(quote) => change({ text: { ...text, quote } })}
        />
      </div>
      <CodeSelect
        label={t("field.header")}
        codes={HEADERS}
        prefix="HEADER_"
        value={header.is}
        onChange={(is) => change({ header: is === "ROW" ? { is } : { is, width } })}
      />
      {header.is === "NONE" ? (
        <WholeNumber
          label={t("field.width")}
          value={header.width}
          max={MAX_WIDTH}
          onChange={(next) => change({ header: { is: "NONE", width: Math.max(1, next ?? 1) } })}
        />
      ) : null}
      <fieldset className="flex flex-col gap-0.5">
        <legend className="font-medium text-sm">{t("field.trim")}</legend>
        {TRIMS.map((one) => (
          <Checkbox
            key={one}
            label={t(`code.TRIM_${one}`)}
            checked={trim.includes(one)}
            onCheckedChange={(isOn) =>
              change({ trim: TRIMS.filter((known) => (known === one ? isOn : trim.includes(known))) })
            }
          />
        ))}
      </fieldset>
      <TextList
        label={t("field.absent")}
        hint={t("hint.list")}
        values={mapping.absent}
        onChange={(absent) => change({ absent })}
      />
      <Checkbox
        label={t("field.endsWithLineEnd")}
        hint={t("hint.endsWithLineEnd")}
        checked={text.endsWithLineEnd}
        onCheckedChange={(endsWithLineEnd) => change({ text: { ...text, endsWithLineEnd } })}
      />
    </>
  );
}

/** What is no line: what stands above and below, comments, and rows with a certain text. */
export function LeftOutPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { skip, footer } = mapping;
  return (
    <>
      <WholeNumber
        label={t("field.leadingLines")}
        value={skip.leadingLines}
        max={MAX_LEADING}
        onChange={(next) => change({ skip: { ...skip, leadingLines: next ?? 0 } })}
      />
      <TextList
        label={t("field.prefixes")}
        hint={t("hint.list")}
        values={skip.prefixes}
        onChange={(prefixes) => change({ skip: { ...skip, prefixes } })}
      />
      <p className="font-medium text-sm">{t("field.leftOut")}</p>
      <RowList
        rows={skip.rows}
        add={t("add.row")}
        nameOf={(row) => `${row.column} = ${row.text}`}
        make={() => ({ column: columns[0] ?? "", text: "" })}
        onChange={(rows) => change({ skip: { ...skip, rows } })}
      >
        {(row, replace) => (
          <>
            <ColumnSelect
              label={t("field.column")}
              columns={columns}
              value={row.column}
              onChange={(column) => replace({ ...row, column: column ?? "" })}
            />
            <Field label={t("field.text")}>
              <Input value={row.text} onChange={(event) => replace({ ...row, text: event.target.value })} />
            </Field>
          </>
        )}
      </RowList>
      <Checkbox
        label={t("add.footer")}
        checked={footer !== null}
        onCheckedChange={(isOn) => change({ footer: isOn ? { prefixes: [], isRequired: true, maxLines: 5 } : null })}
      />
      {footer ? (
        <>
          <TextList
            label={t("field.footer")}
            hint={t("hint.list")}
            values={footer.prefixes}
            onChange={(prefixes) => change({ footer: { ...footer, prefixes } })}
          />
          <WholeNumber
            label={t("field.footerLines")}
            value={footer.maxLines}
            max={MAX_FOOTER}
            onChange={(next) => change({ footer: { ...footer, maxLines: Math.max(1, next ?? 1) } })}
          />
          <Checkbox
            label={t("field.footerRequired")}
            checked={footer.isRequired}
            onCheckedChange={(isRequired) => change({ footer: { ...footer, isRequired } })}
          />
        </>
      ) : null}
    </>
  );
}
