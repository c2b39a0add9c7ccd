"use client";

import { ChartColumn, Table2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Swatch } from "./patterns";
import type { ChartPoint, ChartSeries } from "./types";

type ChartWithTableProps = {
  /** The question that the chart answers. */
  title: ReactNode;
  description?: ReactNode;
  /** Heads the first column of the table: "Bank", "Day". */
  pointHeader: string;
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  /** Columns that the table has beyond what is drawn. */
  tabled?: readonly ChartSeries[] | undefined;
  /** Legend with lines instead of squares. */
  line?: boolean | undefined;
  /** The chart of the same series and points. */
  children: ReactNode;
};

/** A chart with its words: legend, and the same numbers as a table with links to the rows, one press away. */
export function ChartWithTable(props: ChartWithTableProps) {
  const { title, description, pointHeader, series, points, tabled = [], line = false, children } = props;
  const t = useTranslations("common");
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure
      aria-labelledby={id}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-card shadow-card"
    >
      <figcaption className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 id={id} className="font-semibold text-base">
            {title}
          </h3>
          {description ? <p className="text-muted text-sm">{description}</p> : null}
        </div>
        <Button size="sm" variant="ghost" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
          {t(asTable ? "chart.showChart" : "chart.showTable")}
        </Button>
      </figcaption>
      {asTable ? (
        <DataTable
          caption={typeof title === "string" ? title : pointHeader}
          columns={tableColumns(pointHeader, [...series, ...tabled])}
          rows={points}
          rowKey={(point) => point.key}
        />
      ) : (
        <>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
            {series.map((each) => (
              <li key={each.key} className="inline-flex items-center gap-1.5">
                <Swatch series={each} line={line} />
                {each.label}
              </li>
            ))}
          </ul>
          {/* Drawn for the eye; the table says the same to everyone else, so the drawing keeps silent. */}
          <div aria-hidden="true">{children}</div>
        </>
      )}
    </figure>
  );
}

function tableColumns(pointHeader: string, series: readonly ChartSeries[]): Column<ChartPoint>[] {
  return [
    {
      key: "point",
      header: pointHeader,
      rowHeader: true,
      cell: (point) =>
        point.href ? (
          <Link href={point.href} className="text-accent underline-offset-2 hover:underline">
            {point.label}
          </Link>
        ) : (
          point.label
        ),
    },
    ...series.map(
      (each): Column<ChartPoint> => ({
        key: each.key,
        header: each.label,
        align: "end",
        cell: (point) => point.values[each.key]?.text ?? "—",
      }),
    ),
  ];
}
