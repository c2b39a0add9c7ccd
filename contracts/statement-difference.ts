import type { MoneyDto } from "./wire";

export const DIFFERENCE_KINDS = ["ADDED", "REMOVED", "CHANGED"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** The fields of a line that two versions may tell differently. */
export const DIFFERENCE_FIELDS = [
  "status",
  "amount",
  "fee",
  "asset",
  "occurredAt",
  "orderNo",
  "refundNo",
  "channelTradeNo",
  "channelRefundNo",
  "counterparty",
] as const;
export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

/** A line as one version has it. `signedMinor`: refunds negative, failed zero. */
export type DifferenceSideDto = {
  readonly lineNo: number;
  readonly status: string;
  readonly signedMinor: string;
  readonly feeMinor: string;
  readonly asset: string;
};

export type DifferenceRowDto = {
  readonly kind: DifferenceKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  /** What the line is matched by. */
  readonly key: string;
  readonly before: DifferenceSideDto | null;
  readonly after: DifferenceSideDto | null;
  readonly changed: readonly DifferenceField[];
};

/** How many lines of a kind, and by how much they move the statement: one amount an asset. */
export type DifferenceSumDto = {
  readonly kind: DifferenceKind;
  readonly count: number;
  readonly amounts: readonly MoneyDto[];
  readonly fees: readonly MoneyDto[];
};

export type StatementDifferenceDto = {
  readonly before: { readonly statementNo: string; readonly version: number };
  readonly sums: readonly DifferenceSumDto[];
  /** The first of them; all are in the download. */
  readonly rows: readonly DifferenceRowDto[];
  readonly count: number;
};
