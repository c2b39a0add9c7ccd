"use client";

import { useLocale, useTranslations } from "next-intl";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import { LinesChart } from "@/components/charts/lines-chart";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { amountValue } from "@/components/charts/values";
import type { BalanceDayDto } from "@/contracts/ledger-views";

type BalanceChartProps = { accountNo: string; asset: string; days: readonly BalanceDayDto[] };

/** The balance at the end of each day. A day leads to its entries; the table has its debits and credits, too. */
export function BalanceChart({ accountNo, asset, days }: BalanceChartProps) {
  const t = useTranslations("ledger");
  const locale = useLocale();
  const closing: ChartSeries = { key: "closing", label: t("trial.closing"), look: 1 };
  const moves: ChartSeries[] = [
    { key: "debit", label: t("side.DEBIT"), look: 2 },
    { key: "credit", label: t("side.CREDIT"), look: 3 },
  ];
  const points = sinceOpened(days).map(
    (day): ChartPoint => ({
      key: day.on,
      label: day.on.slice(5),
      href: `/ledger/accounts/${encodeURIComponent(accountNo)}?${new URLSearchParams({ from: day.on, to: day.on })}`,
      values: {
        closing: amountValue(day.closingMinor, asset, locale),
        debit: amountValue(day.debitMinor, asset, locale),
        credit: amountValue(day.creditMinor, asset, locale),
      },
    }),
  );
  return (
    <ChartWithTable
      title={t("account.chart")}
      description={t("account.chartText", { asset })}
      pointHeader={t("entry.day")}
      series={[closing]}
      tabled={moves}
      points={points}
      line
    >
      <LinesChart series={[closing]} points={points} height={180} area />
    </ChartWithTable>
  );
}

/** From the eve of the first day on which there was something: a long line at zero would only push the rest together. */
function sinceOpened(days: readonly BalanceDayDto[]): readonly BalanceDayDto[] {
  const first = days.findIndex((day) =>
    [day.closingMinor, day.debitMinor, day.creditMinor].some((minor) => minor !== "0"),
  );
  return first > 0 ? days.slice(first - 1) : days;
}
