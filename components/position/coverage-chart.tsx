"use client";

import { useLocale, useTranslations } from "next-intl";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { amountValue } from "@/components/charts/values";
import type { CoverageDto } from "@/contracts/position-views";

const LOOKS = { "1002": 1, "1122": 3, "2202": 2, "2241": 5, "2242": 4, "2243": 6 } as const;
type Part = keyof typeof LOOKS;

/** What we hold above what we owe, each by its parts: the longer bar has to be the upper one. */
export function CoverageChart({ coverage }: { coverage: CoverageDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const { asset, held, owed } = coverage;
  const parts = [...held, ...owed].filter((part) => part.amountMinor !== "0");
  const series = parts.flatMap((part): ChartSeries[] =>
    isPart(part.glCode) ? [{ key: part.glCode, label: t(`part.${part.glCode}`), look: LOOKS[part.glCode] }] : [],
  );
  const valuesOf = (side: CoverageDto["held"]) =>
    Object.fromEntries(
      side
        .filter((part) => part.amountMinor !== "0")
        .map((part) => [part.glCode, amountValue(part.amountMinor, asset, locale)]),
    );
  const points: ChartPoint[] = [
    { key: "held", label: t("held"), href: `#held-${asset}`, values: valuesOf(held) },
    { key: "owed", label: t("owed"), href: `#owed-${asset}`, values: valuesOf(owed) },
  ];
  return (
    <ChartWithTable
      title={t("chart.coverage")}
      description={t("chart.coverageText", { asset })}
      pointHeader={t("chart.side")}
      series={series}
      points={points}
    >
      <BarsChart series={series} points={points} direction="rows" stacked height={150} />
    </ChartWithTable>
  );
}

function isPart(glCode: string): glCode is Part {
  return glCode in LOOKS;
}
