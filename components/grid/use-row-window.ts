"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

/** The rows in sight, and some before and after them, so that scrolling does not run into blank. */
export type RowWindow = { readonly first: number; readonly last: number };

const AROUND = 8;
/** Before the list was measured. */
const START: RowWindow = { first: 0, last: 30 };

/** Which rows are in sight of the scrolling `list`, whose first row is the header and as high as any other. */
export function useRowWindow(list: RefObject<HTMLElement | null>): { inSight: RowWindow; measure: () => void } {
  const [inSight, setInSight] = useState(START);
  const measure = useCallback(() => {
    const element = list.current;
    const rowHeight = element?.querySelector<HTMLElement>("[role=row]")?.offsetHeight ?? 0;
    if (!element || rowHeight === 0) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - AROUND);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + AROUND;
    setInSight((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, [list]);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    // Another density makes other rows in a list of the same size.
    if (element.firstElementChild) watcher.observe(element.firstElementChild);
    return () => watcher.disconnect();
  }, [list, measure]);
  return { inSight, measure };
}
