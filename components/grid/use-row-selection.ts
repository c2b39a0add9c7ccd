"use client";

import { useRef, useState } from "react";
import type { LoadedRows } from "./loaded-rows";
import type { GridRow } from "./types";

export type RowSelection = {
  readonly chosen: ReadonlySet<string>;
  /** Turns one row on or off; with `isRange`, on with all rows since the one that was chosen last. */
  readonly choose: (index: number, isRange: boolean) => void;
  readonly clear: () => void;
};

const NONE: ReadonlySet<string> = new Set();

/** The rows that are ticked, by their ids. It never means rows that were not loaded. */
export function useRowSelection<Row extends GridRow>(
  rows: LoadedRows<Row>,
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
  const choose = (index: number, isRange: boolean) => {
    const row = rows.rowAt(index);
    if (!row) return;
    const id = rowId(row);
    const next = new Set(chosen);
    const from = isRange && anchor.current !== null ? rows.indexOf(anchor.current) : null;
    if (from !== null) for (const between of idsBetween(rows, rowId, from, index)) next.add(between);
    else if (!next.delete(id)) next.add(id);
    anchor.current = id;
    commit(next);
  };
  return { chosen, choose, clear: () => (chosen.size === 0 ? undefined : commit(NONE)) };
}

function idsBetween<Row extends GridRow>(
  rows: LoadedRows<Row>,
  rowId: (row: Row) => string,
  from: number,
  to: number,
): string[] {
  const ids: string[] = [];
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const row = rows.rowAt(index);
    if (row) ids.push(rowId(row));
  }
  return ids;
}
