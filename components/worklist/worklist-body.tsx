// biome-ignore-all lint/a11y/useSemanticElements: a list of which only the rows in sight are drawn cannot be a table.
"use client";

import { useTranslations } from "next-intl";
import type { DeskGridProps, GridRow } from "@/components/grid/types";
import type { CellPlace } from "./cell-place";
import { WorklistRow } from "./worklist-row";

type WorklistBodyProps<Row extends GridRow> = {
  props: DeskGridProps<Row>;
  rows: readonly Row[];
  /** The numbers of the rows to draw. */
  drawn: readonly number[];
  chosen: ReadonlySet<string>;
  place: CellPlace | null;
};

/** As high as all rows that are loaded; those to draw stand in their places. */
export function WorklistBody<Row extends GridRow>({ props, rows, drawn, chosen, place }: WorklistBodyProps<Row>) {
  const { columns, rowId, onOpen, openId = null, onSelectionChange } = props;
  const t = useTranslations("common");
  const selectLabel = onSelectionChange ? t("grid.select") : null;
  const tabStop = place ?? { row: drawn[0] ?? 0, key: columns[0]?.key ?? "" };
  return (
    <div
      role="rowgroup"
      className={onOpen ? "relative cursor-pointer" : "relative"}
      style={{ height: `calc(var(--size-row) * ${rows.length})` }}
    >
      {drawn.map((index) => {
        const row = rows[index];
        if (row === undefined) return null;
        const id = rowId(row);
        return (
          <WorklistRow
            key={index}
            index={index}
            row={row}
            columns={columns}
            selectLabel={selectLabel}
            isChosen={chosen.has(id)}
            isOpen={id === openId}
            hasFocus={place?.row === index}
            tabStop={tabStop.row === index ? tabStop.key : null}
          />
        );
      })}
    </div>
  );
}
