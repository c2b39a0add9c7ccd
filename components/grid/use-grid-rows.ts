"use client";

import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import { fetchGridCount, fetchGridPage, GridPageError, KeysetPages, pageUrl } from "./keyset-pages";
import { LoadedRows } from "./loaded-rows";
import type { GridFilters, GridRow } from "./types";

export type GridLoad = {
  /** Of the first page; later pages come and fail below rows that are already there. */
  readonly phase: "loading" | "ready" | "empty" | "failed";
  readonly count: RowCountDto | null;
  /** Why the newest page did not come. */
  readonly failure: string | null;
};

const START: GridLoad = { phase: "loading", count: null, failure: null };

type GridRowsOptions<Row extends GridRow> = {
  url: string;
  filters: GridFilters;
  refreshKey: string | number;
  rowId: (row: Row) => string;
};

type GridRows<Row extends GridRow> = {
  readonly rows: LoadedRows<Row>;
  readonly load: GridLoad;
  /** Sees to it that the rows between these two come. */
  readonly need: (first: number, last: number) => void;
  readonly replace: (row: Row) => void;
  /** Begins anew from the top; or asks once more for the pages that did not come below. */
  readonly retry: () => void;
};

/** The rows of an address and its filters, page by page as they are needed. Other filters are another list. */
export function useGridRows<Row extends GridRow>(options: GridRowsOptions<Row>): GridRows<Row> {
  const { url, filters, refreshKey, rowId } = options;
  const [attempt, setAttempt] = useState(0);
  const [load, setLoad] = useState<GridLoad>(START);
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const firstPage = pageUrl(url, filters, null);
  // The address of the first page stands for url and filters together: equal filters in a new object change nothing.
  const source = `${firstPage} ${refreshKey} ${attempt}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `source` says when to start again.
  const list = useMemo(() => makeList(firstPage, rowId, setLoad, redraw), [source]);

  // Closed when replaced, not when unmounted: React's strict mode mounts the same list twice.
  const current = useRef(list);
  useEffect(() => {
    if (current.current === list) return;
    current.current.pages.close();
    current.current = list;
    setLoad(START);
  }, [list]);

  return {
    rows: list.rows,
    load,
    need: (first, last) => {
      for (const page of list.rows.missing(first, last)) list.ask(page);
    },
    replace: (row) => {
      if (list.rows.replace(row)) redraw();
    },
    retry: () => {
      if (load.phase !== "ready") setAttempt((count) => count + 1);
      list.asked.clear();
      redraw();
    },
  };
}

function makeList<Row extends GridRow>(
  firstPage: string,
  rowId: (row: Row) => string,
  setLoad: (change: (load: GridLoad) => GridLoad) => void,
  redraw: () => void,
) {
  const rows = new LoadedRows<Row>(rowId);
  const pages = new KeysetPages<Row>((cursor, signal) => {
    const next = cursor === null ? firstPage : `${firstPage}&cursor=${encodeURIComponent(cursor)}`;
    return fetchGridPage<Row>(next, signal);
  });
  /** Pages under way, and those that failed: they are not asked for again before somebody says so. */
  const asked = new Set<number>();
  // A count that does not come is no reason to complain: the rows are there.
  const countApart = () =>
    fetchGridCount(firstPage, pages.signal).then(
      (count) => (pages.closed ? undefined : setLoad((before) => ({ ...before, count }))),
      () => undefined,
    );
  const take = (page: number, found: PageDto<Row> & { readonly total: number | undefined }) => {
    if (pages.closed) return;
    asked.delete(page);
    const first = page === 0;
    rows.put(page, found.rows, found.total);
    const phase = first && found.rows.length === 0 ? "empty" : "ready";
    setLoad((before) => ({ phase, count: (first ? found.count : null) ?? before.count, failure: null }));
    redraw();
    if (first && found.count === null) void countApart();
  };
  const fail = (page: number, error: unknown) => {
    if (pages.closed) return;
    const failure = error instanceof GridPageError ? error.code : "unreachable";
    setLoad((before) => ({ ...before, failure, phase: page === 0 ? "failed" : before.phase }));
  };
  const ask = (page: number) => {
    if (asked.has(page) || pages.closed) return;
    asked.add(page);
    pages.read(page).then(
      (found) => take(page, found),
      (error: unknown) => fail(page, error),
    );
  };
  return { rows, pages, asked, ask };
}
