import type { FocusEvent, KeyboardEvent, MouseEvent } from "react";
import { placeOf, SELECTION_KEY } from "./cell-place";
import { opensRow, placeAfter } from "./row-keys";
import type { DeskGridProps, GridRow } from "./types";
import type { GridState } from "./use-grid-state";

/** What the list hears, once for all its rows: they stay as they are while these change. */
export function useGridEvents<Row extends GridRow>(
  { onOpen, onFocusRow }: DeskGridProps<Row>,
  state: GridState<Row>,
  keys: readonly string[],
) {
  const { rows, selection, place, noticed, focusCell, measure, list } = state;
  const choose = (row: number, isRange: boolean) => (keys[0] === SELECTION_KEY ? selection.choose(row, isRange) : null);

  const onClick = (event: MouseEvent) => {
    const at = placeOf(event.target);
    if (!at) return;
    if (event.target instanceof HTMLInputElement) return choose(at.row, event.shiftKey);
    const row = rows.rowAt(at.row);
    if (row && isPlainClick(event)) onOpen?.(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = placeOf(event.target);
    // Keys in a link or a button of a row are theirs.
    if (!at || !(event.target instanceof HTMLElement) || event.target.dataset.cell !== at.key) return;
    const row = rows.rowAt(at.row);
    if (opensRow(event.nativeEvent)) return row ? onOpen?.(row) : undefined;
    if (event.key === " ") choose(at.row, event.shiftKey);
    const next = isPlainKey(event) ? placeAfter(at, event.key, { keys, rows: rows.length, page: pageOf(list) }) : null;
    if (next) focusCell(next.row, next.key);
    if (next || event.key === " ") event.preventDefault();
  };
  const onFocus = (event: FocusEvent) => {
    const at = placeOf(event.target);
    if (!at) return;
    if (place?.row !== at.row) onFocusRow?.(rows.rowAt(at.row));
    noticed(at);
  };
  return { onClick, onKeyDown, onFocus, onMouseOver: titleWhatIsCut, onScroll: measure };
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
function pageOf(list: GridState<GridRow>["list"]): number {
  const rowHeight = list.current?.querySelector<HTMLElement>("[role=row]")?.offsetHeight ?? 1;
  return Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / rowHeight) - 2);
}

/** What a cell cannot show in full it says when pointed at; measured only then, since it costs a layout. */
function titleWhatIsCut({ target }: MouseEvent): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : "";
}
