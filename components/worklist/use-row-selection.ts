"use client";

import { useRef, useState } from "react";
import type { GridRow } from "@/components/grid/types";

export type RowSelection = {
  readonly chosen: ReadonlySet<string>;
  /** Turns one row on or off; with `withRange`, on with all rows since the one that was chosen last. */
  readonly choose: (index: number, withRange: boolean) => void;
  readonly clear: () => void;
};

const NONE: ReadonlySet<string> = new Set();

/** The rows that are ticked, by their ids. It never means rows that were not loaded. */
export function useRowSelection<Row extends GridRow>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
  tell: ((ids: string[]) => void) | undefined,
): RowSelection {
  const [chosen, setChosen] = useState(NONE);
  // The row itself and not its place: the list may have begun anew in between.
  const anchor = useRef<string | null>(null);
  const commit = (next: ReadonlySet<string>) => {
    setChosen(next);
    tell?.([...next]);
  };
  const choose = (index: number, withRange: boolean) => {
    const row = rows[index];
    if (!row) return;
    const id = rowId(row);
    const next = new Set(chosen);
    const from = withRange ? rows.findIndex((one) => rowId(one) === anchor.current) : -1;
    if (from >= 0)
      for (const between of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) next.add(rowId(between));
    else if (!next.delete(id)) next.add(id);
    anchor.current = id;
    commit(next);
  };
  return { chosen, choose, clear: () => (chosen.size === 0 ? undefined : commit(NONE)) };
}
