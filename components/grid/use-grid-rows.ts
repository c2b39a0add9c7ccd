"use client";

import type { IDatasource, IGetRowsParams } from "ag-grid-community";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RowCountDto } from "@/contracts/wire";
import { fetchGridCount, fetchGridPage, GridPageError, KeysetPages, PAGE_ROWS, pageUrl } from "./keyset-pages";
import type { GridFilters, GridRow } from "./types";

export type GridLoad = {
  /** Of the first page; later pages come and fail below rows that are already there. */
  readonly phase: "loading" | "ready" | "empty" | "failed";
  readonly count: RowCountDto | null;
  /** Why the newest page did not come. */
  readonly failure: string | null;
};

const START: GridLoad = { phase: "loading", count: null, failure: null };

type GridRows = { datasource: IDatasource; load: GridLoad; retry: () => void };

/** A datasource for the address and filters, and how its loading stands. Another filter is another datasource. */
export function useGridRows<Row extends GridRow>(
  url: string,
  filters: GridFilters,
  refreshKey: string | number,
): GridRows {
  const [attempt, setAttempt] = useState(0);
  const [load, setLoad] = useState<GridLoad>(START);
  const firstPage = pageUrl(url, filters, null);
  // The address of the first page stands for url and filters together: equal filters in a new object change nothing.
  const source = `${firstPage} ${refreshKey} ${attempt}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `source` says when to start again.
  const pages = useMemo(
    () =>
      new KeysetPages<Row>((cursor, signal) => {
        const next = cursor === null ? firstPage : `${firstPage}&cursor=${encodeURIComponent(cursor)}`;
        return fetchGridPage<Row>(next, signal);
      }),
    [source],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `source` says when to start again.
  const datasource = useMemo(
    () => datasourceOf(pages, setLoad, (signal) => fetchGridCount(firstPage, signal)),
    [pages],
  );

  // Closed when replaced, not when unmounted: React's strict mode mounts the same pages twice.
  const current = useRef(pages);
  useEffect(() => {
    if (current.current !== pages) current.current.close();
    current.current = pages;
    setLoad(START);
  }, [pages]);

  return { datasource, load, retry: () => setAttempt((count) => count + 1) };
}

function datasourceOf<Row extends GridRow>(
  pages: KeysetPages<Row>,
  setLoad: (change: (load: GridLoad) => GridLoad) => void,
  fetchCount: (signal: AbortSignal) => Promise<RowCountDto | null>,
): IDatasource {
  // A count that does not come is no reason to complain: the rows are there.
  const countApart = () =>
    fetchCount(pages.signal).then(
      (count) => (pages.closed ? undefined : setLoad((before) => ({ ...before, count }))),
      () => undefined,
    );
  return {
    getRows(params: IGetRowsParams) {
      pages.read(Math.floor(params.startRow / PAGE_ROWS)).then(
        (page) => {
          if (pages.closed) return;
          params.successCallback([...page.rows], page.total);
          const first = params.startRow === 0;
          const phase = first && page.rows.length === 0 ? "empty" : "ready";
          setLoad((before) => ({ phase, count: first ? page.count : before.count, failure: null }));
          if (first && page.count === null) void countApart();
        },
        (error: unknown) => {
          if (pages.closed) return;
          params.failCallback();
          const failure = error instanceof GridPageError ? error.code : "unreachable";
          setLoad((before) => ({ ...before, failure, phase: params.startRow === 0 ? "failed" : before.phase }));
        },
      );
    },
  };
}
