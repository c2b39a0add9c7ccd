import type { CellKeyDownEvent, GridApi } from "ag-grid-community";
import { singleKeysAreOn } from "@/components/shell/single-keys";
import { isComposing } from "@/components/shell/use-shortcut";
import type { GridRow } from "./types";

type RowKeyActions<Row extends GridRow> = { open?: ((row: Row) => void) | undefined; selectable: boolean };

/** Keys on a focused row: Enter opens, j and k move, x selects. The arrows are the grid's own. */
export function handleRowKey<Row extends GridRow>(event: CellKeyDownEvent<Row>, actions: RowKeyActions<Row>): void {
  const key = event.event instanceof KeyboardEvent ? event.event : null;
  if (!key || isComposing(key) || key.metaKey || key.ctrlKey || key.altKey || event.rowIndex === null) return;
  if (key.key === "Enter" && event.data) actions.open?.(event.data);
  if (!singleKeysAreOn()) return;
  if (key.key === "j") moveFocus(event.api, event.rowIndex + 1, event.column.getColId());
  if (key.key === "k") moveFocus(event.api, event.rowIndex - 1, event.column.getColId());
  if (key.key === "x" && actions.selectable) event.node.setSelected(!event.node.isSelected());
}

function moveFocus<Row extends GridRow>(api: GridApi<Row>, rowIndex: number, columnId: string): void {
  if (rowIndex < 0 || rowIndex >= api.getDisplayedRowCount()) return;
  api.ensureIndexVisible(rowIndex);
  api.setFocusedCell(rowIndex, columnId);
}
