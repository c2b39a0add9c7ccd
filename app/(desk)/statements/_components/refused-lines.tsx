"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { ImportDto, RefusedImportLineDto } from "@/contracts/imports";
import { type LineReasonCode, OWN_REASON_CODES, type OwnReasonCode } from "@/core/statements/line-reasons";

/** The first lines that keep a file out; all of them are in the download. */
export function RefusedLines({ job }: { job: ImportDto }) {
  const t = useTranslations("statements");
  const locale = useLocale();
  const sayReason = useReasonText();
  const lines = job.refusedLines;
  return (
    <div className="rounded-lg border border-line">
      <DataTable
        caption={t("refused.title")}
        rows={lines}
        rowKey={(line) => `${line.lineNo} ${line.column}`}
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
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-muted text-xs">
        <span className="flex-1">{t("refused.count", { shown: lines.length, count: job.refusedCount })}</span>
        <ButtonLink
          size="sm"
          href={`/api/statements/imports/${job.importNo}/refused?locale=${locale}`}
          prefetch={false}
          download
        >
          <Download aria-hidden />
          {t("refused.download")}
        </ButtonLink>
      </div>
    </div>
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
