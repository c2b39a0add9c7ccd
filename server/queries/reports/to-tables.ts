import "server-only";

import type { ReportCell, ReportColumn, ReportRow, ReportTable } from "@/contracts/report-views";

/** A row of a report as it is read: its asset, its figures by column, and where each of them leads. */
export type ReportFigures = {
  readonly asset: string;
  readonly key: string;
  readonly label: string;
  readonly href: string | null;
  readonly direction?: "LONG" | "SHORT";
  readonly values: Readonly<Record<string, bigint | null>>;
  readonly hrefs?: Readonly<Record<string, string>>;
};

/** One table an asset, CNY first, with the sums of its columns; `rateOf` works a rate out of the sums. */
export function toTables(
  columns: readonly ReportColumn[],
  figures: readonly ReportFigures[],
  rateOf: (id: string, sums: Readonly<Record<string, bigint>>) => bigint | null = () => null,
): ReportTable[] {
  const assets = [...new Set(figures.map(({ asset }) => asset))].sort(
    (left, right) => Number(right === "CNY") - Number(left === "CNY") || (left < right ? -1 : 1),
  );
  return assets.map((asset) => {
    const rows = figures.filter((row) => row.asset === asset);
    const sums = Object.fromEntries(
      columns.map(({ id }) => [id, rows.reduce((sum, row) => sum + (row.values[id] ?? 0n), 0n)]),
    );
    const total = columns.map(({ id, kind }) => [id, toText(kind === "rate" ? rateOf(id, sums) : (sums[id] ?? 0n))]);
    return { asset, rows: rows.map((row) => toRow(columns, row)), total: Object.fromEntries(total) };
  });
}

function toRow(
  columns: readonly ReportColumn[],
  { key, label, href, direction, values, hrefs }: ReportFigures,
): ReportRow {
  const cells = columns.map(({ id }): [string, ReportCell] => [
    id,
    { value: toText(values[id] ?? null), href: hrefs?.[id] ?? null },
  ]);
  return { key, label, href, direction: direction ?? null, cells: Object.fromEntries(cells) };
}

const toText = (value: bigint | null) => (value === null ? null : `${value}`);
