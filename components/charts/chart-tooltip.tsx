import { Swatch } from "./patterns";
import type { ChartPoint, ChartSeries } from "./types";

type ChartTooltipProps = {
  points: readonly ChartPoint[];
  series: readonly ChartSeries[];
  line: boolean;
  /** Filled in by the chart around it. */
  active?: boolean;
  activeIndex?: string | number | null;
};

/** A chart's tooltip. It says the exact texts, not the drawn sizes. */
export function ChartTooltip({ points, series, line, active, activeIndex }: ChartTooltipProps) {
  const point = active && activeIndex !== null && activeIndex !== undefined ? points[Number(activeIndex)] : undefined;
  if (!point) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-2 text-ink text-xs shadow-pop">
      <p className="mb-1 font-medium">{point.label}</p>
      {series.map((each) => {
        const value = point.values[each.key];
        return value ? (
          <p key={each.key} className="flex items-center gap-2">
            <Swatch series={each} line={line} />
            <span className="flex-1 text-muted">{each.label}</span>
            <span className="tabular pl-3">{value.text}</span>
          </p>
        ) : null;
      })}
    </div>
  );
}
