import "server-only";
import type { ReportColumn, ReportDto, ReportFileInput } from "@/contracts/report-views";
import { findAsset } from "@/core/money/assets";
import { toDecimalString } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import type { SheetLayout } from "@/core/xlsx/write-sheet";
import reportsEn from "@/messages/en/reports.json";
import reportsZh from "@/messages/zh-CN/reports.json";
import { sayHead } from "@/server/sheet/sheet-head";
import { streamSheet } from "@/server/sheet/stream-sheet";

const TEXTS = { en: reportsEn, "zh-CN": reportsZh } as const;
const RATE_PLACES = 5;

type ReportFile = {
  readonly report: ReportDto;
  readonly locale: ReportFileInput["locale"];
  readonly actor: Actor;
  readonly exportedAt: Date;
};

/** A report as a file of text cells, with what it is, for whom and when above it; amounts are exact decimals. */
export function writeReportFile(asked: ReportFile, format: ReportFileInput["format"]): AsyncGenerator<Uint8Array> {
  return streamSheet(format, layOut(asked), rowsOf(asked));
}

function layOut({ report, locale, actor, exportedAt }: ReportFile): SheetLayout {
  const { file, report: reports, column } = TEXTS[locale];
  const texts: Readonly<Record<string, string>> = column[report.report];
  const what = `${reports[report.report].title} ${report.from} – ${report.to}`;
  const filters = { channel: report.channel ?? undefined };
  return {
    name: reports[report.report].title,
    facts: sayHead({ actor, locale, what, filters, exportedAt }),
    columns: [
      { label: file.row, width: 26 },
      { label: file.direction, width: 12 },
      { label: file.asset, width: 8 },
      ...report.columns.map(({ id }) => ({ label: texts[id] ?? id, width: 18 })),
    ],
  };
}

async function* rowsOf({ report: { tables, columns }, locale }: ReportFile): AsyncGenerator<string[][]> {
  const { file, direction } = TEXTS[locale];
  for (const { asset, rows, total } of tables) {
    yield rows.map((row) => [
      row.label === "" ? file.noChannel : row.label,
      row.direction ? direction[row.direction] : "",
      asset,
      ...columns.map((column) => say(row.cells[column.id]?.value ?? null, column, asset)),
    ]);
    yield [[file.total, "", asset, ...columns.map((column) => say(total[column.id] ?? null, column, asset))]];
  }
}

function say(value: string | null, { kind }: ReportColumn, asset: string): string {
  if (value === null) return "";
  if (kind === "count") return value;
  if (kind === "rate") return `${toDecimalString(BigInt(value), RATE_PLACES)}%`;
  return toDecimalString(BigInt(value), findAsset(asset)?.scale ?? 0);
}
