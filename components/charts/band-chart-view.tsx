"use client";

import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, GRID_LINE, INITIAL_SIZE } from "./axis";
import { ChartTooltip } from "./chart-tooltip";
import { SHADE } from "./patterns";
import type { ChartPoint, ChartProps, ChartSeries } from "./types";
import { usePointLink } from "./use-point-link";
import { plotRows } from "./values";

export type BandChartProps = ChartProps & {
  /** How a size is written on the axis. */
  tickOf: (size: number) => string;
  /** From zero for shares; near the values where a small drift is the news. */
  from: "zero" | "values";
  /** Given where the values may all but agree: the axis is never narrower than this. */
  leastSpan?: number | undefined;
};

export function BandChartView({ series, points, tickOf, from, leastSpan = 0, height = 240 }: BandChartProps) {
  const ticks = niceTicks(...extentOf(points, from, leastSpan));
  const open = usePointLink(points);
  return (
    <div style={{ height }} className="min-w-0 overflow-hidden">
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <ComposedChart
          data={rowsOf(points)}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          onClick={(state) => open(state.activeIndex)}
          accessibilityLayer={false}
        >
          <CartesianGrid {...GRID_LINE} vertical={false} />
          <XAxis dataKey="__label" {...AXIS} minTickGap={16} />
          <YAxis
            {...AXIS}
            tickFormatter={tickOf}
            width={64}
            ticks={ticks}
            domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          />
          <Tooltip
            content={<ChartTooltip points={points} series={series} line={true} />}
            cursor={{ stroke: "var(--line-strong)", strokeDasharray: "3 3" }}
            isAnimationActive={false}
          />
          {series.map((each) =>
            each.area ? (
              <Area
                key={each.key}
                dataKey={each.key}
                type="linear"
                stroke="none"
                fill={`var(--chart-${each.look})`}
                fillOpacity={SHADE}
                dot={false}
                activeDot={false}
                connectNulls
                isAnimationActive={false}
              />
            ) : (
              <Line key={each.key} {...strokeOf(each, points)} />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function rowsOf(points: readonly ChartPoint[]) {
  return plotRows(points).map((row, index) => ({ ...row, ...points[index]?.ranges }));
}

/** The least and the greatest that is drawn, `leastSpan` apart or more. */
function extentOf(points: readonly ChartPoint[], from: BandChartProps["from"], leastSpan: number): [number, number] {
  const sizes = points.flatMap(({ values, ranges = {} }) => [
    ...Object.entries(values).flatMap(([key, value]) => (key in ranges ? [] : [value.size])),
    ...Object.values(ranges).flat(),
  ]);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  if (sizes.length === 0) return [0, 1];
  if (from === "zero") return [0, Math.max(high, leastSpan)];
  const missing = Math.max(0, leastSpan - (high - low));
  return [low - missing / 2, high + missing / 2];
}

const TICKS = 4;

/** Round figures around an extent: steps of 1, 2 or 5 times a power of ten. */
function niceTicks(low: number, high: number): number[] {
  const rough = (high - low || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

function strokeOf(series: ChartSeries, points: readonly ChartPoint[]) {
  const colour = `var(--chart-${series.look})`;
  return {
    dataKey: series.key,
    type: "linear",
    stroke: colour,
    strokeWidth: 2,
    isAnimationActive: false,
    activeDot: { r: 4 },
    ...(series.dashed
      ? { strokeDasharray: "5 4", dot: false as const }
      : { dot: (place: DotPlace) => <PointDot key={place.index} {...place} colour={colour} points={points} /> }),
  } as const;
}

type DotPlace = { cx?: number; cy?: number; index?: number };

/** A ring around what is out of the ordinary, so that it shows without its colour. */
function PointDot({ cx, cy, index = 0, colour, points }: DotPlace & { colour: string; points: readonly ChartPoint[] }) {
  if (cx === undefined || cy === undefined || Number.isNaN(cy)) return null;
  if (!points[index]?.isMarked) return <circle cx={cx} cy={cy} r={2.5} fill={colour} />;
  return <circle cx={cx} cy={cy} r={5} fill="var(--surface)" stroke="var(--chart-5)" strokeWidth={2.5} />;
}
