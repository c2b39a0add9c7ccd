"use client";

import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { fetchGridCount, fetchGridPage, GridPageError, pageUrl } from "@/components/grid/keyset-pages";
import type { DeskGridProps, GridRow } from "@/components/grid/types";
import type { GridLoad } from "@/components/grid/use-grid-rows";
import type { PageDto } from "@/contracts/wire";

/** The rows stand still while somebody works them, and are read anew when they are asked for anew. */
const UNTIL_ASKED_ANEW = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  networkMode: "always",
  // Thousands of rows need not be compared with what they were.
  structuralSharing: false,
} as const;

export type WorklistRows<Row extends GridRow> = {
  readonly rows: readonly Row[];
  readonly load: GridLoad;
  /** The end of the list was seen. */
  readonly isWhole: boolean;
  /** Stands for address and filters: other ones are another list. */
  readonly source: string;
  /** Asks for the page after the last one, unless it is under way or did not come. */
  readonly more: () => void;
  /** Asks once more for what did not come. */
  readonly retry: () => void;
};

/** The rows of an address and its filters, page by page, with news about single ones in their places. */
export function useWorklistRows<Row extends GridRow>(props: DeskGridProps<Row>): WorklistRows<Row> {
  const { url, filters = {}, refreshKey = 0, rowId, changedRow = null } = props;
  const firstPage = pageUrl(url, filters, null);
  const source = `${firstPage} ${refreshKey}`;
  const pages = useInfiniteQuery({
    queryKey: ["worklist", source],
    queryFn: ({ pageParam: cursor, signal }) =>
      fetchGridPage<Row>(cursor === null ? firstPage : `${firstPage}&cursor=${encodeURIComponent(cursor)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...UNTIL_ASKED_ANEW,
  });
  const first = pages.data?.pages[0];
  // A count that does not come is no reason to complain: the rows are there.
  const counted = useQuery({
    queryKey: ["worklist", source, "count"],
    queryFn: ({ signal }) => fetchGridCount(firstPage, signal),
    enabled: first?.count === null,
    ...UNTIL_ASKED_ANEW,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  useNews(source, changedRow, rowId);
  return {
    rows,
    load: {
      phase: first ? (rows.length === 0 ? "empty" : "ready") : pages.isFetching || !pages.error ? "loading" : "failed",
      count: first?.count ?? counted.data ?? null,
      failure: pages.error ? (pages.error instanceof GridPageError ? pages.error.code : "unreachable") : null,
    },
    isWhole: first !== undefined && !pages.hasNextPage,
    source,
    more: () => {
      if (pages.hasNextPage && !pages.isFetching && !pages.isError) void pages.fetchNextPage();
    },
    retry: () => void (first ? pages.fetchNextPage() : pages.refetch()),
  };
}

/** Shows news about one row where it stands: the list keeps its place, its order and its focus. */
function useNews<Row extends GridRow>(source: string, row: Row | null, rowId: (row: Row) => string): void {
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row is news, not another function for its id.
  useEffect(() => {
    if (row === null) return;
    const id = rowId(row);
    client.setQueryData<InfiniteData<PageDto<Row>>>(["worklist", source], (known) => {
      const page = known?.pages.findIndex(({ rows }) => rows.some((one) => rowId(one) === id)) ?? -1;
      if (!known || page < 0) return known;
      const changed = (one: PageDto<Row>) => ({ ...one, rows: one.rows.map((old) => (rowId(old) === id ? row : old)) });
      return { ...known, pages: known.pages.map((one, nth) => (nth === page ? changed(one) : one)) };
    });
  }, [row]);
}
