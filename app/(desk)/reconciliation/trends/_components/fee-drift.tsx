"use client";

import { useLocale, useTranslations } from "next-intl";
import { BandChart } from "@/components/charts/band-chart";
import { ChartWithTable } from "@/components/charts/chart-with-table";
import type { ChartPoint, ChartSeries, ChartValue } from "@/components/charts/types";
import { amountValue } from "@/components/charts/values";
import { formatRatio } from "@/components/position/format-ratio";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { ChannelTrendDto } from "@/contracts/trend-views";
import { formatAmount } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";

const HEIGHT = 200;
const MILLI_SCALE = 3;
/** A tenth of a basis point: less is rounding of single lines, and would look like mountains. */
const LEAST_SPAN_BPS = 0.5;

/** What the channel charged beside what the contract says, as a rate per day, and what the difference comes to. */
export function FeeDrift({ trend }: { trend: ChannelTrendDto }) {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  if (!trend.comparesFees) {
    return (
      <Card>
        <EmptyState kind="all-done" title={t("trends.fee.apart")} description={t("trends.fee.apartText")} />
      </Card>
    );
  }
  const series: ChartSeries[] = [
    { key: "contract", label: t("trends.fee.contract"), look: 6, dashed: true },
    { key: "effective", label: t("trends.fee.effective"), look: 2 },
  ];
  const points = trend.days.map(
    (day): ChartPoint => ({
      key: day.on,
      label: day.on.slice(5),
      ...(day.batchNo ? { href: `/reconciliation/${day.batchNo}?group=broken&outcome=FEE_MISMATCH#results` } : {}),
      values: {
        ...rateValue("contract", day.contractMilliBps, locale),
        ...rateValue("effective", day.effectiveMilliBps, locale),
        base: amountValue(day.baseMinor, trend.asset, locale),
        fee: amountValue(day.feeMinor, trend.asset, locale),
        contractFee: amountValue(day.contractFeeMinor, trend.asset, locale),
        drift: amountValue(day.driftMinor, trend.asset, locale),
      },
    }),
  );
  return (
    <ChartWithTable
      title={t("trends.fee.title")}
      description={<DriftSaying trend={trend} />}
      pointHeader={t("field.day")}
      series={series}
      points={points}
      tabled={[
        { key: "base", label: t("trends.fee.base", { asset: trend.asset }), look: 1 },
        { key: "fee", label: t("trends.fee.charged"), look: 1 },
        { key: "contractFee", label: t("trends.fee.agreed"), look: 1 },
        { key: "drift", label: t("trends.fee.drift"), look: 1 },
      ]}
      line
    >
      <BandChart
        series={series}
        points={points.map(({ values: { contract, effective }, ...point }) => ({
          ...point,
          values: { ...(contract ? { contract } : {}), ...(effective ? { effective } : {}) },
        }))}
        tickOf={(size) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(size)}
        from="values"
        leastSpan={LEAST_SPAN_BPS}
        height={HEIGHT}
      />
    </ChartWithTable>
  );
}

function DriftSaying({ trend }: { trend: ChannelTrendDto }) {
  const t = useTranslations("reconciliation");
  const locale = useLocale();
  const drift = BigInt(trend.driftMinor);
  const bps = trend.contractBps ?? 0;
  const rate = formatRatio(`${bps}`, locale);
  if (drift === 0n) return t("trends.fee.saying.none", { bps, rate });
  const amount = formatAmount(drift < 0n ? -drift : drift, trend.asset, locale);
  return t(drift > 0n ? "trends.fee.saying.more" : "trends.fee.saying.less", {
    amount,
    asset: trend.asset,
    bps,
    rate,
  });
}

/** Thousandths of a basis point, which are no money, as the chart draws and writes them. */
function rateValue(key: string, milliBps: string | null, locale: string): Record<string, ChartValue> {
  if (milliBps === null) return {};
  const decimal = toDecimalString(BigInt(milliBps), MILLI_SCALE);
  const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: MILLI_SCALE });
  return { [key]: { size: Number.parseFloat(decimal), text: text.format(decimal as Intl.StringNumericLiteral) } };
}
