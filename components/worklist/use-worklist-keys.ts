"use client";

import { useImperativeHandle } from "react";
import { useRowKeys } from "@/components/grid/row-keys";
import type { DeskGridProps, GridControl, GridRow } from "@/components/grid/types";
import type { CellPlace } from "./cell-place";
import type { RowSelection } from "./use-row-selection";

type Moving<Row extends GridRow> = {
  rows: readonly Row[];
  place: CellPlace | null;
  /** Brings the keyboard to a cell; its row, or null where there is none. */
  moveTo: (place: CellPlace) => Row | null;
  selection: RowSelection;
};

/** Keys and page move over the same rows: both bring the keyboard to one, in the column that has it. */
export function useWorklistKeys<Row extends GridRow>(
  { columns, control, rowId, onOpen, openId, onSelectionChange }: DeskGridProps<Row>,
  { rows, place, moveTo, selection }: Moving<Row>,
): void {
  const indexOf = (id: string) => rows.findIndex((row) => rowId(row) === id);
  const moveToRow = (row: number) => moveTo({ row, key: place?.key ?? columns[0]?.key ?? "" });
  useRowKeys({
    // From the focused row, else from the open one (an address that was sent has no focus yet), else to the top.
    move: (step) => {
      const from = place?.row ?? (openId ? indexOf(openId) : -1);
      return moveToRow(from < 0 ? 0 : from + step);
    },
    open: onOpen,
    openId,
    select: onSelectionChange && ((withRange) => (place ? selection.choose(place.row, withRange) : undefined)),
  });
  useImperativeHandle(
    control,
    (): GridControl => ({
      clearSelection: selection.clear,
      near: (id) => {
        const index = indexOf(id);
        const around = index < 0 ? [] : [rows[index + 1], rows[index - 1]];
        return around.flatMap((row) => (row ? [rowId(row)] : []));
      },
      moveOn: (id) => {
        const index = indexOf(id);
        if (index < 0) return;
        const row = moveToRow(rows[index + 1] ? index + 1 : index - 1);
        if (row && openId) onOpen?.(row);
      },
    }),
  );
}
