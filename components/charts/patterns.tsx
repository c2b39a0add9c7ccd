import { useId } from "react";
import type { ChartSeries } from "./types";

/** What is drawn over the colour, so that two series differ for everyone: plain, stripes, dots, the other stripes… */
const MARKS = {
  1: null,
  2: <path d="M-2 2 2-2M0 8 8 0M6 10l4-4" strokeWidth="2.2" />,
  3: <path d="M2 2h.01M6 6h.01" strokeWidth="2.6" strokeLinecap="round" />,
  4: <path d="M0 4h8" strokeWidth="2.2" />,
  5: <path d="M-2 6l4 4M0 0l8 8M6-2l4 4" strokeWidth="2.2" />,
  6: <path d="M4 0v8" strokeWidth="2.2" />,
} as const;

export function PatternShape({ id, look }: { id: string; look: ChartSeries["look"] }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={`var(--chart-${look})`} />
      <g stroke="var(--surface)" strokeOpacity="0.55" fill="none">
        {MARKS[look]}
      </g>
    </pattern>
  );
}

/** Definitions for a chart's fills, and the name of each series' fill. */
export function useFills(series: readonly ChartSeries[]) {
  const prefix = useId();
  const fillOf = (look: ChartSeries["look"]) => `url(#${prefix}${look})`;
  const definitions = (
    <defs>
      {[...new Set(series.map((each) => each.look))].map((look) => (
        <PatternShape key={look} id={`${prefix}${look}`} look={look} />
      ))}
    </defs>
  );
  return { definitions, fillOf };
}

/** How strongly a range is shaded. */
export const SHADE = 0.22;

/** The small square, dash or shade of a legend. */
export function Swatch({ series, line }: { series: ChartSeries; line: boolean }) {
  const id = useId();
  if (series.area) {
    return (
      <svg aria-hidden="true" width="18" height="10" className="shrink-0 rounded-xs">
        <rect width="18" height="10" fill={`var(--chart-${series.look})`} fillOpacity={SHADE} />
      </svg>
    );
  }
  if (line) {
    return (
      <svg aria-hidden="true" width="18" height="8" className="shrink-0">
        <path
          d="M0 4h18"
          stroke={`var(--chart-${series.look})`}
          strokeWidth="2"
          strokeDasharray={series.dashed ? "4 3" : undefined}
        />
      </svg>
    );
  }
  return (
    <svg aria-hidden="true" width="12" height="12" className="shrink-0 rounded-xs">
      <defs>
        <PatternShape id={id} look={series.look} />
      </defs>
      <rect width="12" height="12" fill={`url(#${id})`} />
    </svg>
  );
}
