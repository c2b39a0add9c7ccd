import type { ClearingRows } from "@/contracts/clearing-views";

type Rows = {
  readonly part?: ClearingRows;
  readonly merchant?: string;
  readonly channel?: string;
  readonly asset?: string;
};

/** The batch's items behind a figure; without one, all that make up the net. */
export function rowsHref(batchNo: string, rows: Rows): string {
  return `/clearing/${encodeURIComponent(batchNo)}?${new URLSearchParams({ tab: "items", ...rows })}#rows`;
}
