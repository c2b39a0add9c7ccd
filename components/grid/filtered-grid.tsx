"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { DeskGrid } from "./desk-grid";
import type { DeskGridProps, GridFilters, GridRow } from "./types";
import { useGridFilters } from "./use-grid-filters";

type Binding<Value extends string> = { value: Value | null; onCommit: (value: Value | null) => void };

/** Ties a filter to its name in the address. With `known` values, any other in the address counts as none. */
export type BindFilter<Name extends string> = {
  (name: Name): Binding<string>;
  <Value extends string>(name: Name, known: readonly Value[]): Binding<Value>;
};

type Words = { readonly title: string; readonly description?: string };

type FilteredGridProps<Row extends GridRow, Name extends string> = Omit<
  DeskGridProps<Row>,
  "filters" | "emptyState" | "onOpen"
> & {
  /** The filters' names, in the address and on the route. */
  names: readonly Name[];
  /** The filters, in their order. */
  filters: (bind: BindFilter<Name>, values: Readonly<Record<Name, string | null>>) => ReactNode;
  /** Sent along, and not the reader's to choose. */
  given?: GridFilters;
  /** Before the filters, and at the end of their line. */
  heading?: ReactNode;
  aside?: ReactNode;
  /** Where a row leads. */
  hrefOf?: (row: Row) => string | null;
  none: Words;
  noMatch: Words;
};

/** A list with its filters in the address: the filters, the way to clear them, the rows, and both kinds of none. */
export function FilteredGrid<Row extends GridRow, Name extends string>(props: FilteredGridProps<Row, Name>) {
  const { names, filters, given, heading, aside, hrefOf, none, noMatch, ...grid } = props;
  const common = useTranslations("common");
  const router = useRouter();
  const { values, set, clear, isFiltered } = useGridFilters(names);
  const bind = (name: Name, known?: readonly string[]) => ({
    value: known && !known.some((one) => one === values[name]) ? null : values[name],
    onCommit: (value: string | null) => set(name, value),
  });
  const open = (row: Row) => {
    const href = hrefOf?.(row);
    if (href) router.push(href);
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {heading}
        {filters(bind as BindFilter<Name>, values)}
        {isFiltered ? (
          <Button variant="ghost" onClick={clear}>
            {common("clearFilters")}
          </Button>
        ) : null}
        {aside ? <div className="ml-auto flex items-center gap-3">{aside}</div> : null}
      </div>
      <DeskGrid
        {...grid}
        filters={{ ...given, ...values }}
        {...(hrefOf ? { onOpen: open } : {})}
        emptyState={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              {...noMatch}
              action={<Button onClick={clear}>{common("clearFilters")}</Button>}
            />
          ) : (
            <EmptyState kind="nothing-yet" {...none} />
          )
        }
      />
    </div>
  );
}
