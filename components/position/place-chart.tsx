"use client";

import { useLocale, useTranslations } from "next-intl";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { amountValue } from "@/components/charts/values";
import type { PositionAccountDto } from "@/contracts/position-views";

const ROW_PIXELS = 44;
const AXIS_PIXELS = 40;

/** Where the money stands: every bank and channel, with what is unexplained beside it. */
export function PlaceChart({ accounts, asset }: { accounts: readonly PositionAccountDto[]; asset: string }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const own = accounts.filter((account) => account.asset === asset && account.owner !== null);
  const series: ChartSeries[] = [
    { key: "balance", label: t("chart.balance"), look: 1 },
    { key: "long", label: t("part.2241"), look: 5 },
    { key: "short", label: t("part.1901"), look: 4 },
  ];
  const points = own
    .filter((account) => account.glCode === "1002" || account.glCode === "1122")
    .map((account): ChartPoint => {
      const suspense = (glCode: string) =>
        own.find((other) => other.glCode === glCode && other.owner === account.owner && account.glCode === "1122");
      const value = (found: PositionAccountDto | undefined) => amountValue(found?.postedMinor ?? "0", asset, locale);
      return {
        key: account.accountNo,
        label: account.ownerName ?? account.owner ?? account.accountNo,
        href: `/ledger/accounts/${account.accountNo}`,
        values: { balance: value(account), long: value(suspense("2241")), short: value(suspense("1901")) },
      };
    });
  return (
    <ChartWithTable
      title={t("chart.places")}
      description={t("chart.placesText", { asset })}
      pointHeader={t("chart.place")}
      series={series}
      points={points}
    >
      <BarsChart
        series={series}
        points={points}
        direction="rows"
        height={Math.max(points.length * ROW_PIXELS + AXIS_PIXELS, 150)}
      />
    </ChartWithTable>
  );
}
