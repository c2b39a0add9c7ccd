import Link from "next/link";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import { PatternShape } from "./patterns";
import type { ChartPoint, ChartSeries } from "./types";

type BandStripProps = {
  /** The question that the strip answers. */
  label: string;
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  /** The point whose rows are shown below, if any. */
  current?: string | null | undefined;
  className?: string | undefined;
};

/** A row of small stacked bars, each a link to its rows, for the head of a list. Numbers stand beside the bars. */
export function BandStrip({ label, series, points, current = null, className }: BandStripProps) {
  const largest = Math.max(1, ...points.map((point) => sizeOf(point, series)));
  return (
    <nav aria-label={label} className={cn("min-w-0", className)}>
      <ul className="grid h-full auto-cols-fr grid-flow-col">
        {points.map((point) => (
          <li key={point.key} className="min-w-0 border-line border-l first:border-l-0">
            <Link
              href={point.href ?? "#"}
              aria-current={point.key === current ? "true" : undefined}
              className={cn(
                "flex h-full flex-col justify-between gap-1 px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2",
                point.key === current && "bg-accent-soft",
              )}
            >
              <span className="truncate text-muted text-xs">{point.label}</span>
              <StackedBar point={point} series={series} largest={largest} />
              <span className="flex flex-wrap gap-x-2.5 text-xs">
                {series.map((each) => (
                  <span key={each.key} className="inline-flex items-center gap-1 whitespace-nowrap">
                    <Dot look={each.look} />
                    <span className="sr-only">{each.label}</span>
                    <span className="tabular font-medium">{point.values[each.key]?.text}</span>
                  </span>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Legend entry or mark beside a number: the same colour and pattern as the bar. */
export function Dot({ look }: { look: ChartSeries["look"] }) {
  const id = useId();
  return (
    <svg aria-hidden="true" width="9" height="9" className="shrink-0 rounded-xs">
      <defs>
        <PatternShape id={id} look={look} />
      </defs>
      <rect width="9" height="9" fill={`url(#${id})`} />
    </svg>
  );
}

type StackedBarProps = { point: ChartPoint; series: readonly ChartSeries[]; largest: number };

function StackedBar({ point, series, largest }: StackedBarProps) {
  const id = useId();
  const parts = series.map((each) => ({
    look: each.look,
    share: (100 * (point.values[each.key]?.size ?? 0)) / largest,
  }));
  return (
    <svg aria-hidden="true" width="100%" height="8" className="rounded-xs bg-sunken">
      <defs>
        {parts.map(({ look }) => (
          <PatternShape key={look} id={`${id}${look}`} look={look} />
        ))}
      </defs>
      {parts.map(({ look, share }, index) => (
        <rect
          key={look}
          x={`${parts.slice(0, index).reduce((sum, part) => sum + part.share, 0)}%`}
          width={`${share}%`}
          height="8"
          fill={`url(#${id}${look})`}
        />
      ))}
    </svg>
  );
}

function sizeOf(point: ChartPoint, series: readonly ChartSeries[]): number {
  return series.reduce((sum, each) => sum + (point.values[each.key]?.size ?? 0), 0);
}
