"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ASSET_SCALES } from "@/core/money/assets";
import { type AmountRule, type AssetRule, DECIMAL_MARKS, THOUSANDS } from "@/core/statements/mapping/mapping";
import { CodeSelect, ColumnSelect, PatternSelect, RowList, TextList, WholeNumber } from "./controls";
import type { PartProps } from "./editor-form";

const AMOUNT_BY = ["UNSIGNED", "REFUND_IS_NEGATIVE", "REFUND_IS_POSITIVE", "IN_OUT"] as const;
const CHARGED = ["POSITIVE", "NEGATIVE", "UNSIGNED"] as const;
const UNITS = ["MAJOR", "MINOR"] as const;
const ASSET_BY = ["FIXED", "COLUMN"] as const;
const ASSETS = Object.keys(ASSET_SCALES);
const MARKS = Object.keys(DECIMAL_MARKS) as (keyof typeof DECIMAL_MARKS)[];
const SEPARATORS = Object.keys(THOUSANDS) as (keyof typeof THOUSANDS)[];
const MAX_DECIMALS = 8;

type AmountBy = (typeof AMOUNT_BY)[number];

/** Which column the amount is, what its sign means, and how it is written. */
export function AmountPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { amount } = mapping;
  const set = (rule: AmountRule) => change({ amount: rule });
  const by: AmountBy = amount.by === "SIGNED" ? `REFUND_IS_${amount.refundIs}` : amount.by;
  return (
    <>
      <CodeSelect
        label={t("field.amountBy")}
        codes={AMOUNT_BY}
        value={by}
        onChange={(next) => set(toRule(next, amount))}
      />
      {amount.by === "IN_OUT" ? (
        <>
          <ColumnSelect
            label={t("field.inColumn")}
            columns={columns}
            value={amount.inColumn}
            onChange={(column) => set({ ...amount, inColumn: column ?? "" })}
          />
          <ColumnSelect
            label={t("field.outColumn")}
            columns={columns}
            value={amount.outColumn}
            onChange={(column) => set({ ...amount, outColumn: column ?? "" })}
          />
        </>
      ) : (
        <ColumnSelect
          label={t("field.column")}
          columns={columns}
          value={amount.column}
          onChange={(column) => set({ ...amount, column: column ?? "" })}
        />
      )}
      <Writing mapping={mapping} change={change} />
    </>
  );
}

function toRule(by: AmountBy, before: AmountRule): AmountRule {
  const column = before.by === "IN_OUT" ? before.inColumn : before.column;
  if (by === "IN_OUT") return { by, inColumn: column, outColumn: "" };
  if (by === "UNSIGNED") return { by, column };
  return { by: "SIGNED", column, refundIs: by === "REFUND_IS_NEGATIVE" ? "NEGATIVE" : "POSITIVE" };
}

/** Unit, decimals, separators and signs: the same for amounts, fees and totals. */
function Writing({ mapping, change }: Pick<PartProps, "mapping" | "change">) {
  const t = useTranslations("mappings");
  const { unit, writing } = mapping;
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <CodeSelect
          label={t("field.unit")}
          codes={UNITS}
          value={unit.is}
          onChange={(is) => change({ unit: { ...unit, is } })}
        />
        <WholeNumber
          label={t("field.decimals")}
          hint={t("hint.decimals")}
          value={unit.decimals}
          max={MAX_DECIMALS}
          onChange={(decimals) => change({ unit: { ...unit, decimals } })}
        />
        <CodeSelect
          label={t("field.decimalMark")}
          codes={MARKS}
          prefix="MARK_"
          value={writing.decimalMark}
          onChange={(decimalMark) => change({ writing: { ...writing, decimalMark } })}
        />
        <CodeSelect
          label={t("field.thousands")}
          codes={SEPARATORS}
          prefix="THOUSANDS_"
          value={writing.thousands}
          onChange={(thousands) => change({ writing: { ...writing, thousands } })}
        />
      </div>
      <TextList
        label={t("field.symbols")}
        hint={t("hint.list")}
        values={writing.symbols}
        onChange={(symbols) => change({ writing: { ...writing, symbols: symbols.map((symbol) => symbol.trim()) } })}
      />
      <Checkbox
        label={t("field.parentheses")}
        checked={writing.parentheses}
        onCheckedChange={(parentheses) => change({ writing: { ...writing, parentheses } })}
      />
    </>
  );
}

/** What the channel keeps, and which sign that has. */
export function FeePart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { fee } = mapping;
  return (
    <>
      <ColumnSelect
        label={t("field.feeColumn")}
        columns={columns}
        value={fee?.column ?? null}
        isOptional
        onChange={(column) => change({ fee: column === null ? null : { column, charged: fee?.charged ?? "POSITIVE" } })}
      />
      {fee ? (
        <CodeSelect
          label={t("field.charged")}
          codes={CHARGED}
          prefix="FEE_"
          value={fee.charged}
          onChange={(charged) => change({ fee: { ...fee, charged } })}
        />
      ) : null}
    </>
  );
}

/** The currency of all lines, or the column that says it. */
export function AssetPart({ mapping, columns, change }: PartProps) {
  const t = useTranslations("mappings");
  const { asset } = mapping;
  const set = (rule: AssetRule) => change({ asset: rule });
  return (
    <>
      <CodeSelect
        label={t("field.assetBy")}
        codes={ASSET_BY}
        prefix="BY_"
        value={asset.by}
        onChange={(by) => set(by === "FIXED" ? { by, asset: "CNY" } : { by, column: "", values: [] })}
      />
      {asset.by === "FIXED" ? (
        <PatternSelect
          label={t("field.asset")}
          patterns={ASSETS}
          value={asset.asset}
          onChange={(next) => set({ by: "FIXED", asset: next ?? "CNY" })}
        />
      ) : (
        <>
          <ColumnSelect
            label={t("field.column")}
            columns={columns}
            value={asset.column}
            onChange={(column) => set({ ...asset, column: column ?? "" })}
          />
          <RowList
            rows={asset.values}
            add={t("add.value")}
            nameOf={(value) => value.text}
            make={() => ({ text: "", means: "CNY" })}
            onChange={(values) => set({ ...asset, values })}
          >
            {(value, replace) => (
              <>
                <Field label={t("field.text")}>
                  <Input value={value.text} onChange={(event) => replace({ ...value, text: event.target.value })} />
                </Field>
                <PatternSelect
                  label={t("field.means")}
                  patterns={ASSETS}
                  value={value.means}
                  onChange={(means) => replace({ ...value, means: means ?? "CNY" })}
                />
              </>
            )}
          </RowList>
        </>
      )}
    </>
  );
}
