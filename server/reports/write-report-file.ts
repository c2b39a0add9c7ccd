import "server-only";
import { strToU8, zipSync } from "fflate";
import type { ReportColumn, ReportDto, ReportFileInput } from "@/contracts/report-views";
import { findAsset } from "@/core/money/assets";
import { toDecimalString } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import { toCsvCell } from "@/core/to-csv";
import { closeSheet, openSheet, ROWS_PART, type SheetLayout, sheetRow, workbookParts } from "@/core/xlsx/write-sheet";
import reportsEn from "@/messages/en/reports.json";
import reportsZh from "@/messages/zh-CN/reports.json";

const ZONE = "Asia/Shanghai";
const UTF8_MARK = "\uFEFF";
const TEXTS = { en: reportsEn, "zh-CN": reportsZh } as const;
const RATE_PLACES = 5;

type ReportFile = {
  readonly report: ReportDto;
  readonly locale: ReportFileInput["locale"];
  readonly actor: Actor;
  readonly exportedAt: Date;
};

/** A report as a file of text cells, with what it is, for whom and when above it; amounts are exact decimals. */
export function writeReportFile(file: ReportFile, format: ReportFileInput["format"]): Uint8Array<ArrayBuffer> {
  const layout = layOut(file);
  const rows = rowsOf(file);
  if (format === "csv") {
    const line = (cells: readonly string[]) => `${cells.map(toCsvCell).join(",")}\r\n`;
    const labels = line(layout.columns.map(({ label }) => label));
    return strToU8(
      `${UTF8_MARK}${layout.facts.map((fact) => line(fact)).join("")}\r\n${labels}${rows.map(line).join("")}`,
    );
  }
  const sheet = openSheet(layout) + rows.map((row, index) => sheetRow(layout, index, row)).join("");
  const parts = workbookParts(layout).map(({ name, text }) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries([...parts, [ROWS_PART, strToU8(sheet + closeSheet(layout, rows.length))]]));
}

function layOut({ report, locale, actor, exportedAt }: ReportFile): SheetLayout {
  const { file, report: reports, column } = TEXTS[locale];
  const when = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  const texts: Readonly<Record<string, string>> = column[report.report];
  return {
    name: reports[report.report].title,
    facts: [
      [file.report, reports[report.report].title],
      [file.days, `${report.from} – ${report.to}`],
      [file.channel, report.channel ?? file.all],
      [file.user, `${actor.displayName} (${actor.login})`],
      [file.time, when.format(exportedAt)],
      [file.zone, ZONE],
    ],
    columns: [
      { label: file.row, width: 26 },
      { label: file.direction, width: 12 },
      { label: file.asset, width: 8 },
      ...report.columns.map(({ id }) => ({ label: texts[id] ?? id, width: 18 })),
    ],
  };
}

function rowsOf({ report: { tables, columns }, locale }: ReportFile): string[][] {
  const { file, direction } = TEXTS[locale];
  return tables.flatMap(({ asset, rows, total }) => [
    ...rows.map((row) => [
      row.label,
      row.direction ? direction[row.direction] : "",
      asset,
      ...columns.map((column) => say(row.cells[column.id]?.value ?? null, column, asset)),
    ]),
    [file.total, "", asset, ...columns.map((column) => say(total[column.id] ?? null, column, asset))],
  ]);
}

function say(value: string | null, { kind }: ReportColumn, asset: string): string {
  if (value === null) return "";
  if (kind === "count") return value;
  if (kind === "rate") return `${toDecimalString(BigInt(value), RATE_PLACES)}%`;
  return toDecimalString(BigInt(value), findAsset(asset)?.scale ?? 0);
}
