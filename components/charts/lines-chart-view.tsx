"use client";

import { useLocale } from "next-intl";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { AXIS, GRID_LINE, INITIAL_SIZE } from "./axis";
import { ChartTooltip } from "./chart-tooltip";
import type { ChartProps, ChartSeries } from "./types";
import { usePointLink } from "./use-point-link";
import { compactNumber, plotRows } from "./values";

export type LinesChartProps = ChartProps & {
  /** Fills below the lines: for one amount over time, not for many lines that cross. */
  area?: boolean | undefined;
};

export function LinesChartView({ series, points, area = false, height = 240 }: LinesChartProps) {
  const locale = useLocale();
  const open = usePointLink(points);
  return (
    <div style={{ height }} className="min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <ComposedChart
          data={plotRows(points)}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          onClick={(state) => open(state.activeIndex)}
          accessibilityLayer={false}
        >
          <CartesianGrid {...GRID_LINE} vertical={false} />
          <XAxis dataKey="__label" {...AXIS} />
          <YAxis {...AXIS} tickFormatter={compactNumber(locale)} width={56} />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <Tooltip
            content={<ChartTooltip points={points} series={series} line={true} />}
            cursor={{ stroke: "var(--line-strong)", strokeDasharray: "3 3" }}
            isAnimationActive={false}
          />
          {series.map((each) =>
            area && !each.dashed ? (
              <Area key={each.key} {...strokeOf(each)} fill={`var(--chart-${each.look})`} fillOpacity={0.14} />
            ) : (
              <Line key={each.key} {...strokeOf(each)} />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function strokeOf(series: ChartSeries) {
  const colour = `var(--chart-${series.look})`;
  return {
    dataKey: series.key,
    type: "linear",
    stroke: colour,
    strokeWidth: 2,
    dot: { r: 2.5, fill: colour, strokeWidth: 0 },
    activeDot: { r: 4 },
    isAnimationActive: false,
    ...(series.dashed ? { strokeDasharray: "5 4" } : {}),
  } as const;
}
