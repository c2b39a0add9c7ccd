import type { BatchReportDto, ResultOutcome } from "./reconciliation-views";

/** `ADDED`: the run found it now; `REMOVED`: it is explained; `CHANGED`: another kind, or another amount. */
export const DIFFERENCE_CHANGES = ["ADDED", "REMOVED", "CHANGED"] as const;
export type DifferenceChange = (typeof DIFFERENCE_CHANGES)[number];

/** A break, or something that waits, on one side of the comparison. Delta: the channel's signed minor units minus ours. */
export type DifferenceSideDto = { readonly outcome: ResultOutcome; readonly deltaMinor: string };

export type DifferenceRowDto = {
  readonly change: DifferenceChange;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly matchKey: string;
  readonly asset: string;
  /** The day of the batch that holds it: the one that counts until now, or the new one. */
  readonly on: string;
  readonly before: DifferenceSideDto | null;
  readonly after: DifferenceSideDto | null;
};

/** How many of a kind there were and would be, and what they come to; a row an outcome and asset. */
export type DifferenceSumDto = {
  readonly outcome: ResultOutcome;
  readonly asset: string;
  readonly before: { readonly count: number; readonly deltaMinor: string };
  readonly after: { readonly count: number; readonly deltaMinor: string };
  readonly added: number;
  readonly removed: number;
};

/**
 * What a run would change, against the batches that count until now: of the day itself and of the later ones that depend
 * on it. `sums` and `counts` are complete; of `rows` there are the first so many, and `more` is how many there are besides.
 */
export type RunDifferenceDto = {
  readonly lastBatchNo: string | null;
  readonly counts: Readonly<Record<"ADDED" | "REMOVED" | "CHANGED" | "same", number>>;
  readonly sums: readonly DifferenceSumDto[];
  readonly rows: readonly DifferenceRowDto[];
  readonly more: number;
  readonly matched: { readonly before: number | null; readonly after: number };
  /** Suspense items that the run would open, and those that it would close by itself. */
  readonly items: { readonly opened: number; readonly explained: number };
  /** Days that would be run again behind the one asked for. */
  readonly reruns: readonly string[];
};

/** The report of a dry run: what a run would report, and what it would change. */
export type RehearsalDto = BatchReportDto & { readonly difference: RunDifferenceDto };
