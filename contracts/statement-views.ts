import { z } from "zod";
import { businessNoWire, dayWire } from "./wire";

/** Whether the newest batch of a statement's day was run over this version, over another one, or is still to be run. */
export const STATEMENT_RECONCILIATIONS = ["NONE", "CURRENT", "OUTDATED"] as const;
export type StatementReconciliation = (typeof STATEMENT_RECONCILIATIONS)[number];

export const STATEMENT_STATES = ["newest", "unreconciled", "superseded"] as const;
export const statementFilters = z.object({
  channel: z.string().max(32).optional(),
  state: z.enum(STATEMENT_STATES).optional(),
  on: dayWire.optional(),
  q: z.string().trim().max(120).optional(),
});
export type StatementFilters = z.output<typeof statementFilters>;

/** Counts and sums of one side of a statement; `amountMinor` is never negative. */
export type StatementSideDto = { readonly count: number; readonly amountMinor: string };

/** One version of a channel's statement. Amounts are minor units of `asset`; `feeMinor` is what the channel keeps. */
export type StatementRowDto = {
  readonly statementNo: string;
  readonly channel: string;
  readonly channelName: string;
  readonly settlesOn: string;
  readonly version: number;
  readonly isNewest: boolean;
  readonly fileName: string;
  readonly asset: string;
  readonly lines: number;
  readonly payments: StatementSideDto;
  readonly refunds: StatementSideDto;
  readonly feeMinor: string;
  readonly importedAt: string;
  readonly reconciliation: StatementReconciliation;
  /** The newest batch of the day, whichever version it was run over. */
  readonly batchNo: string | null;
};

export type StatementVersionDto = {
  readonly statementNo: string;
  readonly version: number;
  readonly importedAt: string;
  readonly importedBy: string | null;
  readonly lines: number;
};

export type StatementDto = StatementRowDto & {
  readonly format: string;
  readonly layout: string;
  readonly encoding: string;
  readonly sizeBytes: number;
  readonly fileSha256: string;
  readonly contentSha256: string;
  /** What the file says about itself, in the file's own words; null where its format has no such part. */
  readonly footer: Readonly<Record<string, string>> | null;
  /** The version of its channel's mapping that read it; null for the formats that say themselves what they are. */
  readonly mappingVersion: number | null;
  readonly importedBy: string | null;
  /** Whether what was read of the file is here to take away. */
  readonly isKept: boolean;
  /** The assets of its lines. A channel adds them up in its own totals as they stand, and so do ours. */
  readonly assets: readonly string[];
  readonly versions: readonly StatementVersionDto[];
};

export const LINE_KINDS = ["PAYMENT", "REFUND"] as const;
export const LINE_STATUSES = ["SUCCEEDED", "PROCESSING", "FAILED"] as const;
export const statementLineFilters = z.object({
  statementNo: businessNoWire,
  kind: z.enum(LINE_KINDS).optional(),
  status: z.enum(LINE_STATUSES).optional(),
  q: z.string().trim().max(64).optional(),
});
export type StatementLineFilters = z.output<typeof statementLineFilters>;

/** One line of a statement with what its newest reconciliation made of it. `signedMinor`: refunds negative, failed zero. */
export type StatementLineDto = {
  readonly lineNo: number;
  readonly kind: (typeof LINE_KINDS)[number];
  readonly status: (typeof LINE_STATUSES)[number];
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly channelRefundNo: string | null;
  readonly signedMinor: string;
  readonly amountMinor: string;
  readonly feeMinor: string;
  readonly contractFeeMinor: string;
  readonly asset: string;
  readonly occurredAt: string;
  readonly raw: string;
  readonly outcome: string | null;
  readonly batchNo: string | null;
};
