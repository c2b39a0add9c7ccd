import { PAGE_ROWS } from "./keyset-pages";
import type { GridRow } from "./types";

/** Pages kept in the browser: 5,000 rows; those that were shown longest ago are read again when scrolled back to. */
export const PAGES_KEPT = 50;

/** The rows of one list that are in the browser: where each stands, which are missing, and how long the list is. */
export class LoadedRows<Row extends GridRow> {
  /** The page that was put last stands last. */
  private readonly pages = new Map<number, Row[]>();
  private readonly places = new Map<string, number>();
  private reached = 0;
  private total: number | null = null;

  constructor(private readonly idOf: (row: Row) => string) {}

  /** Rows to make room for: all, once the end was seen; until then those reached, and one that is still to come. */
  get length(): number {
    return this.total ?? this.reached + 1;
  }

  /** How many rows there are, null until the end was seen. */
  get knownTotal(): number | null {
    return this.total;
  }

  has(page: number): boolean {
    return this.pages.has(page);
  }

  /** Null outside the list, and for a row that is not loaded. */
  rowAt(index: number): Row | null {
    if (index < 0) return null;
    return this.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null;
  }

  indexOf(id: string): number | null {
    return this.places.get(id) ?? null;
  }

  put(page: number, rows: readonly Row[], total: number | undefined): void {
    this.drop(page);
    this.pages.set(page, [...rows]);
    rows.forEach((row, nth) => {
      this.places.set(this.idOf(row), page * PAGE_ROWS + nth);
    });
    this.reached = Math.max(this.reached, page * PAGE_ROWS + rows.length);
    if (total !== undefined) this.total = total;
    const [oldest] = this.pages.keys();
    if (this.pages.size > PAGES_KEPT && oldest !== undefined) this.drop(oldest);
  }

  /** News about a row that is loaded; of any other nothing is kept. */
  replace(row: Row): boolean {
    const index = this.indexOf(this.idOf(row));
    const page = index === null ? undefined : this.pages.get(Math.floor(index / PAGE_ROWS));
    if (index === null || !page) return false;
    page[index % PAGE_ROWS] = row;
    return true;
  }

  /** The pages between two rows that are not loaded. */
  missing(first: number, last: number): number[] {
    const pages: number[] = [];
    const end = Math.min(last, this.length - 1);
    for (let page = Math.floor(Math.max(0, first) / PAGE_ROWS); page * PAGE_ROWS <= end; page += 1) {
      if (!this.pages.has(page)) pages.push(page);
    }
    return pages;
  }

  private drop(page: number): void {
    for (const row of this.pages.get(page) ?? []) this.places.delete(this.idOf(row));
    this.pages.delete(page);
  }
}
