import { meansShortcut, useShortcut } from "@/components/shell/use-shortcut";
import type { GridRow } from "./types";

type RowKeyActions<Row extends GridRow> = {
  /** Brings the keyboard to another row, this many further; the row, if there is one and it is loaded. */
  move: (step: 1 | -1) => Row | null;
  open: ((row: Row) => void) | undefined;
  /** The row that is open beside the list, if the list has such a place: then moving on opens the next one. */
  openId: string | null | undefined;
  /** Turns the row with the keyboard on or off, or on with all since the last; left out where rows cannot be chosen. */
  select: ((withRange: boolean) => void) | undefined;
};

/**
 * j and k move over the rows from wherever the focus is on the page, n moves on and opens, x selects, with shift all rows
 * since the one that was selected last.
 */
export function useRowKeys<Row extends GridRow>({ move, open, openId, select }: RowKeyActions<Row>): void {
  const go = (step: 1 | -1, opens: boolean) => {
    const row = move(step);
    if (opens && row) open?.(row);
  };
  const isOpen = openId !== null && openId !== undefined;
  const selectable = select !== undefined;
  useShortcut("next", () => go(1, isOpen));
  useShortcut("previous", () => go(-1, isOpen));
  useShortcut("nextItem", () => go(1, true), { enabled: openId !== undefined });
  useShortcut("select", () => select?.(false), { enabled: selectable });
  useShortcut("selectRange", () => select?.(true), { enabled: selectable });
}

/** Enter opens the row that has the keyboard. */
export function opensRow(press: KeyboardEvent): boolean {
  return meansShortcut("open", press);
}
