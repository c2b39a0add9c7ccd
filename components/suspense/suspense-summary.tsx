import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { BandStrip, Dot } from "@/components/charts/band-strip";
import type { ChartPoint, ChartSeries } from "@/components/charts/types";
import { countValue } from "@/components/charts/values";
import { Amount } from "@/components/money/amount";
import type { CountedDto, SuspenseSummaryDto } from "@/contracts/suspense-views";

type SuspenseSummaryProps = {
  summary: SuspenseSummaryDto;
  /** The age that the list is filtered by. */
  age: string | null;
  withTest: boolean;
};

/** The open queue at a glance: how much is missing, how much too much, and for how long. Each number leads to its rows. */
export function SuspenseSummary({ summary, age, withTest }: SuspenseSummaryProps) {
  const t = useTranslations("suspense");
  const locale = useLocale();
  const hrefOf = (filter: Record<string, string>) =>
    `/suspense?${new URLSearchParams({ ...filter, ...(withTest ? { test: "1" } : {}) })}`;
  const series: ChartSeries[] = [
    { key: "short", label: t("summary.short"), look: 5 },
    { key: "long", label: t("summary.long"), look: 2 },
  ];
  const points = summary.bands.map(
    ({ band, short, long }): ChartPoint => ({
      key: band,
      label: t(`band.${band}`),
      href: hrefOf({ age: band }),
      values: { short: countValue(short.count, locale), long: countValue(long.count, locale) },
    }),
  );
  return (
    <section
      aria-label={t("summary.title")}
      className="grid min-h-19.5 overflow-hidden rounded-lg border border-line bg-surface shadow-card md:grid-cols-[auto_auto_minmax(0,1fr)]"
    >
      <Direction label={t("summary.short")} look={5} counted={summary.short} href={hrefOf({ direction: "SHORT" })} />
      <Direction label={t("summary.long")} look={2} counted={summary.long} href={hrefOf({ direction: "LONG" })} />
      <BandStrip
        label={t("summary.byAge")}
        series={series}
        points={points}
        current={age}
        className="border-line border-t md:border-t-0 md:border-l"
      />
    </section>
  );
}

type DirectionProps = { label: string; look: ChartSeries["look"]; counted: CountedDto; href: string };

function Direction({ label, look, counted, href }: DirectionProps) {
  const t = useTranslations("suspense");
  const format = useFormatter();
  const [main, ...others] = counted.amounts;
  return (
    <Link
      prefetch={false}
      href={href}
      className="flex min-w-44 flex-col justify-center gap-0.5 border-line border-l px-4 py-2 first:border-l-0 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span className="flex items-center gap-1.5 text-muted text-xs">
        <Dot look={look} />
        {label} · {t("summary.items", { count: counted.count, shown: format.number(counted.count) })}
      </span>
      <span className="font-semibold text-lg">
        {main ? <Amount amountMinor={main.amountMinor} asset={main.asset} showAsset /> : "0"}
      </span>
      {others.length > 0 ? (
        <span className="flex gap-2 text-muted text-xs">
          {others.map((one) => (
            <Amount key={one.asset} amountMinor={one.amountMinor} asset={one.asset} showAsset />
          ))}
        </span>
      ) : null}
    </Link>
  );
}
