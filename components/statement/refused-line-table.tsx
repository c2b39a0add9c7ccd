"use client";

import { useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import type { RefusedImportLineDto } from "@/contracts/imports";
import { type LineReasonCode, OWN_REASON_CODES, type OwnReasonCode } from "@/core/statements/line-reasons";

/** The first lines that keep a file out, each with where it stands and what is wrong with it. */
export function RefusedLineTable({ lines }: { lines: readonly RefusedImportLineDto[] }) {
  const t = useTranslations("statements");
  const sayReason = useReasonText();
  return (
    <DataTable
      caption={t("refused.title")}
      // All of an XML document may stand on one line.
      rows={lines.map((line, index) => ({ ...line, key: `${index}` }))}
      rowKey={(line) => line.key}
      columns={[
        {
          key: "line",
          header: t("refused.line"),
          cell: (line) => line.lineNo,
          align: "end",
          rowHeader: true,
          className: "whitespace-nowrap",
        },
        {
          key: "column",
          header: t("refused.column"),
          cell: (line) => line.column ?? "—",
          className: "whitespace-nowrap",
        },
        { key: "reason", header: t("refused.reason"), cell: sayReason, className: "min-w-56" },
        {
          key: "raw",
          header: t("refused.raw"),
          cell: (line) => <code className="block max-w-[44rem] truncate font-mono text-xs">{line.raw}</code>,
        },
      ]}
    />
  );
}

const isOwnReason = (code: LineReasonCode): code is OwnReasonCode => OWN_REASON_CODES.has(code);

/** The reason in the reader's language; jobs of earlier versions have it in English only. */
function useReasonText(): (line: RefusedImportLineDto) => string {
  const t = useTranslations("statements");
  const mapped = useTranslations("mappings");
  return ({ reason, why }) => {
    if (why === undefined) return reason;
    const { code, params } = why;
    return isOwnReason(code) ? t(`refused.why.${code}`, { ...params }) : mapped(`reason.${code}`, { ...params });
  };
}
