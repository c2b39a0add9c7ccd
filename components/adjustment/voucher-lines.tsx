"use client";

import { Plus, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { type AssetTotal, MAX_LINES } from "@/core/adjustments/judge-voucher";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { AccountPicker } from "./account-picker";
import { DraftTotals } from "./draft-totals";
import { type AdjustmentDraft, type EditorLine, newLine, readColumn } from "./use-adjustment-draft";

type Column = "debit" | "credit";
const COLUMNS: readonly Column[] = ["debit", "credit"];

/** The lines of a voucher: an account, and an amount on one of its sides. Totals stand below their columns. */
export function VoucherLines({ draft }: { draft: AdjustmentDraft }) {
  const t = useTranslations("adjustments");
  const body = useRef<HTMLTableSectionElement>(null);
  const { lines, setLines, judgement } = draft;
  const change = (key: string, part: Partial<EditorLine>) =>
    setLines((before) => before.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    if (lines.length >= MAX_LINES) return;
    setLines((before) => [...before, newLine()]);
    // After the row is there.
    requestAnimationFrame(() => focusAccount(body.current, lines.length));
  };
  /** On to the next line, which is made where there is none. */
  const goOn = (index: number) => {
    if (index + 1 < lines.length) focusAccount(body.current, index + 1);
    else add();
  };
  return (
    <div className="flex flex-col gap-2">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="sr-only">{t("lines.caption")}</caption>
        <thead>
          <tr className="text-left text-muted text-xs">
            <th scope="col" className="pb-1 font-medium">
              {t("lines.account")}
            </th>
            <th scope="col" className="w-40 pb-1 pl-2 text-right font-medium">
              {t("lines.debit")}
            </th>
            <th scope="col" className="w-40 pb-1 pl-2 text-right font-medium">
              {t("lines.credit")}
            </th>
            <th scope="col" className="w-10">
              <span className="sr-only">{t("lines.remove")}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {lines.map((line, index) => (
            <LineRow
              key={line.key}
              line={line}
              index={index}
              totals={judgement.totals}
              onChange={(part) => change(line.key, part)}
              onEnter={() => goOn(index)}
              onRemove={lines.length > 2 ? () => setLines((all) => all.filter(({ key }) => key !== line.key)) : null}
            />
          ))}
        </tbody>
        <DraftTotals totals={judgement.totals} />
      </table>
      <Button size="sm" className="self-start" onClick={add} disabled={lines.length >= MAX_LINES}>
        <Plus aria-hidden />
        {t("lines.add")}
      </Button>
    </div>
  );
}

function focusAccount(body: HTMLTableSectionElement | null, index: number): void {
  body?.rows[index]?.querySelector("input")?.focus();
}

type LineRowProps = {
  line: EditorLine;
  index: number;
  totals: readonly AssetTotal[];
  onChange: (part: Partial<EditorLine>) => void;
  onEnter: () => void;
  onRemove: (() => void) | null;
};

function LineRow({ line, index, totals, onChange, onEnter, onRemove }: LineRowProps) {
  const t = useTranslations("adjustments");
  const asset = line.account?.asset ?? "CNY";
  /** `=` in an empty field takes what its side still lacks; Enter goes on to the next line. */
  const onKey = (column: Column) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter();
    }
    if (event.key !== "=") return;
    event.preventDefault();
    const total = totals.find((one) => one.asset === asset);
    const side = column === "debit" ? "DEBIT" : "CREDIT";
    if (line[column] === "" && total?.missingSide === side)
      onChange({ debit: "", credit: "", [column]: toDecimalString(total.missingMinor, scaleOf(asset)) });
  };
  return (
    <tr className="align-top">
      <td className="pb-1.5">
        <AccountPicker
          value={line.account}
          onChange={(account) => onChange({ account })}
          label={t("lines.accountOf", { line: index + 1 })}
        />
        <AccountNote line={line} />
      </td>
      {COLUMNS.map((column) => (
        <td key={column} className="pb-1.5 pl-2">
          <AmountField
            line={line}
            column={column}
            label={t(`lines.${column}Of`, { line: index + 1 })}
            onChange={onChange}
            onKey={onKey(column)}
          />
        </td>
      ))}
      <td className="pb-1.5 pl-1">
        {onRemove ? (
          <IconButton icon={X} label={t("lines.removeLine", { line: index + 1 })} onClick={onRemove} />
        ) : null}
      </td>
    </tr>
  );
}

function AccountNote({ line: { account } }: { line: EditorLine }) {
  const t = useTranslations("adjustments");
  const isChinese = useLocale() === "zh-CN";
  if (account === null) return null;
  const name = isChinese ? account.nameZh : account.nameEn;
  return (
    <p className="truncate pt-0.5 text-muted text-xs" title={name}>
      {[name, account.ownerName, t(`fund.${account.fundOwner}`)].filter(Boolean).join(" · ")}
    </p>
  );
}

type AmountFieldProps = {
  line: EditorLine;
  column: Column;
  label: string;
  onChange: (part: Partial<EditorLine>) => void;
  onKey: (event: KeyboardEvent<HTMLInputElement>) => void;
};

/** An amount in one column empties the other: a line stands on one side. */
function AmountField({ line, column, label, onChange, onKey }: AmountFieldProps) {
  const t = useTranslations("adjustments");
  const { state } = readColumn(line, column);
  const isWrong = state !== "READ" && state !== "EMPTY";
  return (
    <>
      <Input
        aria-label={label}
        aria-invalid={isWrong || undefined}
        inputMode="decimal"
        autoComplete="off"
        value={line[column]}
        onChange={(event) => onChange({ debit: "", credit: "", [column]: event.target.value })}
        onKeyDown={onKey}
        className="text-right tabular-nums"
      />
      <p role="alert" className={cn("pt-0.5 text-danger text-xs", !isWrong && "hidden")}>
        {isWrong ? t(`amount.${state}`) : null}
      </p>
    </>
  );
}
