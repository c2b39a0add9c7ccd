import type { CellFocusedEvent, CellKeyDownEvent, GridApi, IRowNode } from "ag-grid-community";
import type { RefObject } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import type { GridRow } from "./types";

type RowKeyActions<Row extends GridRow> = {
  api: RefObject<GridApi<Row> | null>;
  open: ((row: Row) => void) | undefined;
  /** The row that is open beside the list, if the list has such a place: then moving on opens the next one. */
  openId: string | null | undefined;
  selectable: boolean;
};

/**
 * j and k move over the rows from wherever the focus is on the page, n moves on and opens, x selects. The arrows and Tab
 * are the grid's own.
 */
export function useRowKeys<Row extends GridRow>({ api, open, openId, selectable }: RowKeyActions<Row>): void {
  const move = (step: 1 | -1, opens: boolean) => {
    const row = moveFocus(api.current, step, openId ?? null);
    if (opens && row?.data) open?.(row.data);
  };
  const isOpen = openId !== null && openId !== undefined;
  useShortcut("next", () => move(1, isOpen));
  useShortcut("previous", () => move(-1, isOpen));
  useShortcut("nextItem", () => move(1, true), { enabled: openId !== undefined });
  useShortcut("select", () => toggleFocused(api.current), { enabled: selectable });
}

/** Enter opens the focused row; the grid's own Enter would start editing. */
export function opensRow<Row extends GridRow>(event: CellKeyDownEvent<Row>): boolean {
  const key = event.event;
  return key instanceof KeyboardEvent && key.key === "Enter" && !key.isComposing && !key.metaKey && !key.ctrlKey;
}

function focusedRow<Row extends GridRow>(api: GridApi<Row>): IRowNode<Row> | undefined {
  const cell = api.getFocusedCell();
  return cell ? api.getDisplayedRowAtIndex(cell.rowIndex) : undefined;
}

/** Starts from the focused row, else from the open one (an address that was sent has no focus yet), else at the top. */
function moveFocus<Row extends GridRow>(
  api: GridApi<Row> | null,
  step: 1 | -1,
  openId: string | null,
): IRowNode<Row> | undefined {
  const cell = api?.getFocusedCell();
  const column = cell?.column ?? api?.getAllDisplayedColumns()[0];
  const from = cell?.rowIndex ?? (openId === null ? null : api?.getRowNode(openId)?.rowIndex);
  const rowIndex = from === null || from === undefined ? 0 : from + step;
  if (!api || !column || rowIndex < 0 || rowIndex >= api.getDisplayedRowCount()) return undefined;
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, column);
  return api.getDisplayedRowAtIndex(rowIndex);
}

/** The row that has the keyboard, for keys that act on it without opening it. */
export function focusedRowOf<Row extends GridRow>({ api, rowIndex }: CellFocusedEvent<Row>): Row | null {
  return rowIndex === null ? null : (api.getDisplayedRowAtIndex(rowIndex)?.data ?? null);
}

function toggleFocused<Row extends GridRow>(api: GridApi<Row> | null): void {
  const row = api ? focusedRow(api) : undefined;
  row?.setSelected(!row.isSelected());
}
