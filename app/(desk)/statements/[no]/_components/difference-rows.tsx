"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table";
import type { DifferenceKind, DifferenceSideDto, StatementDifferenceDto } from "@/contracts/statement-difference";
import { LINE_STATUSES } from "@/contracts/statement-views";

const TONES: Record<DifferenceKind, Tone> = { ADDED: "success", REMOVED: "danger", CHANGED: "warning" };

/** The first lines that differ, before and after side by side, with the fields that were changed named. */
export function DifferenceRows({ difference }: { difference: StatementDifferenceDto }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const { rows, count } = difference;
  return (
    <div className="border-line border-t">
      <DataTable
        caption={t("difference.lines")}
        rows={rows}
        rowKey={(row) => `${row.kind} ${row.key} ${row.before?.lineNo ?? ""} ${row.after?.lineNo ?? ""}`}
        columns={[
          {
            key: "kind",
            header: t("totals.what"),
            cell: (row) => <StatusBadge tone={TONES[row.kind]}>{t(`difference.kind.${row.kind}`)}</StatusBadge>,
          },
          {
            key: "key",
            header: t("lines.orderNo"),
            cell: (row) => `${enums(`itemKind.${row.itemKind}`)} ${row.key}`,
            rowHeader: true,
          },
          { key: "before", header: t("difference.before"), cell: (row) => <Side side={row.before} />, align: "end" },
          { key: "after", header: t("difference.after"), cell: (row) => <Side side={row.after} />, align: "end" },
          {
            key: "changed",
            header: t("difference.changed"),
            cell: (row) => row.changed.map((field) => t(`difference.field.${field}`)).join(", ") || "—",
          },
        ]}
      />
      <p className="border-line border-t px-4 py-2 text-muted text-xs">
        {t("difference.shown", { shown: rows.length, count })}
      </p>
    </div>
  );
}

function Side({ side }: { side: DifferenceSideDto | null }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  if (side === null) return "—";
  const status = LINE_STATUSES.find((known) => known === side.status);
  return (
    <span className="inline-flex flex-col items-end">
      <Amount amountMinor={side.signedMinor} asset={side.asset} showAsset />
      <span className="text-muted text-xs">
        {t("difference.lineNo", { line: side.lineNo })}
        {status ? ` · ${enums(`lineStatus.${status}`)}` : null}
      </span>
    </span>
  );
}
