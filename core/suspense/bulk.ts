import type { Json } from "@/core/json";
import { RESOLUTIONS, type Resolution } from "./resolutions";

/** One act covers at most so many items; whoever has more narrows the filter. */
export const MAX_BULK_ROWS = 5_000;
/** A bundle is one request that is decided and executed in one go. */
export const MAX_BUNDLE_ROWS = 500;

/** Those name another item or order for each one, which nobody can say for many at once. */
const ONE_BY_ONE: readonly Resolution[] = ["OFFSET", "MATCH_BY_HAND"];
/** What can be proposed for many items at once. */
export const BULK_RESOLUTIONS = RESOLUTIONS.filter((resolution) => !ONE_BY_ONE.includes(resolution));

export const BULK_ROW_STATES = [
  "PENDING",
  "READY",
  "BLOCKED",
  "UNCHANGED",
  "PROPOSED",
  "REFUSED",
  "SKIPPED",
  "EXECUTED",
  "RETURNED",
] as const;
export type BulkRowState = (typeof BULK_ROW_STATES)[number];

/** One row as it was previewed: `payloadHash` is null where it cannot be proposed, and `code` then says why. */
export type SnapshotRow = {
  readonly rowNo: number;
  readonly itemNo: string;
  readonly itemVersion: number;
  readonly state: "READY" | "BLOCKED" | "UNCHANGED";
  readonly payloadHash: string | null;
  readonly reason: string | null;
  readonly code: string | null;
};

/** What the token of a preview is made of: everything that people agree to, in the order of its rows. */
export function snapshotContent(jobNo: string, rows: readonly SnapshotRow[]): Json {
  const ordered = [...rows].sort((left, right) => left.rowNo - right.rowNo);
  return [
    jobNo,
    ordered.map((row) => [row.rowNo, row.itemNo, row.itemVersion, row.state, row.payloadHash, row.reason, row.code]),
  ];
}
