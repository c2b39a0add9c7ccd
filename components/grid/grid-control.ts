import { useImperativeHandle } from "react";
import type { LoadedRows } from "./loaded-rows";
import type { DeskGridProps, GridControl, GridRow } from "./types";

type Ways<Row extends GridRow> = {
  rows: LoadedRows<Row>;
  focusRow: (index: number) => Row | null;
  clearSelection: () => void;
};

/** Hands the page what it may ask of its list. */
export function useGridControl<Row extends GridRow>(
  { control, openId, onOpen, rowId }: DeskGridProps<Row>,
  { rows, focusRow, clearSelection }: Ways<Row>,
): void {
  useImperativeHandle(
    control,
    (): GridControl => ({
      clearSelection,
      near: (id) => {
        const index = rows.indexOf(id);
        const around = index === null ? [] : [rows.rowAt(index + 1), rows.rowAt(index - 1)];
        return around.flatMap((row) => (row ? [rowId(row)] : []));
      },
      moveOn: (id) => {
        const index = rows.indexOf(id);
        if (index === null) return;
        const row = focusRow(rows.rowAt(index + 1) ? index + 1 : index - 1);
        if (row && openId) onOpen?.(row);
      },
    }),
  );
}
