"use client";

import { type RefObject, useEffect, useLayoutEffect } from "react";
import { useGridControl } from "./grid-control";
import { useRowKeys } from "./row-keys";
import type { DeskGridProps, GridRow } from "./types";
import { useCellFocus } from "./use-cell-focus";
import { useGridRows } from "./use-grid-rows";
import { useRowSelection } from "./use-row-selection";
import { useRowWindow } from "./use-row-window";

export type GridState<Row extends GridRow> = ReturnType<typeof useGridState<Row>>;

/** What a list knows: its rows, which of them are in sight and chosen, and where the keyboard is. */
export function useGridState<Row extends GridRow>(props: DeskGridProps<Row>, list: RefObject<HTMLElement | null>) {
  const { url, columns, filters = {}, rowId, onOpen, openId, onSelectionChange, refreshKey = 0, onFocusRow } = props;
  const { rows, load, need, replace, retry } = useGridRows<Row>({ url, filters, refreshKey, rowId });
  const selection = useRowSelection(rows, rowId, onSelectionChange);
  const { place, focus, noticed } = useCellFocus(list, rows);
  const { inSight, measure } = useRowWindow(list);
  const firstKey = columns[0]?.key ?? "";

  const focusCell = (row: number, key: string): Row | null => {
    if (row < 0 || row >= rows.length) return null;
    focus({ row, key });
    onFocusRow?.(rows.rowAt(row));
    return rows.rowAt(row);
  };
  const focusRow = (row: number) => focusCell(row, place?.key ?? firstKey);
  // From the focused row, else from the open one (an address that was sent has no focus yet), else to the top.
  const from = place?.row ?? (openId ? rows.indexOf(openId) : null);
  useRowKeys({
    move: (step) => focusRow(from === null ? 0 : from + step),
    open: onOpen,
    openId,
    select: onSelectionChange && ((isRange) => (place ? selection.choose(place.row, isRange) : undefined)),
  });
  useGridControl(props, { rows, focusRow, clearSelection: selection.clear });
  useEffect(() => {
    need(inSight.first, inSight.last);
  });
  useNews(props.changedRow ?? null, replace);
  // Another list begins at its top. Nothing is returned: browsers make a promise of a scroll, and React would call it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other rows are another list.
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: 0 });
  }, [rows]);
  return { rows, load, retry, selection, place, noticed, focusCell, inSight, measure, list };
}

/** Shows news about one row where it stands: the list keeps its place, its order and its focus. */
function useNews<Row extends GridRow>(row: Row | null, replace: (row: Row) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row is news.
  useEffect(() => {
    if (row) replace(row);
  }, [row]);
}
