import type { CellFocusedEvent, CellKeyDownEvent, Column, GridApi, IRowNode } from "ag-grid-community";
import { type RefObject, useRef } from "react";
import { meansShortcut, useShortcut } from "@/components/shell/use-shortcut";
import type { GridRow } from "./types";

type RowKeyActions<Row extends GridRow> = {
  api: RefObject<GridApi<Row> | null>;
  open: ((row: Row) => void) | undefined;
  /** The row that is open beside the list, if the list has such a place: then moving on opens the next one. */
  openId: string | null | undefined;
  selectable: boolean;
};

/**
 * j and k move over the rows from wherever the focus is on the page, n moves on and opens, x selects, with shift all rows
 * since the one that was selected last. The arrows and Tab are the grid's own.
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
  // The row itself and not its place: another page of rows may have come in between.
  const anchor = useRef<IRowNode<Row> | null>(null);
  const select = (withRange: boolean) => {
    const row = api.current ? focusedRow(api.current) : undefined;
    if (!row) return;
    if (withRange && anchor.current) selectBetween(api.current, anchor.current, row);
    else row.setSelected(!row.isSelected());
    anchor.current = row;
  };
  useShortcut("select", () => select(false), { enabled: selectable });
  useShortcut("selectRange", () => select(true), { enabled: selectable });
}

/** Enter opens the focused row; the grid's own Enter would start editing. */
export function opensRow<Row extends GridRow>(event: CellKeyDownEvent<Row>): boolean {
  const key = event.event;
  return key instanceof KeyboardEvent && meansShortcut("open", key);
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
  const from = api?.getFocusedCell()?.rowIndex ?? (openId === null ? null : api?.getRowNode(openId)?.rowIndex);
  return focusRowAt(api, from === null || from === undefined ? 0 : from + step);
}

/** Gives a row the keyboard, in the column that has it; undefined past either end. */
export function focusRowAt<Row extends GridRow>(api: GridApi<Row> | null, rowIndex: number): IRowNode<Row> | undefined {
  const column = api?.getFocusedCell()?.column ?? api?.getAllDisplayedColumns().find(isOurs);
  if (!api || !column || rowIndex < 0 || rowIndex >= api.getDisplayedRowCount()) return undefined;
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, column);
  return api.getDisplayedRowAtIndex(rowIndex);
}

/** The row that has the keyboard, for keys that act on it without opening it. */
export function focusedRowOf<Row extends GridRow>({ api, rowIndex }: CellFocusedEvent<Row>): Row | null {
  return rowIndex === null ? null : (api.getDisplayedRowAtIndex(rowIndex)?.data ?? null);
}

/** The column of checkboxes is the grid's own, and no place to begin at. */
function isOurs(column: Column): boolean {
  return !column.getColId().startsWith("ag-Grid-");
}

function selectBetween<Row extends GridRow>(api: GridApi<Row> | null, from: IRowNode<Row>, to: IRowNode<Row>): void {
  const places = [from.rowIndex ?? 0, to.rowIndex ?? 0];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const nodes: IRowNode<Row>[] = [];
  for (let index = first; index <= last; index += 1) {
    const node = api?.getDisplayedRowAtIndex(index);
    if (node?.data) nodes.push(node);
  }
  api?.setNodesSelected({ nodes, newValue: true });
}
