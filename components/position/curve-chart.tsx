"use client";

import { useLocale, useTranslations } from "next-intl";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import { LinesChart } from "@/components/charts/lines-chart";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { amountValue } from "@/components/charts/values";
import type { PlaceDto, PositionAheadDto } from "@/contracts/position-views";

const LOOKS = [1, 2, 3, 4, 5] as const;
const MINIMUM_LOOK = 6;

/** Where each reserve bank ends each day, and the line below which it may not fall where there is one bank or one sum. Each day leads to what moves on it. */
export function CurveChart({ ahead, asset }: { ahead: PositionAheadDto; asset: string }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const banks = ahead.places.filter((place) => place.kind === "BANK" && place.asset === asset);
  // More lines than there are looks would be told apart by nobody: then all banks are one line.
  const drawn = banks.length > LOOKS.length ? [] : banks;
  const minimumMinor = banks.reduce((sum, { minimumMinor: line }) => sum + BigInt(line ?? "0"), 0n);
  const hasLine = minimumMinor > 0n && drawn.length <= 1;
  const series: ChartSeries[] = [
    ...drawn.map(({ code }, index): ChartSeries => ({ key: code, label: code, look: LOOKS[index] ?? 1 })),
    ...(drawn.length === 0 ? [{ key: "all", label: t("ahead.all"), look: 1 } as const] : []),
    ...(hasLine ? [{ key: "minimum", label: t("minimums.line"), look: MINIMUM_LOOK, dashed: true } as const] : []),
  ];
  const value = (minor: bigint | string) => amountValue(minor, asset, locale);
  const points = ahead.days.map((on, index): ChartPoint => {
    const closes = Object.fromEntries(drawn.map((bank) => [bank.code, value(closeOf(bank, index))]));
    const all = banks.reduce((sum, bank) => sum + BigInt(closeOf(bank, index)), 0n);
    const values = { ...closes, all: value(all), minimum: value(minimumMinor) };
    return { key: on, label: on.slice(5), href: `#moves-${asset}-${on}`, values };
  });
  return (
    <ChartWithTable
      title={t("chart.curve")}
      description={t(hasLine ? "chart.curveLine" : "chart.curveText", { asset })}
      pointHeader={t("chart.day")}
      series={series}
      points={points}
      line
    >
      <LinesChart series={series} points={points} height={220} />
    </ChartWithTable>
  );
}

function closeOf(bank: PlaceDto, day: number): string {
  return bank.days[day]?.closeMinor ?? "0";
}
