"use client";

import { type PointerEvent, useState } from "react";
import type { GridColumn, GridRow } from "@/components/grid/types";

const SELECTION_PX = 44;
const LEAST_PX = 48;

type ColumnWidths = {
  /** For `grid-template-columns`. */
  readonly template: string;
  /** What all columns need at least; a narrower list scrolls sideways. */
  readonly leastPx: number;
  /** Begins to pull a column's edge. */
  readonly pull: (key: string, event: PointerEvent<HTMLElement>) => void;
};

/** Each column as wide as its table says, or as it was pulled. */
export function useColumnWidths<Row extends GridRow>(
  columns: readonly GridColumn<Row>[],
  selectable: boolean,
): ColumnWidths {
  const [pulled, setPulled] = useState<Readonly<Record<string, number>>>({});
  const sizes = columns.map(({ key, width, grow }) => {
    const own = pulled[key];
    const px = own ?? width;
    return { px, track: own === undefined && grow !== undefined ? `minmax(${px}px, ${grow}fr)` : `${px}px` };
  });
  if (selectable) sizes.unshift({ px: SELECTION_PX, track: `${SELECTION_PX}px` });
  const pull = (key: string, event: PointerEvent<HTMLElement>) => {
    const edge = event.currentTarget;
    const from = event.clientX;
    const before = edge.parentElement?.offsetWidth ?? LEAST_PX;
    edge.setPointerCapture(event.pointerId);
    const follow = (moved: globalThis.PointerEvent) =>
      setPulled((known) => ({ ...known, [key]: Math.max(LEAST_PX, before + moved.clientX - from) }));
    edge.addEventListener("pointermove", follow);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", follow), { once: true });
  };
  return {
    template: sizes.map(({ track }) => track).join(" "),
    leastPx: sizes.reduce((sum, { px }) => sum + px, 0),
    pull,
  };
}
