import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChannelName } from "@/components/channel/channel-names";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { NO_CHANNEL } from "@/contracts/clearing-views";
import type { ReportCell, ReportColumn, ReportDto, ReportRow, ReportTable } from "@/contracts/report-views";
import { toDecimalString } from "@/core/money/parse-money";

/** One table an asset: amounts of several never share a total. */
export function ReportTables({ report }: { report: ReportDto }) {
  const t = useTranslations("reports");
  return report.tables.map((table) => (
    <section key={table.asset} aria-label={`${t(`report.${report.report}.title`)} ${table.asset}`}>
      <h2 className="mb-2 font-semibold text-base">
        {table.asset}
        {report.channel ? (
          <span className="ml-2 font-normal text-muted text-sm">
            {t.rich("ofChannel", { channel: () => <OfChannel code={report.channel ?? NO_CHANNEL} /> })}
          </span>
        ) : null}
      </h2>
      <Card flush>
        <OneTable report={report} table={table} />
      </Card>
    </section>
  ));
}

function OfChannel({ code }: { code: string }) {
  const t = useTranslations("reports");
  return code === NO_CHANNEL ? t("file.noChannel") : <ChannelName code={code} />;
}

function OneTable({ report, table: { asset, rows, total } }: { report: ReportDto; table: ReportTable }) {
  const t = useTranslations("reports");
  const named: Column<ReportRow> = {
    key: "label",
    header: t(report.channel ? "day" : report.report === "suspense-movement" ? "place" : "row"),
    rowHeader: true,
    cell: (row) => <Linked href={row.href}>{row.label === "" ? t("file.noChannel") : row.label}</Linked>,
    footer: t("total", { asset }),
  };
  const direction: Column<ReportRow>[] = rows.some((row) => row.direction !== null)
    ? [
        {
          key: "direction",
          header: t("file.direction"),
          cell: (row) => (row.direction ? t(`direction.${row.direction}`) : null),
        },
      ]
    : [];
  const figures = report.columns.map(
    (column): Column<ReportRow> => ({
      key: column.id,
      header: t(`column.${report.report}.${column.id}` as Parameters<typeof t>[0]),
      align: "end",
      cell: (row) => <Cell cell={row.cells[column.id]} column={column} asset={asset} />,
      footer: <Figure value={total[column.id] ?? null} column={column} asset={asset} />,
    }),
  );
  const caption = `${t(`report.${report.report}.title`)} ${asset}`;
  return (
    <DataTable caption={caption} columns={[named, ...direction, ...figures]} rows={rows} rowKey={({ key }) => key} />
  );
}

type CellProps = { cell: ReportCell | undefined; column: ReportColumn; asset: string };

function Cell({ cell, column, asset }: CellProps) {
  const figure = <Figure value={cell?.value ?? null} column={column} asset={asset} />;
  return cell?.href ? <Linked href={cell.href}>{figure}</Linked> : figure;
}

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <Link href={href} prefetch={false} className={LINK_CLASS}>
      {children}
    </Link>
  );
}

function Figure({ value, column, asset }: { value: string | null; column: ReportColumn; asset: string }) {
  const locale = useLocale();
  if (value === null) return <span className="text-faint">—</span>;
  if (column.kind === "amount") return <Amount amountMinor={value} asset={asset} signed={column.id === "drift"} />;
  const text =
    column.kind === "rate"
      ? `${toDecimalString(BigInt(value), 5)}%`
      : new Intl.NumberFormat(locale).format(BigInt(value));
  return <span className="tabular whitespace-nowrap">{text.replace("-", "−")}</span>;
}
