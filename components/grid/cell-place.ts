/** The column of checkboxes; it is the list's own. */
export const SELECTION_KEY = "select";

/** Where a cell is: the row's number from 0, and the column's key. */
export type CellPlace = { readonly row: number; readonly key: string };

/** What an element of the list belongs to; null outside the rows. */
export function placeOf(target: EventTarget | null): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  const row = cell?.closest<HTMLElement>("[data-row]");
  const key = cell?.dataset.cell;
  return row && key !== undefined ? { row: Number(row.dataset.row), key } : null;
}

/** The cell's element, while its row is drawn. */
export function findCell(list: HTMLElement | null, { row, key }: CellPlace): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-row="${row}"] [data-cell="${CSS.escape(key)}"]`) ?? null;
}
