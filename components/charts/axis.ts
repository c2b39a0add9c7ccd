/** The quiet frame shared by all charts. */
export const AXIS = {
  tick: { fill: "var(--ink-muted)", fontSize: 12 },
  tickLine: false,
  axisLine: false,
  tickMargin: 6,
} as const;

export const GRID_LINE = { stroke: "var(--line)", strokeDasharray: "0" } as const;

/** Something to draw into before the real width is measured. */
export const INITIAL_SIZE = { width: 640, height: 240 } as const;
