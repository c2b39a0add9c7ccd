// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid the cells have the focus.
"use client";

import { useTranslations } from "next-intl";
import type { PointerEvent } from "react";
import type { GridColumn, GridRow } from "@/components/grid/types";
import { cn } from "@/components/ui/cn";

type WorklistHeaderProps<Row extends GridRow> = {
  columns: readonly GridColumn<Row>[];
  selectable: boolean;
  onPull: (key: string, event: PointerEvent<HTMLElement>) => void;
};

/** The names of the columns, which stay in sight, each with an edge to pull. Sorting is not offered: a keyset list has the order of its index. */
export function WorklistHeader<Row extends GridRow>({ columns, selectable, onPull }: WorklistHeaderProps<Row>) {
  const t = useTranslations("common");
  return (
    <div role="rowgroup" className="sticky top-0 z-2">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-row grid-cols-(--worklist-columns) border-line border-b bg-surface text-muted text-xs"
      >
        {selectable ? (
          <div role="columnheader">
            <span className="sr-only">{t("grid.select")}</span>
          </div>
        ) : null}
        {columns.map(({ key, header, align }) => (
          <div
            key={key}
            role="columnheader"
            title={header}
            className={cn("relative flex items-center px-2.5 font-medium", align === "end" && "justify-end")}
          >
            <span className="truncate">{header}</span>
            <span
              aria-hidden
              onPointerDown={(event) => onPull(key, event)}
              className="absolute inset-y-2 right-0 w-2 cursor-col-resize touch-none border-line border-r"
            />
          </div>
        ))}
      </div>
    </div>
  );
}
