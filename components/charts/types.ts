/** A value twice: how long the bar is, and what it is exactly. Only the text is ever read as the amount. */
export type ChartValue = { readonly size: number; readonly text: string };

export type ChartSeries = {
  readonly key: string;
  readonly label: string;
  /** 1 to 6: a colour and, beside it, a pattern of its own. */
  readonly look: 1 | 2 | 3 | 4 | 5 | 6;
  /** A projection or a limit, drawn as a dashed line. */
  readonly dashed?: boolean | undefined;
  /** A range from low to high, drawn as a shade behind the lines. */
  readonly area?: boolean | undefined;
};

export type ChartPoint = {
  readonly key: string;
  readonly label: string;
  readonly values: Readonly<Record<string, ChartValue>>;
  /** From low to high, for series that are a shade. */
  readonly ranges?: Readonly<Record<string, readonly [number, number]>> | undefined;
  /** Out of the ordinary: drawn as a ring. */
  readonly isMarked?: boolean | undefined;
  /** The rows behind it. */
  readonly href?: string | undefined;
};

export type ChartProps = {
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  /** Pixels. Charts do not grow with their content, so that a page does not jump. */
  height?: number | undefined;
};
