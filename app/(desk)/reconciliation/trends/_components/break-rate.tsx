"use client";

import { useLocale, useTranslations } from "next-intl";
import { BandChart } from "@/components/charts/band-chart";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { countValue } from "@/components/charts/values";
import type { ChannelTrendDto, TrendDayDto } from "@/contracts/trend-views";
import { FEWEST_BAND_DAYS } from "@/core/reconciliation/usual-band";

const HEIGHT = 200;

/** Breaks among the lines of each day, before what is usual for the channel. */
export function BreakRate({ trend }: { trend: ChannelTrendDto }) {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const share = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const tick = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const series: ChartSeries[] = [
    { key: "band", label: t("trends.band"), look: 6, area: true },
    { key: "middle", label: t("trends.median"), look: 6, dashed: true },
    { key: "rate", label: t("trends.rate"), look: 1 },
  ];
  const points = trend.days.map(
    (day): ChartPoint => ({
      key: day.on,
      label: day.on.slice(5),
      isMarked: day.isOutside,
      ...(day.batchNo ? { href: `/reconciliation/${day.batchNo}?group=broken#results` } : {}),
      ...(day.band ? { ranges: { band: [day.band.low, day.band.high] as const } } : {}),
      values: {
        ...(day.band
          ? {
              band: { size: day.band.high, text: `${share.format(day.band.low)} – ${share.format(day.band.high)}` },
              middle: { size: day.band.middle, text: share.format(day.band.middle) },
            }
          : {}),
        ...(day.rate === null ? {} : { rate: { size: day.rate, text: share.format(day.rate) } }),
        broken: countValue(day.broken, locale),
        lines: countValue(day.lines, locale),
        outside: { size: 0, text: day.isOutside ? t("trends.outside") : t("trends.inside") },
      },
    }),
  );
  return (
    <ChartWithTable
      title={t("trends.rateTitle")}
      description={<RateSaying days={trend.days} format={(rate) => share.format(rate)} />}
      pointHeader={t("field.day")}
      series={series}
      points={points}
      tabled={[
        { key: "broken", label: t("field.broken"), look: 1 },
        { key: "lines", label: t("board.show.lines"), look: 1 },
        { key: "outside", label: t("trends.judged"), look: 1 },
      ]}
      line
    >
      <BandChart
        series={series}
        points={points.map(({ values: { broken: _broken, lines: _lines, outside: _outside, ...drawn }, ...point }) => ({
          ...point,
          values: drawn,
        }))}
        tickOf={(size) => tick.format(size)}
        from="zero"
        height={HEIGHT}
      />
    </ChartWithTable>
  );
}

/** The newest day in words: the chart is for the eye. */
function RateSaying({ days, format }: { days: readonly TrendDayDto[]; format: (rate: number) => string }) {
  const t = useTranslations("reconciliation");
  const newest = days.findLast((day) => day.rate !== null);
  if (!newest || newest.rate === null) return t("trends.saying.none");
  const { on, band, isOutside } = newest;
  const rate = format(newest.rate);
  if (!band) return t("trends.saying.noBand", { on, rate, days: FEWEST_BAND_DAYS });
  const said = { on, rate, low: format(band.low), high: format(band.high) };
  return t(isOutside ? "trends.saying.outside" : "trends.saying.inside", said);
}
