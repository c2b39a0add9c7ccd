"use client";

import { useLocale } from "next-intl";
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, GRID_LINE, INITIAL_SIZE } from "./axis";
import { ChartTooltip } from "./chart-tooltip";
import { useFills } from "./patterns";
import type { ChartProps } from "./types";
import { usePointLink } from "./use-point-link";
import { compactNumber, plotRows } from "./values";

export type BarsChartProps = ChartProps & {
  /** One bar of parts per point, instead of bars side by side. */
  stacked?: boolean | undefined;
  /** Rows suit long names (banks, channels), columns suit time and age. */
  direction?: "columns" | "rows" | undefined;
};

const LABEL_WIDTHS = { least: 48, most: 168, perLatin: 7, perWide: 13, gap: 10 } as const;

/** Room for the longest name: Chinese characters are about twice as wide as Latin letters. */
function labelWidth(labels: readonly string[]): number {
  const { least, most, perLatin, perWide, gap } = LABEL_WIDTHS;
  const widthOf = (label: string) =>
    Array.from(label).reduce<number>((sum, sign) => sum + (sign > "\u2e80" ? perWide : perLatin), gap);
  return Math.min(most, Math.max(least, ...labels.map(widthOf)));
}

export function BarsChartView({
  series,
  points,
  stacked = false,
  direction = "columns",
  height = 240,
}: BarsChartProps) {
  const locale = useLocale();
  const { definitions, fillOf } = useFills(series);
  const rows = direction === "rows";
  const ticks = { ...AXIS, tickFormatter: compactNumber(locale) };
  const open = usePointLink(points);
  return (
    <div style={{ height }} className="min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <BarChart
          data={plotRows(points)}
          layout={rows ? "vertical" : "horizontal"}
          margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
          barCategoryGap="28%"
          stackOffset="sign"
          accessibilityLayer={false}
        >
          {definitions}
          <CartesianGrid {...GRID_LINE} horizontal={!rows} vertical={rows} />
          {rows ? <XAxis type="number" {...ticks} /> : <XAxis dataKey="__label" {...AXIS} />}
          {rows ? (
            <YAxis type="category" dataKey="__label" width={labelWidth(points.map((point) => point.label))} {...AXIS} />
          ) : (
            <YAxis {...ticks} width={56} />
          )}
          {rows ? (
            <ReferenceLine x={0} stroke="var(--line-strong)" />
          ) : (
            <ReferenceLine y={0} stroke="var(--line-strong)" />
          )}
          <Tooltip
            content={<ChartTooltip points={points} series={series} line={false} />}
            cursor={{ fill: "var(--hover)" }}
            isAnimationActive={false}
          />
          {series.map((each) => (
            <Bar
              key={each.key}
              dataKey={each.key}
              fill={fillOf(each.look)}
              maxBarSize={28}
              isAnimationActive={false}
              onClick={(_, index) => open(index)}
              {...(stacked ? { stackId: "all" } : {})}
              className={points.some((point) => point.href) ? "cursor-pointer" : ""}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
