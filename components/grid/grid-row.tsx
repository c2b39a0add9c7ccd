// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid the cells have the focus.
"use client";

import { memo, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { SELECTION_KEY } from "./cell-place";
import type { GridColumn, GridRow } from "./types";

type DrawnRowProps<Row extends GridRow> = {
  index: number;
  /** Null while it is on its way. */
  row: Row | null;
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

/** A cell's text stands in the middle of its row and ends in dots; what it cannot show, its title says. */
const CELL =
  "overflow-hidden text-ellipsis whitespace-nowrap px-3 leading-[calc(var(--size-row)-1px)] [&>span]:align-middle";
const FOCUS = "outline-hidden focus:shadow-[inset_0_0_0_1px_var(--focus)]";

function DrawnRowOf<Row extends GridRow>(props: DrawnRowProps<Row>) {
  const { index, row, columns, selectLabel, isChosen, isOpen, hasFocus, tabStop } = props;
  const first = selectLabel === null ? 1 : 2;
  const stop = (key: string) => (tabStop === key ? 0 : -1);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      {...(selectLabel === null ? {} : { "aria-selected": isChosen })}
      data-row={index}
      style={{ top: `calc(var(--size-row) * ${index})` }}
      className={cn(
        "absolute inset-x-0 grid h-row grid-cols-(--grid-columns) border-line border-b bg-surface hover:bg-hover",
        hasFocus && "bg-hover",
        (isChosen || isOpen) && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {selectLabel === null ? null : (
        <div
          role="gridcell"
          aria-colindex={1}
          data-cell={SELECTION_KEY}
          tabIndex={stop(SELECTION_KEY)}
          className={cn("flex", FOCUS)}
        >
          {row ? <RowCheckbox label={selectLabel} checked={isChosen} /> : null}
        </div>
      )}
      {columns.map((column, nth) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={first + nth}
          data-cell={column.key}
          tabIndex={stop(column.key)}
          className={cn(
            CELL,
            FOCUS,
            column.align === "end" && "tabular text-right",
            pinnedClass(column.pinned),
            row && column.className?.(row),
          )}
        >
          {row ? contentOf(column, row) : null}
        </div>
      ))}
    </div>
  );
}

function contentOf<Row extends GridRow>(column: GridColumn<Row>, row: Row): ReactNode {
  return column.render ? column.render(row) : column.text(row);
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

export function pinnedClass(pinned: "left" | "right" | undefined): string {
  if (pinned === undefined) return "";
  return pinned === "left" ? "sticky left-0 z-1 bg-inherit" : "sticky right-0 z-1 bg-inherit";
}

/** Drawn again only when something of its own changed: of a list, moving on changes two rows. */
export const DrawnRow = memo(DrawnRowOf) as typeof DrawnRowOf;
