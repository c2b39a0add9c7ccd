"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { MappingReason } from "@/core/statements/mapping/mapping-reasons";
import type { PreviewCell, PreviewLine } from "@/core/statements/mapping/preview-mapping";

type PreviewTableProps = { columns: readonly string[]; lines: readonly PreviewLine[] };

const CODES = new Set(["PAYMENT", "REFUND", "SUCCEEDED", "PROCESSING", "FAILED"]);

/** The file's own columns; each mapped cell with what it becomes below it, refused ones with the reason. */
export function PreviewTable({ columns, lines }: PreviewTableProps) {
  const t = useTranslations("mappings");
  const fieldOf = columns.map(
    (_, index) => lines.find((line) => line.cells[index]?.field)?.cells[index]?.field ?? null,
  );
  return (
    <ScrollRegion label={t("preview.title")} className="max-h-[32rem] overflow-y-auto">
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{t("preview.text")}</caption>
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_var(--line)]">
          <tr>
            <th scope="col" className="px-3 py-1.5 text-left font-medium text-muted">
              {t("preview.line")}
            </th>
            {columns.map((name, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns of a file may have one name.
                key={`${index} ${name}`}
                scope="col"
                className="whitespace-nowrap px-2 py-1.5 text-left align-bottom font-medium"
              >
                {name}
                <span className={cn("block font-normal", fieldOf[index] ? "text-accent" : "text-faint")}>
                  {fieldOf[index] ? t(`mapped.${fieldOf[index]}`) : "—"}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <PreviewRow key={line.lineNo} line={line} width={columns.length} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function PreviewRow({ line, width }: { line: PreviewLine; width: number }) {
  const t = useTranslations("mappings");
  const sayReason = useReasonText();
  const state = line.is === "SKIPPED" ? (line.skippedBy ?? "BLANK") : line.is;
  const isLine = line.is === "READ" || line.is === "REFUSED";
  const cells = isLine || line.cells.length <= width ? line.cells.slice(0, Math.max(width, 1)) : [];
  return (
    <tr className={cn("border-line border-b align-top last:border-b-0", !isLine && "bg-sunken/60 text-muted")}>
      <th scope="row" className="whitespace-nowrap px-3 py-1 text-left font-normal">
        <span className="tabular">{line.lineNo}</span>{" "}
        <span className={line.is === "REFUSED" ? "font-medium text-danger" : "text-muted"}>
          {t(`preview.state.${state}`)}
        </span>
        {line.reason ? (
          <span className="block max-w-48 whitespace-normal text-danger">{sayReason(line.reason)}</span>
        ) : null}
      </th>
      {cells.length > 0 && line.cells.length > 1 ? (
        cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a line have no name but their place.
          <PreviewCellView key={index} cell={cell} />
        ))
      ) : (
        <td colSpan={Math.max(1, width)} className="whitespace-pre px-2 py-1 font-mono">
          {line.cells.map((cell) => cell.text).join(" ")}
        </td>
      )}
    </tr>
  );
}

function PreviewCellView({ cell }: { cell: PreviewCell }) {
  const t = useTranslations("mappings");
  const sayReason = useReasonText();
  const { text, field, becomes, reason } = cell;
  const words = becomes !== null && CODES.has(becomes) ? t(`code.${becomes}`) : becomes;
  return (
    <td className={cn("px-2 py-1", reason && "bg-danger-soft")}>
      <span className={cn("block whitespace-pre font-mono", field === null && reason === null && "text-muted")}>
        {text}
      </span>
      {words !== null && words !== text ? (
        <span className="tabular block whitespace-nowrap text-success">{words}</span>
      ) : null}
      {reason ? <span className="block max-w-56 text-danger">{sayReason(reason)}</span> : null}
    </td>
  );
}

function useReasonText(): (reason: MappingReason) => string {
  const t = useTranslations("mappings");
  return ({ code, params }) => t(`reason.${code}`, { ...params });
}
