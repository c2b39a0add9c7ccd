// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid the cells have the focus.
"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, useEffect, useRef } from "react";
import { columnKeys, useColumnWidths } from "./column-widths";
import { GridHeader } from "./grid-header";
import { DrawnRow } from "./grid-row";
import { GridOverlay, GridStatusLine } from "./grid-status";
import type { DeskGridProps, GridRow } from "./types";
import { useGridEvents } from "./use-grid-events";
import type { GridLoad } from "./use-grid-rows";
import { useGridState } from "./use-grid-state";

const DEFAULT_HEIGHT = "clamp(20rem, calc(100dvh - 17rem), 60rem)";

/** A long list: the rows in sight are drawn, those of the pages around are loaded, and one cell has the keyboard. */
export function GridView<Row extends GridRow>(props: DeskGridProps<Row>) {
  const { columns, onOpen, openId = null, rowId, ariaLabel } = props;
  const t = useTranslations("common");
  const list = useRef<HTMLDivElement>(null);
  const selectable = props.onSelectionChange !== undefined;
  const widths = useColumnWidths(columns, selectable);
  const state = useGridState(props, list);
  const { rows, load, retry, selection, place, inSight } = state;
  const keys = columnKeys(columns, selectable);
  const events = useGridEvents(props, state, keys);
  useCount(load.count, props.onCount);
  const drawn = indexesOf(inSight.first, Math.min(inSight.last, rows.length - 1), place?.row ?? null, rows.length);
  const tabStop = place ?? { row: drawn[0] ?? 0, key: keys[0] ?? "" };
  return (
    <div className="flex flex-col" style={{ height: props.height ?? DEFAULT_HEIGHT }}>
      <div className="relative min-h-0 flex-1">
        <div
          ref={list}
          role="grid"
          aria-label={ariaLabel}
          aria-rowcount={rows.knownTotal === null ? -1 : rows.knownTotal + 1}
          aria-colcount={keys.length}
          {...(selectable ? { "aria-multiselectable": true } : {})}
          tabIndex={load.phase === "ready" ? -1 : 0}
          className="h-full scroll-pt-row overflow-auto text-sm"
          style={{ "--grid-columns": widths.template } as CSSProperties}
          {...events}
        >
          <div style={{ minWidth: widths.leastPx }}>
            <GridHeader columns={columns} selectable={selectable} onPull={widths.pull} />
            <div
              role="rowgroup"
              className={onOpen ? "relative cursor-pointer" : "relative"}
              style={{ height: `calc(var(--size-row) * ${rows.length})` }}
            >
              {drawn.map((index) => {
                const row = rows.rowAt(index);
                const id = row ? rowId(row) : null;
                return (
                  <DrawnRow
                    key={id ?? index}
                    index={index}
                    row={row}
                    columns={columns}
                    selectLabel={selectable ? t("grid.select") : null}
                    isChosen={id !== null && selection.chosen.has(id)}
                    isOpen={id !== null && id === openId}
                    hasFocus={place?.row === index}
                    tabStop={tabStop.row === index ? tabStop.key : null}
                  />
                );
              })}
            </div>
          </div>
        </div>
        <GridOverlay load={load} emptyState={props.emptyState} onRetry={retry} />
      </div>
      <GridStatusLine load={load} selectedCount={selection.chosen.size} onRetry={retry} />
    </div>
  );
}

/** The rows in sight, and the one with the keyboard wherever it is: its cell would otherwise lose it. */
function indexesOf(first: number, last: number, held: number | null, length: number): number[] {
  const indexes: number[] = [];
  for (let index = first; index <= last; index += 1) indexes.push(index);
  if (held === null || held >= length || (held >= first && held <= last)) return indexes;
  return held < first ? [held, ...indexes] : [...indexes, held];
}

function useCount(count: GridLoad["count"], tell: ((count: GridLoad["count"]) => void) | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another count is news.
  useEffect(() => {
    tell?.(count);
  }, [count]);
}
