import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { GridFilters, GridRow } from "./types";

/** Rows per request. The server may return fewer only on the last page. */
export const PAGE_ROWS = 100;
/** 2,000 pages of 100: past 200,000 rows one needs a filter, not a scrollbar. */
const MAX_PAGES = 2_000;

type FetchPage<Row extends GridRow> = (cursor: string | null, signal: AbortSignal) => Promise<PageDto<Row>>;

/**
 * Numbered pages over a list that can only be walked forwards. A keyset page needs the cursor which the page before it
 * returned, so cursors are remembered per page, and a page asked for too early first walks the ones missing before it.
 * Pages thrown out of the grid's cache can be read again: their cursor is still known.
 */
export class KeysetPages<Row extends GridRow> {
  /** `cursors[n]` opens page n; null opens the first; undefined is not known yet. */
  private readonly cursors: (string | null)[] = [null];
  private lastPage: number | null = null;
  private readonly controller = new AbortController();
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly fetchPage: FetchPage<Row>) {}

  /** One page, and the number of all rows once the end was seen. Empty pages lie past the end. */
  read(page: number): Promise<PageDto<Row> & { readonly total: number | undefined }> {
    // One at a time: two pages asked for together would walk the same missing cursors twice.
    const turn = this.tail.then(() => this.walkTo(page));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** After closing, what is still under way comes to nothing. */
  close(): void {
    this.controller.abort();
  }

  get closed(): boolean {
    return this.controller.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  private async walkTo(page: number): Promise<PageDto<Row> & { readonly total: number | undefined }> {
    if (page >= MAX_PAGES) throw new RangeError(`page ${page} lies past the last readable page`);
    for (let next = this.cursors.length - 1; next < page && this.lastPage === null; next += 1) await this.fetch(next);
    if (this.lastPage !== null && page > this.lastPage) {
      return { rows: [], nextCursor: null, count: { value: 0, capped: false }, total: undefined };
    }
    const loaded = await this.fetch(page);
    const total = loaded.nextCursor === null ? page * PAGE_ROWS + loaded.rows.length : undefined;
    return { ...loaded, total };
  }

  private async fetch(page: number): Promise<PageDto<Row>> {
    const loaded = await this.fetchPage(this.cursors[page] ?? null, this.controller.signal);
    if (loaded.nextCursor === null) this.lastPage = page;
    else this.cursors[page + 1] = loaded.nextCursor;
    return loaded;
  }
}

/** The address of one page: the filters that are set, then cursor and limit. */
export function pageUrl(url: string, filters: GridFilters, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  if (cursor !== null) query.set("cursor", cursor);
  query.set("limit", String(PAGE_ROWS));
  return `${url}?${query}`;
}

/** Why a page did not come. `code` is the route's own, "unreachable" when nothing answered as a route does. */
export class GridPageError extends Error {
  constructor(readonly code: string) {
    super(`the rows did not come: ${code}`);
  }
}

export function fetchGridPage<Row extends GridRow>(url: string, signal: AbortSignal): Promise<PageDto<Row>> {
  return fetchJson<PageDto<Row>>(url, signal);
}

/** The count of a list that counts apart; `url` is its first page's. */
export function fetchGridCount(url: string, signal: AbortSignal): Promise<RowCountDto> {
  return fetchJson<RowCountDto>(`${url}&counted=1`, signal);
}

async function fetchJson<Answer>(url: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok || answer === null) throw new GridPageError(codeOf(answer));
  // The route's own types made this; both ends are the same build.
  return answer as Answer;
}

function codeOf(answer: unknown): string {
  const known = typeof answer === "object" && answer !== null && "code" in answer;
  return known && typeof answer.code === "string" ? answer.code : "unreachable";
}
