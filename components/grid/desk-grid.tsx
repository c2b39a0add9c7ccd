"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { DeskGridProps, GridRow } from "./types";

const SKELETON_ROWS = ["a", "b", "c", "d", "e", "f"] as const;

function GridSkeleton() {
  return (
    <div className="flex flex-col gap-3 p-4">
      {SKELETON_ROWS.map((row) => (
        <Skeleton key={row} className="w-full" />
      ))}
    </div>
  );
}

// `dynamic` forgets that the component is generic; the cast gives callers back the link between rows and columns.
const GridView = dynamic(() => import("./grid-view").then((module) => module.GridView), {
  ssr: false,
  loading: GridSkeleton,
}) as <Row extends GridRow>(props: DeskGridProps<Row>) => ReactNode;

/** A long list over a keyset route. The grid's code is loaded when the first list is shown. */
export function DeskGrid<Row extends GridRow>(props: DeskGridProps<Row>) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-card">
      <GridView {...props} />
    </div>
  );
}
