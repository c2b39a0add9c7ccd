import type { FocusEvent, KeyboardEvent, MouseEvent, RefObject } from "react";
import { opensRow } from "@/components/grid/row-keys";
import { type CellPlace, placeAfter, placeOf } from "./cell-place";

type Hearing = {
  list: RefObject<HTMLElement | null>;
  /** The columns from left to right, and how many rows there are. */
  keys: readonly string[];
  rows: number;
  open: (row: number) => void;
  /** Undefined where rows cannot be chosen. */
  choose: ((row: number, withRange: boolean) => void) | undefined;
  moveTo: (place: CellPlace) => void;
  /** The keyboard came to a cell, by whatever way. */
  arrived: (place: CellPlace) => void;
  pressed: () => void;
};

/** What the list hears, once for all its rows: they stay as they are while these change. */
export function worklistEvents({ list, keys, rows, open, choose, moveTo, arrived, pressed }: Hearing) {
  return {
    onClick: (event: MouseEvent) => {
      const at = placeOf(event.target);
      if (!at) return;
      if (event.target instanceof HTMLInputElement) choose?.(at.row, event.shiftKey);
      else if (isPlainClick(event)) open(at.row);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const at = placeOf(event.target);
      // Keys in a link or a button of a row are theirs.
      if (!at || !(event.target instanceof HTMLElement) || event.target.dataset.cell !== at.key) return;
      if (opensRow(event.nativeEvent)) return open(at.row);
      if (event.key === " ") choose?.(at.row, event.shiftKey);
      const next = isPlainKey(event) ? placeAfter(at, event.key, { keys, rows, page: pageOf(list.current) }) : null;
      if (next) moveTo(next);
      if (next || event.key === " ") event.preventDefault();
    },
    onFocus: (event: FocusEvent) => {
      const at = placeOf(event.target);
      if (at) arrived(at);
    },
    onPointerDown: pressed,
    onMouseOver: titleWhatIsCut,
  };
}

/** A click on a link, a checkbox, or at the end of marking text is not meant to open the row. */
function isPlainClick({ target }: MouseEvent): boolean {
  if (target instanceof Element && target.closest("a, button, input, label")) return false;
  return (window.getSelection()?.toString() ?? "") === "";
}

function isPlainKey({ ctrlKey, metaKey, altKey, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && !shiftKey && !nativeEvent.isComposing;
}

/** As many rows as a page key goes. */
function pageOf(list: HTMLElement | null): number {
  const rowHeight = list?.querySelector<HTMLElement>("[role=row]")?.offsetHeight || 1;
  return Math.max(1, Math.floor((list?.clientHeight ?? 0) / rowHeight) - 2);
}

/** What a cell cannot show in full it says when pointed at; measured only then, since it costs a layout. */
function titleWhatIsCut({ target }: MouseEvent): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : "";
}
