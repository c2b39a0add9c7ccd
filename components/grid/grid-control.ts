import type { GridApi } from "ag-grid-community";
import { type RefObject, useImperativeHandle } from "react";
import { focusRowAt } from "./focused-row";
import type { DeskGridProps, GridControl, GridRow } from "./types";

/** Hands the page what it may ask of its list. */
export function useGridControl<Row extends GridRow>(
  api: RefObject<GridApi<Row> | null>,
  { control, openId, onOpen, rowId }: DeskGridProps<Row>,
): void {
  useImperativeHandle(control, (): GridControl => {
    const dataAt = (index: number) => (index < 0 ? undefined : api.current?.getDisplayedRowAtIndex(index)?.data);
    const indexOf = (id: string) => api.current?.getRowNode(id)?.rowIndex ?? null;
    return {
      clearSelection: () => api.current?.deselectAll(),
      near: (id) => {
        const index = indexOf(id);
        const rows = index === null ? [] : [dataAt(index + 1), dataAt(index - 1)];
        return rows.flatMap((row) => (row ? [rowId(row)] : []));
      },
      moveOn: (id) => {
        const index = indexOf(id);
        if (index === null) return;
        const target = dataAt(index + 1) ? index + 1 : index - 1;
        const row = focusRowAt(api.current, target);
        if (row && openId) onOpen?.(row);
      },
    };
  });
}
