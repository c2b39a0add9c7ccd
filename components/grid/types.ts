import type { ReactNode, RefObject } from "react";
import type { Tone } from "@/components/ui/badge";
import type { RowCountDto } from "@/contracts/wire";

/** A row as it comes over the wire. */
export type GridRow = object;

export type GridColumn<Row extends GridRow> = {
  key: string;
  header: string;
  /** The cell as text: what is shown unless `render` is given, and what the tooltip and the screen reader say. */
  text: (row: Row) => string;
  /** For badges and links. Text is much cheaper: prefer it in long lists. */
  render?: ((row: Row) => ReactNode) | undefined;
  /** Pixels. With `grow` it is the least width. */
  width: number;
  /** Share of the space that is left. */
  grow?: number | undefined;
  align?: "start" | "end" | undefined;
  pinned?: "left" | "right" | undefined;
  /** Extra look by row: a negative amount, a muted word. */
  className?: ((row: Row) => string) | undefined;
};

export type GridFilters = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a page may ask of its list. */
export type GridControl = {
  clearSelection: () => void;
  /** The rows after and before a row, as far as they are loaded. */
  near: (id: string) => string[];
  /** After an act on a row: the keyboard goes on to the row after it, and so does the panel if it is open. */
  moveOn: (id: string) => void;
};

export type DeskGridProps<Row extends GridRow> = {
  /** A GET route that takes the filters, `cursor` and `limit`, and returns a `PageDto`. */
  url: string;
  columns: readonly GridColumn<Row>[];
  /** From the address. A change starts again from the top. */
  filters?: GridFilters | undefined;
  rowId: (row: Row) => string;
  /** Enter, or a click. */
  onOpen?: ((row: Row) => void) | undefined;
  /** The row shown beside the list, in the peek panel; null while none is. Leave out where rows open elsewhere. */
  openId?: string | null | undefined;
  /** The row that the keyboard is on, or null. */
  onFocusRow?: ((row: Row | null) => void) | undefined;
  /** News about one of the rows: it is shown in its place, without loading the list again. */
  changedRow?: Row | null | undefined;
  /** Turns checkboxes on and tells the chosen ids. It never means rows that were not loaded. */
  onSelectionChange?: ((ids: string[]) => void) | undefined;
  control?: RefObject<GridControl | null> | undefined;
  /** How many rows there are, as soon as it is known. */
  onCount?: ((count: RowCountDto | null) => void) | undefined;
  /** A CSS height; the grid scrolls inside it. */
  height?: number | string | undefined;
  /** Instead of rows when there are none. */
  emptyState?: ReactNode;
  ariaLabel: string;
  /** Change it to load again after something was done. */
  refreshKey?: string | number | undefined;
};

export type StatusLook = { label: string; tone: Tone };
