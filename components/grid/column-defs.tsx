import type { ColDef, ICellRendererParams, ValueGetterParams } from "ag-grid-community";
import type { GridColumn, GridRow } from "./types";

/** The desk's columns as the grid wants them. Sorting is not offered: a keyset list has the order of its index. */
export function columnDefs<Row extends GridRow>(columns: readonly GridColumn<Row>[]): ColDef<Row>[] {
  return columns.map((column) => {
    const end = column.align === "end";
    const textOf = ({ data }: Pick<ValueGetterParams<Row>, "data">) => (data ? column.text(data) : "");
    const render = column.render;
    return {
      colId: column.key,
      headerName: column.header,
      headerTooltip: column.header,
      headerClass: end ? "ag-right-aligned-header" : "",
      valueGetter: textOf,
      tooltipValueGetter: (params) => textOf({ data: params.data ?? undefined }),
      ...(render ? { cellRenderer: ({ data }: ICellRendererParams<Row>) => (data ? render(data) : null) } : {}),
      cellClass: ({ data }) => {
        const extra = data && column.className ? column.className(data) : "";
        return [end ? "ag-right-aligned-cell" : "", extra].filter(Boolean);
      },
      ...(column.grow === undefined ? { width: column.width } : { flex: column.grow, minWidth: column.width }),
      ...(column.pinned === undefined ? {} : { pinned: column.pinned }),
      sortable: false,
      suppressMovable: true,
    };
  });
}
