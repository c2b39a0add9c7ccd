/** Where a figure usually lies: `middle` is the median, the others its distance on either side. */
export type UsualBand = { readonly low: number; readonly middle: number; readonly high: number };

/** Days that a band looks back, and the fewest that make one: two days say nothing of what is usual. */
export const BAND_DAYS = 28;
export const FEWEST_BAND_DAYS = 7;
/** How many typical distances from the median are still usual. */
const SPREADS = 3;

/**
 * The usual band of a rate from the days before, or null where they are too few. Median and median distance from it, so
 * that one bad day neither moves the band nor hides behind a wider one. `grain` is the least step that the rate can take
 * (one break among the day's lines): a band is never narrower, or every single break would stand out.
 */
export function usualBand(before: readonly number[], grain: number): UsualBand | null {
  if (before.length < FEWEST_BAND_DAYS) return null;
  const middle = medianOf(before);
  const spread = Math.max(grain, SPREADS * medianOf(before.map((rate) => Math.abs(rate - middle))));
  return { low: Math.max(0, middle - spread), middle, high: middle + spread };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
