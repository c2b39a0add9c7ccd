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

type Bounds = { readonly keys: readonly string[]; readonly rows: number; readonly page: number };

/** Where a key of the grid pattern leads from a cell; null for any other key. Past an edge it leads to the edge. */
export function placeAfter({ row, key }: CellPlace, pressed: string, bounds: Bounds): CellPlace | null {
  const { keys, rows, page } = bounds;
  const steps = new Map<string, readonly [rows: number, columns: number]>([
    ["ArrowDown", [1, 0]],
    ["ArrowUp", [-1, 0]],
    ["ArrowRight", [0, 1]],
    ["ArrowLeft", [0, -1]],
    ["Home", [0, -keys.length]],
    ["End", [0, keys.length]],
    ["PageDown", [page, 0]],
    ["PageUp", [-page, 0]],
  ]);
  const step = steps.get(pressed);
  if (!step) return null;
  const within = (wanted: number, count: number) => Math.max(0, Math.min(wanted, count - 1));
  const column = within(keys.indexOf(key) + step[1], keys.length);
  return { row: within(row + step[0], rows), key: keys[column] ?? key };
}
