import type { ReactNode } from "react";
import { cn } from "./cn";
import { ScrollRegion } from "./scroll-region";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers and amounts go to the end, so that digits stand under digits. */
  align?: "start" | "end" | undefined;
  /** The cell that names the row. */
  rowHeader?: boolean | undefined;
  className?: string | undefined;
  footer?: ReactNode;
};

type DataTableProps<Row> = {
  /** What the table is, for people who hear it. */
  caption: string;
  showCaption?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
  className?: string | undefined;
};

/** A short table that is all there at once. For long lists use the grid. */
export function DataTable<Row>({ caption, showCaption, columns, rows, rowKey, empty, className }: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <ScrollRegion label={caption} className={className}>
      <table className="w-full border-collapse text-sm">
        <caption className={showCaption ? "px-3 pt-2 text-left font-medium text-muted text-xs" : "sr-only"}>
          {caption}
        </caption>
        <thead>
          <tr className="border-line border-b">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                // Cells of several lines begin at the top; the head of their column stands in the middle all the same.
                className={cn(CELL, "h-8 font-medium text-muted text-xs", alignment(column), "align-middle")}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-line border-b last:border-b-0 hover:bg-hover">
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {columns.some((column) => column.footer !== undefined) ? <TableFoot columns={columns} /> : null}
      </table>
    </ScrollRegion>
  );
}

const CELL = "px-3 first:pl-4 last:pr-4";

function alignment<Row>(column: Column<Row>): string {
  return cn(column.align === "end" ? "tabular text-right" : "text-left", column.className);
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = cn(CELL, "h-row py-1 font-normal", alignment(column));
  if (!column.rowHeader) return <td className={className}>{column.cell(row)}</td>;
  return (
    <th scope="row" className={className}>
      {column.cell(row)}
    </th>
  );
}

function TableFoot<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tfoot>
      <tr className="border-line border-t bg-sunken/60 font-medium">
        {columns.map((column) => (
          <td key={column.key} className={cn(CELL, "h-row py-1", alignment(column))}>
            {column.footer}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
