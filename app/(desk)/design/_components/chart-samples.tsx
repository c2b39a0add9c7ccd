"use client";

import { useLocale, useTranslations } from "next-intl";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import { LinesChart } from "@/components/charts/lines-chart";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { amountValue, countValue } from "@/components/charts/values";
import { Section } from "@/components/ui/card";

const POSITIONS = [
  ["ICBC 备付金", "1284400000", "120000000", "-8400000"],
  ["WeChat Pay", "412000000", "268000000", "-23100000"],
  ["Alipay", "388000000", "301000000", "-4100000"],
  ["UnionPay", "154000000", "88000000", "-1200000"],
] as const;
const AGES = [
  [412, 88],
  [160, 61],
  [74, 40],
  [22, 31],
  [6, 12],
] as const;
const CURVE = ["842000000", "791000000", "655000000", "410000000", "120000000", "-64000000"] as const;

export function ChartSamples() {
  const t = useTranslations("design");
  return (
    <Section title={t("charts.title")} description={t("charts.description")} plain>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        <PositionSample />
        <AgeingSample />
        <CurveSample />
      </div>
    </Section>
  );
}

function PositionSample() {
  const t = useTranslations("design");
  const locale = useLocale();
  const series: ChartSeries[] = [
    { key: "balance", label: t("charts.balance"), look: 1 },
    { key: "inTransit", label: t("charts.inTransit"), look: 2 },
    { key: "suspense", label: t("charts.suspense"), look: 5 },
  ];
  const points: ChartPoint[] = POSITIONS.map(([label, balance, inTransit, suspense]) => ({
    key: label,
    label,
    href: "#grid",
    values: {
      balance: amountValue(balance, "CNY", locale),
      inTransit: amountValue(inTransit, "CNY", locale),
      suspense: amountValue(suspense, "CNY", locale),
    },
  }));
  const shared = { series, points };
  return (
    <ChartWithTable
      title={t("charts.position")}
      description={t("charts.positionText")}
      pointHeader={t("charts.account")}
      {...shared}
    >
      <BarsChart {...shared} direction="rows" stacked />
    </ChartWithTable>
  );
}

function AgeingSample() {
  const t = useTranslations("design");
  const locale = useLocale();
  const series: ChartSeries[] = [
    { key: "long", label: t("charts.long"), look: 3 },
    { key: "short", label: t("charts.short"), look: 4 },
  ];
  const points: ChartPoint[] = AGES.map(([long, short], index) => ({
    key: String(index),
    label: t(`charts.age.${index}`),
    href: "#grid",
    values: { long: countValue(long, locale), short: countValue(short, locale) },
  }));
  const shared = { series, points };
  return (
    <ChartWithTable
      title={t("charts.ageing")}
      description={t("charts.ageingText")}
      pointHeader={t("charts.ageHeader")}
      {...shared}
    >
      <BarsChart {...shared} />
    </ChartWithTable>
  );
}

function CurveSample() {
  const t = useTranslations("design");
  const locale = useLocale();
  const series: ChartSeries[] = [
    { key: "projected", label: t("charts.projected"), look: 1 },
    { key: "floor", label: t("charts.floor"), look: 5, dashed: true },
  ];
  const points: ChartPoint[] = CURVE.map((projected, index) => ({
    key: String(index),
    label: `11-${19 + index}`,
    values: { projected: amountValue(projected, "CNY", locale), floor: amountValue("200000000", "CNY", locale) },
  }));
  const shared = { series, points };
  return (
    <ChartWithTable
      title={t("charts.curve")}
      description={t("charts.curveText")}
      pointHeader={t("charts.day")}
      line
      {...shared}
    >
      <LinesChart {...shared} area />
    </ChartWithTable>
  );
}
