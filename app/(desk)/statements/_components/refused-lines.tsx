"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { ImportDto } from "@/contracts/imports";

/** The first lines that keep a file out; all of them are in the download. */
export function RefusedLines({ job }: { job: ImportDto }) {
  const t = useTranslations("statements");
  const lines = job.refusedLines;
  return (
    <div className="rounded-lg border border-line">
      <DataTable
        caption={t("refused.title")}
        rows={lines}
        rowKey={(line) => `${line.lineNo} ${line.column}`}
        columns={[
          { key: "line", header: t("refused.line"), cell: (line) => line.lineNo, align: "end", rowHeader: true },
          {
            key: "column",
            header: t("refused.column"),
            cell: (line) => line.column ?? "—",
            className: "whitespace-nowrap",
          },
          { key: "reason", header: t("refused.reason"), cell: (line) => line.reason, className: "min-w-56" },
          {
            key: "raw",
            header: t("refused.raw"),
            cell: (line) => <code className="block max-w-[44rem] truncate font-mono text-xs">{line.raw}</code>,
          },
        ]}
      />
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-muted text-xs">
        <span className="flex-1">{t("refused.count", { shown: lines.length, count: job.refusedCount })}</span>
        <ButtonLink size="sm" href={`/api/statements/imports/${job.importNo}/refused`} prefetch={false} download>
          <Download aria-hidden />
          {t("refused.download")}
        </ButtonLink>
      </div>
    </div>
  );
}
