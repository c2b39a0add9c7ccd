// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
"use client";

import { type CSSProperties, useEffect, useRef } from "react";
import { GridOverlay, GridStatusLine } from "@/components/grid/grid-status";
import type { DeskGridProps, GridRow } from "@/components/grid/types";
import { type CellPlace, SELECTION_KEY } from "./cell-place";
import { useCellFocus } from "./use-cell-focus";
import { useColumnWidths } from "./use-column-widths";
import { useRowSelection } from "./use-row-selection";
import { useRowsInSight } from "./use-rows-in-sight";
import { useWorklistKeys } from "./use-worklist-keys";
import { useWorklistRows } from "./use-worklist-rows";
import { WorklistBody } from "./worklist-body";
import { worklistEvents } from "./worklist-events";
import { WorklistHeader } from "./worklist-header";

const DEFAULT_HEIGHT = "clamp(20rem, calc(100dvh - 17rem), 60rem)";
/** So many rows before the end the next page is asked for. */
const AHEAD_ROWS = 30;

/**
 * The list that people work through all day, behind the props of every other list: the rows in sight are drawn, the pages
 * up to them are loaded, and one cell has the keyboard. It knows no pinned columns; a list that needs more than this is
 * `DeskGrid`.
 */
export function Worklist<Row extends GridRow>(props: DeskGridProps<Row>) {
  const { columns, onOpen, onSelectionChange, onFocusRow } = props;
  const list = useRef<HTMLDivElement>(null);
  const selectable = onSelectionChange !== undefined;
  const columnKeys = columns.map(({ key }) => key);
  const { rows, load, isWhole, source, more, retry } = useWorklistRows(props);
  const selection = useRowSelection(rows, props.rowId, onSelectionChange);
  const { place, focus, noticed, pressed } = useCellFocus(list, source);
  const widths = useColumnWidths(columns, selectable);
  const drawn = useRowsInSight(list, rows.length, place?.row ?? null);
  const moveTo = (next: CellPlace): Row | null => {
    const row = rows[next.row];
    if (row === undefined) return null;
    focus(next);
    if (place?.row !== next.row) onFocusRow?.(row);
    return row;
  };
  useWorklistKeys(props, { rows, place, moveTo, selection });
  useEffect(() => ((drawn.at(-1) ?? 0) + AHEAD_ROWS >= rows.length ? more() : undefined));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another count is news.
  useEffect(() => props.onCount?.(load.count), [load.count]);
  // In another list no row has the keyboard yet, and no key may act on one that is not there any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another list is news.
  useEffect(() => onFocusRow?.(null), [source]);
  const events = worklistEvents({
    list,
    keys: selectable ? [SELECTION_KEY, ...columnKeys] : columnKeys,
    rows: rows.length,
    open: (index) => (rows[index] ? onOpen?.(rows[index]) : undefined),
    choose: selectable ? selection.choose : undefined,
    moveTo,
    arrived: (at) => {
      if (noticed(at) && place?.row !== at.row) onFocusRow?.(rows[at.row] ?? null);
    },
    pressed,
  });
  return (
    <div
      className="flex flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-card"
      style={{ height: props.height ?? DEFAULT_HEIGHT }}
    >
      <div className="relative min-h-0 flex-1">
        <div
          ref={list}
          role="grid"
          aria-label={props.ariaLabel}
          aria-rowcount={isWhole ? rows.length + 1 : -1}
          {...(selectable ? { "aria-multiselectable": true } : {})}
          tabIndex={load.phase === "ready" ? -1 : 0}
          className="h-full scroll-pt-row overflow-auto text-sm"
          style={{ "--worklist-columns": widths.template } as CSSProperties}
          {...events}
        >
          <div style={{ minWidth: widths.leastPx }}>
            <WorklistHeader columns={columns} selectable={selectable} onPull={widths.pull} />
            <WorklistBody props={props} rows={rows} drawn={drawn} chosen={selection.chosen} place={place} />
          </div>
        </div>
        <GridOverlay load={load} emptyState={props.emptyState} onRetry={retry} />
      </div>
      <GridStatusLine load={load} selectedCount={selection.chosen.size} onRetry={retry} />
    </div>
  );
}
