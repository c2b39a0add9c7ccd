import type { CellKeyDownEvent, GridApi, IRowNode } from "ag-grid-community";
import type { RefObject } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import type { GridRow } from "./types";

type RowKeyActions<Row extends GridRow> = {
  api: RefObject<GridApi<Row> | null>;
  open: ((row: Row) => void) | undefined;
  /** A row is open beside the list: moving on opens the next one. */
  follow: boolean;
  selectable: boolean;
};

/** j and k move over the rows from wherever the focus is on the page, x selects. The arrows and Tab are the grid's own. */
export function useRowKeys<Row extends GridRow>({ api, open, follow, selectable }: RowKeyActions<Row>): void {
  const move = (step: 1 | -1) => {
    const row = moveFocus(api.current, step);
    if (follow && row?.data) open?.(row.data);
  };
  useShortcut("next", () => move(1));
  useShortcut("previous", () => move(-1));
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

function moveFocus<Row extends GridRow>(api: GridApi<Row> | null, step: 1 | -1): IRowNode<Row> | undefined {
  const cell = api?.getFocusedCell();
  const column = cell?.column ?? api?.getAllDisplayedColumns()[0];
  const rowIndex = cell ? cell.rowIndex + step : 0;
  if (!api || !column || rowIndex < 0 || rowIndex >= api.getDisplayedRowCount()) return undefined;
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, column);
  return api.getDisplayedRowAtIndex(rowIndex);
}

function toggleFocused<Row extends GridRow>(api: GridApi<Row> | null): void {
  const row = api ? focusedRow(api) : undefined;
  row?.setSelected(!row.isSelected());
}
