import type { CellFocusedEvent, Column, GridApi, IRowNode } from "ag-grid-community";
import { type RefObject, useRef } from "react";
import type { GridRow } from "./types";

type Api<Row extends GridRow> = RefObject<GridApi<Row> | null>;

/** Starts from the focused row, else from the open one (an address that was sent has no focus yet), else at the top. */
export function moveFocus<Row extends GridRow>(
  api: GridApi<Row> | null,
  step: 1 | -1,
  openId: string | null,
): Row | null {
  const from = api?.getFocusedCell()?.rowIndex ?? (openId === null ? null : api?.getRowNode(openId)?.rowIndex);
  return focusRowAt(api, from === null || from === undefined ? 0 : from + step);
}

/** Gives a row the keyboard, in the column that has it; null past either end, or while the row is on its way. */
export function focusRowAt<Row extends GridRow>(api: GridApi<Row> | null, rowIndex: number): Row | null {
  const column = api?.getFocusedCell()?.column ?? api?.getAllDisplayedColumns().find(isOurs);
  if (!api || !column || rowIndex < 0 || rowIndex >= api.getDisplayedRowCount()) return null;
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, column);
  return api.getDisplayedRowAtIndex(rowIndex)?.data ?? null;
}

/** The row that has the keyboard, for keys that act on it without opening it. */
export function focusedRowOf<Row extends GridRow>({ api, rowIndex }: CellFocusedEvent<Row>): Row | null {
  return rowIndex === null ? null : (api.getDisplayedRowAtIndex(rowIndex)?.data ?? null);
}

/** Turns the row with the keyboard on or off; with a range, on with all rows since the one that was turned last. */
export function useRowChoice<Row extends GridRow>(api: Api<Row>): (withRange: boolean) => void {
  // The row itself and not its place: another page of rows may have come in between.
  const anchor = useRef<IRowNode<Row> | null>(null);
  return (withRange) => {
    const cell = api.current?.getFocusedCell();
    const row = cell && api.current?.getDisplayedRowAtIndex(cell.rowIndex);
    if (!row) return;
    if (withRange && anchor.current) selectBetween(api.current, anchor.current, row);
    else row.setSelected(!row.isSelected());
    anchor.current = row;
  };
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
