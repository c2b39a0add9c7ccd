// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid the cells have the focus.
"use client";

import { memo } from "react";
import type { GridColumn, GridRow } from "@/components/grid/types";
import { cn } from "@/components/ui/cn";
import { SELECTION_KEY } from "./cell-place";

type WorklistRowProps<Row extends GridRow> = {
  index: number;
  row: Row;
  columns: readonly GridColumn<Row>[];
  /** The checkbox's name; null where rows cannot be chosen. */
  selectLabel: string | null;
  isChosen: boolean;
  isOpen: boolean;
  /** The keyboard is in this row, or was when it left the list. */
  hasFocus: boolean;
  /** The one cell of the list that Tab leads to, if it is in this row. */
  tabStop: string | null;
};

/** A cell's text stands in the middle of its row and ends in dots. */
const CELL =
  "overflow-hidden text-ellipsis whitespace-nowrap px-2.5 leading-[calc(var(--size-row)-1px)] *:align-middle";
const FOCUS = "outline-hidden focus:shadow-[inset_0_0_0_1px_var(--focus)]";

function DrawnRow<Row extends GridRow>(props: WorklistRowProps<Row>) {
  const { index, row, columns, selectLabel, isChosen, isOpen, hasFocus, tabStop } = props;
  const stop = (key: string) => (tabStop === key ? 0 : -1);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      {...(selectLabel === null ? {} : { "aria-selected": isChosen })}
      {...(isOpen ? { "aria-current": true } : {})}
      data-row={index}
      style={{ top: `calc(var(--size-row) * ${index})` }}
      className={cn(
        "absolute inset-x-0 grid h-row grid-cols-(--worklist-columns) border-line border-b bg-surface hover:bg-hover",
        hasFocus && "bg-hover",
        (isChosen || isOpen) && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {selectLabel === null ? null : (
        <div role="gridcell" data-cell={SELECTION_KEY} tabIndex={stop(SELECTION_KEY)} className={cn("flex", FOCUS)}>
          <RowCheckbox label={selectLabel} checked={isChosen} />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.key}
          role="gridcell"
          data-cell={column.key}
          tabIndex={stop(column.key)}
          className={cn(CELL, FOCUS, column.align === "end" && "tabular text-right", column.className?.(row))}
        >
          {column.render ? column.render(row) : column.text(row)}
        </div>
      ))}
    </div>
  );
}

/** The whole cell is the checkbox's. The list hears the click; with the keyboard it is x, or the space bar in the row. */
function RowCheckbox({ label, checked }: { label: string; checked: boolean }) {
  return (
    <label className="flex flex-1 items-center justify-center">
      <input
        type="checkbox"
        aria-label={label}
        tabIndex={-1}
        checked={checked}
        readOnly
        className="size-4 rounded-sm accent-(--accent-solid)"
      />
    </label>
  );
}

/** Drawn again only when something of its own changed: of a list, moving on changes two rows. */
export const WorklistRow = memo(DrawnRow) as typeof DrawnRow;
