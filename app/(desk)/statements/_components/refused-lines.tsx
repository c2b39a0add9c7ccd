"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { toCsv } from "@/core/to-csv";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { RefusedLineDto } from "@/contracts/statement-upload";

const SHOWN = 8;
/** As many as a refusal brings: beyond it the file has one trouble, not many. */
const MOST = 100;

/** The lines that keep a file out, and all of them to take away. */
export function RefusedLines({ fileName, lines }: { fileName: string; lines: readonly RefusedLineDto[] }) {
  const t = useTranslations("statements");
  const headers = [t("refused.line"), t("refused.column"), t("refused.reason"), t("refused.raw")];
  const download = () => {
    const rows = lines.map((line) => [`${line.lineNo}`, line.column ?? "", line.reason, line.raw]);
    const url = URL.createObjectURL(new Blob([toCsv(headers, rows)], { type: "text/csv;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: `${fileName}.refused.csv` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="rounded-lg border border-line">
      <DataTable
        caption={t("refused.title")}
        rows={lines.slice(0, SHOWN)}
        rowKey={(line) => `${line.lineNo} ${line.column}`}
        columns={[
          { key: "line", header: headers[0], cell: (line) => line.lineNo, align: "end", rowHeader: true },
          { key: "column", header: headers[1], cell: (line) => line.column ?? "—", className: "whitespace-nowrap" },
          { key: "reason", header: headers[2], cell: (line) => line.reason, className: "min-w-56" },
          {
            key: "raw",
            header: headers[3],
            cell: (line) => <code className="block max-w-[44rem] truncate font-mono text-xs">{line.raw}</code>,
          },
        ]}
      />
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-muted text-xs">
        <span className="flex-1">
          {t(lines.length < MOST ? "refused.count" : "refused.countAtLeast", {
            shown: Math.min(SHOWN, lines.length),
            count: lines.length,
          })}
        </span>
        <Button size="sm" onClick={download}>
          <Download aria-hidden />
          {t("refused.download")}
        </Button>
      </div>
    </div>
  );
}
