"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useState } from "react";
import { usePreferences } from "@/components/ui/preferences";

const OVERSCAN = 8;
/** Before the style sheet was asked. */
const ROW_PX = 36;

/**
 * The numbers of the rows to draw: those in sight, some around them, and the `held` one wherever it is, since its cell would
 * otherwise lose the keyboard. The header is the list's first row and as high as any other.
 */
export function useRowsInSight(list: RefObject<HTMLElement | null>, count: number, held: number | null): number[] {
  const { density } = usePreferences();
  const [rowPx, setRowPx] = useState(ROW_PX);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => list.current,
    estimateSize: () => rowPx,
    scrollMargin: rowPx,
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      if (held === null || held >= count || drawn.includes(held)) return drawn;
      return held < range.startIndex ? [held, ...drawn] : [...drawn, held];
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the density decides how high the style sheet makes a row.
  useLayoutEffect(() => {
    setRowPx(list.current?.querySelector<HTMLElement>("[role=row]")?.offsetHeight || ROW_PX);
    virtualizer.measure();
  }, [density, rowPx]);
  return virtualizer.getVirtualItems().map(({ index }) => index);
}
