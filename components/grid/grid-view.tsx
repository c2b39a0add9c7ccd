"use client";

import { AG_GRID_LOCALE_CN } from "@ag-grid-community/locale";
import type {
  CellKeyDownEvent,
  FullWidthCellKeyDownEvent,
  GridApi,
  GridReadyEvent,
  RowClassParams,
  RowClickedEvent,
  SelectionChangedEvent,
} from "ag-grid-community";
import { AgGridProvider, AgGridReact } from "ag-grid-react";
import { useLocale } from "next-intl";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { columnDefs } from "./column-defs";
import { focusedRowOf, moveFocus, useRowChoice } from "./focused-row";
import { useGridControl } from "./grid-control";
import { GridOverlay, GridStatusLine, SelectionHeader } from "./grid-status";
import { PAGE_ROWS } from "./keyset-pages";
import { GRID_MODULES } from "./modules";
import { opensRow, useRowKeys } from "./row-keys";
import { deskGridTheme } from "./theme";
import type { DeskGridProps, GridRow } from "./types";
import { type GridLoad, useGridRows } from "./use-grid-rows";

const DEFAULT_HEIGHT = "clamp(20rem, calc(100dvh - 17rem), 60rem)";
/** Pages kept in the browser: 5,000 rows; older ones are read again when scrolled back to. */
const PAGES_KEPT = 50;
const TOOLTIP_DELAY_MS = 500;
const NO_OVERLAYS = ["noRows", "noMatchingRows", "loading"] as const;
const SELECTION_COLUMN = { headerComponent: SelectionHeader, width: 44, resizable: false } as const;
const CHECKBOXES = { mode: "multiRow", headerCheckbox: false, enableClickSelection: false } as const;

export function GridView<Row extends GridRow>(props: DeskGridProps<Row>) {
  const { url, columns, filters = {}, rowId, onOpen, openId = null, onSelectionChange, refreshKey = 0 } = props;
  const api = useRef<GridApi<Row>>(null);
  const locale = useLocale();
  const { datasource, load, retry } = useGridRows<Row>(url, filters, refreshKey);
  const [selectedCount, setSelectedCount] = useState(0);
  const definitions = useMemo(() => columnDefs(columns), [columns]);
  useOpenRow(api, openId);
  useChangedRow(api, rowId, props.changedRow ?? null);
  const choose = useRowChoice(api);
  useRowKeys({
    move: (step) => moveFocus(api.current, step, openId),
    open: onOpen,
    openId: props.openId,
    select: onSelectionChange && choose,
  });
  useGridControl(api, props);
  useCount(load.count, props.onCount);

  const selectionChanged = (event: SelectionChangedEvent<Row>) => {
    const chosen = event.api.getSelectedNodes().flatMap((node) => (node.data ? [rowId(node.data)] : []));
    setSelectedCount(chosen.length);
    onSelectionChange?.(chosen);
  };
  return (
    <div className="flex flex-col" style={{ height: props.height ?? DEFAULT_HEIGHT }}>
      <div className="relative min-h-0 flex-1" data-clickable={onOpen ? "" : undefined}>
        <AgGridProvider modules={GRID_MODULES}>
          <AgGridReact<Row>
            theme={deskGridTheme}
            rowModelType="infinite"
            datasource={datasource}
            cacheBlockSize={PAGE_ROWS}
            maxBlocksInCache={PAGES_KEPT}
            maxConcurrentDatasourceRequests={1}
            columnDefs={definitions}
            context={{ openId }}
            getRowId={({ data }) => rowId(data)}
            rowClassRules={OPEN_ROW}
            {...(onSelectionChange ? { rowSelection: CHECKBOXES, onSelectionChanged: selectionChanged } : {})}
            selectionColumnDef={SELECTION_COLUMN}
            {...(locale === "zh-CN" ? { localeText: AG_GRID_LOCALE_CN } : {})}
            suppressOverlays={[...NO_OVERLAYS]}
            suppressColumnVirtualisation
            ensureDomOrder
            tooltipShowMode="whenTruncated"
            tooltipShowDelay={TOOLTIP_DELAY_MS}
            // Tab leaves the grid; arrows, j and k move in it. Otherwise a keyboard user is caught in thousands of cells.
            tabToNextCell={() => false}
            onGridReady={(event: GridReadyEvent<Row>) => {
              api.current = event.api;
              event.api.setGridAriaProperty("label", props.ariaLabel);
            }}
            onCellFocused={(event) => props.onFocusRow?.(focusedRowOf(event))}
            onRowClicked={(event) => (isPlainClick(event) && event.data ? onOpen?.(event.data) : undefined)}
            onCellKeyDown={(event) => (isOpening(event) && event.data ? onOpen?.(event.data) : undefined)}
          />
        </AgGridProvider>
        <GridOverlay load={load} emptyState={props.emptyState} onRetry={retry} />
      </div>
      <GridStatusLine load={load} selectedCount={selectedCount} onRetry={() => api.current?.refreshInfiniteCache()} />
    </div>
  );
}

const OPEN_ROW = {
  "desk-row-open": ({ node, context }: RowClassParams) => node.id !== undefined && node.id === context.openId,
};

/** Marks the row that is open elsewhere: setting a row's own data again makes the grid look at its class rules. */
function useOpenRow<Row extends GridRow>(api: RefObject<GridApi<Row> | null>, openId: string | null): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    for (const id of [before.current, openId]) {
      const node = id === null ? undefined : api.current?.getRowNode(id);
      if (node?.data) node.setData(node.data);
    }
    before.current = openId;
  }, [api, openId]);
}

/** Shows news about one row where it stands: the list keeps its place, its order and its focus. */
function useChangedRow<Row extends GridRow>(
  api: RefObject<GridApi<Row> | null>,
  rowId: (row: Row) => string,
  row: Row | null,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row is news, not another function for its id.
  useEffect(() => {
    if (row) api.current?.getRowNode(rowId(row))?.setData(row);
  }, [row]);
}

function useCount(count: GridLoad["count"], tell: ((count: GridLoad["count"]) => void) | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another count is news.
  useEffect(() => tell?.(count), [count]);
}

/** Enter on a cell; the grid's own Enter would start editing. */
function isOpening<Row extends GridRow>(event: CellKeyDownEvent<Row> | FullWidthCellKeyDownEvent<Row>): boolean {
  return "column" in event && event.event instanceof KeyboardEvent && opensRow(event.event);
}

/** A click on a link, a checkbox, or at the end of marking text is not meant to open the row. */
function isPlainClick(event: RowClickedEvent): boolean {
  const target = event.event?.target;
  if (target instanceof Element && target.closest("a, button, input, .ag-selection-checkbox")) return false;
  return (window.getSelection()?.toString() ?? "") === "";
}
