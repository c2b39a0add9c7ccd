import { z } from "zod";
import { BREAK_KINDS } from "@/core/suspense/item";
import type { BreakSumDto } from "./board-views";
import type { EvidenceDto } from "./suspense-views";
import { businessNoWire, commandIdWire, dayWire } from "./wire";

export const RESULT_OUTCOMES = ["MATCHED", "BUFFERED_OURS", "BUFFERED_CHANNEL", ...BREAK_KINDS] as const;
export type ResultOutcome = (typeof RESULT_OUTCOMES)[number];

export const runReconciliationInput = z
  .strictObject({
    commandId: commandIdWire,
    channel: z.string().min(1).max(32),
    date: dayWire,
  })
  .transform(({ channel, date }) => ({ channel, date }));

/** What a run found, or a dry run would find. `breaks` counts per kind; `proof` holds the equation of the books. */
export type BatchReportDto = {
  readonly batchNo: string;
  readonly date: string;
  readonly channel: string;
  readonly matched: number;
  readonly buffered: { readonly ours: number; readonly channel: number };
  readonly breaks: Readonly<Record<string, number>>;
  readonly released: number;
  readonly proof: Readonly<Record<string, unknown>>;
};

export const BATCH_SHOWN = ["current", "broken", "unbalanced"] as const;
export const batchFilters = z.object({
  channel: z.string().max(32).optional(),
  on: dayWire.optional(),
  show: z.enum(BATCH_SHOWN).optional(),
});
export type BatchFilters = z.output<typeof batchFilters>;

/** One numbered run over a channel's day. `costMinor` is what the run booked as channel cost, in the channel's asset. */
export type BatchRowDto = {
  readonly batchNo: string;
  readonly channel: string;
  readonly channelName: string;
  readonly statementOn: string;
  readonly runNo: number;
  readonly isCurrent: boolean;
  readonly statementNo: string;
  readonly matched: number;
  readonly waitingOurs: number;
  readonly waitingChannel: number;
  readonly released: number;
  readonly broken: number;
  readonly breaks: Readonly<Record<string, number>>;
  readonly isBalanced: boolean;
  readonly costMinor: string;
  readonly asset: string;
  readonly runAt: string;
  readonly runBy: string | null;
};

/** What a batch found of one outcome and asset: `fromFile` for lines of its own file. Signed minor units. */
export type BatchSumDto = {
  readonly outcome: ResultOutcome;
  readonly fromFile: boolean;
  readonly asset: string;
  readonly count: number;
  readonly oursMinor: string;
  readonly channelMinor: string;
};

/**
 * "The books follow the channel" as it stood after the run, minor units of `asset`. The two parts of ours: what waits for
 * its line (`waitingOurs`), and what is not due in any statement that was reconciled (`notDue`).
 */
export type EquationDto = {
  readonly asset: string;
  readonly statementNetMinor: string;
  readonly remittedMinor: string;
  readonly owedMinor: string;
  readonly waitingOursMinor: string;
  readonly notDueMinor: string;
  readonly bufferedChannelMinor: string;
  readonly rightMinor: string;
  readonly receivableMinor: string;
  readonly differenceMinor: string;
};

/** Suspense items of the channel in one direction and asset, before and after the run. */
export type ItemRollDto = {
  readonly direction: "LONG" | "SHORT";
  readonly asset: string;
  readonly opening: { readonly count: number; readonly amountMinor: string };
  readonly opened: { readonly count: number; readonly amountMinor: string };
  readonly closed: { readonly count: number; readonly amountMinor: string };
  readonly closing: { readonly count: number; readonly amountMinor: string };
};

export type BatchRunDto = {
  readonly batchNo: string;
  readonly runNo: number;
  readonly isCurrent: boolean;
  readonly statementNo: string;
  readonly statementVersion: number;
  readonly matched: number;
  readonly waitingOurs: number;
  readonly waitingChannel: number;
  readonly broken: number;
  readonly runAt: string;
  readonly runBy: string | null;
  readonly causedByNo: string | null;
};

export type BatchDto = BatchRowDto & {
  readonly statement: {
    readonly statementNo: string;
    readonly version: number;
    readonly fileName: string;
    readonly fileSha256: string;
    readonly lines: number;
    /** Payments less refunds as the lines count: what the results' channel amounts must add up to, an asset a row. */
    readonly assets: readonly { readonly asset: string; readonly lines: number; readonly netMinor: string }[];
  };
  /** The newest version of the statement where it is not the one that this batch was run over. */
  readonly correctedBy: { readonly statementNo: string; readonly version: number } | null;
  readonly sums: readonly BatchSumDto[];
  readonly breakSums: readonly BreakSumDto[];
  readonly equations: readonly EquationDto[];
  /** The last batch of the same run, of a later day where there is one: the equation's waiting rows are its results. */
  readonly lastOfRun: { readonly batchNo: string; readonly waitingOurs: number; readonly waitingChannel: number };
  /** How many days' statements the equation's nets are of. */
  readonly reconciledDays: number;
  readonly items: readonly ItemRollDto[];
  readonly runs: readonly BatchRunDto[];
  readonly causedByNo: string | null;
  /** Later days that were run again after this one, by the same command. */
  readonly rerunNos: readonly string[];
};

/** The terms of the equation whose rows are shown beside it. */
export const PROOF_TERMS = ["statements", "remitted", "notDue"] as const;
export type ProofTerm = (typeof PROOF_TERMS)[number];

/** A row behind a term: a day with its statement, its remittance, or what of ours is expected in its statement. */
export type ProofRowDto = {
  readonly key: string;
  readonly on: string | null;
  /** The statement or the voucher. */
  readonly no: string | null;
  readonly count: number;
  readonly grossMinor: string;
  readonly feeMinor: string;
  readonly amountMinor: string;
};

/** The rows of a term and what they come to: `olderMinor` is what stands before the first of them. */
export type ProofRowsDto = {
  readonly rows: readonly ProofRowDto[];
  readonly older: { readonly count: number; readonly amountMinor: string };
  readonly totalMinor: string;
};

/** What changed between two runs of one day. A side without a break or a wait is matched there, or not in it. */
export type RunChangeDto = {
  readonly key: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly orderNo: string | null;
  readonly asset: string;
  readonly before: { readonly outcome: ResultOutcome; readonly deltaMinor: string } | null;
  readonly after: { readonly outcome: ResultOutcome; readonly deltaMinor: string } | null;
};

export const RESULT_GROUPS = ["matched", "waiting", "broken", "released"] as const;
export const resultFilters = z.object({
  batchNo: businessNoWire,
  group: z.enum(RESULT_GROUPS).optional(),
  outcome: z.enum(RESULT_OUTCOMES).optional(),
  q: z.string().trim().max(64).optional(),
});
export type ResultFilters = z.output<typeof resultFilters>;

export type ResultRowDto = {
  readonly id: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly outcome: ResultOutcome;
  readonly isReleased: boolean;
  /** A later batch decided it again. */
  readonly isSuperseded: boolean;
  readonly orderNo: string | null;
  readonly refundNo: string | null;
  readonly channelTradeNo: string | null;
  readonly oursStatus: string | null;
  readonly oursMinor: string;
  readonly channelMinor: string;
  readonly deltaMinor: string;
  readonly feeMinor: string;
  readonly feeDeltaMinor: string;
  readonly asset: string;
  readonly lineNo: number | null;
  readonly lineOn: string | null;
  readonly waitsSince: string;
  readonly itemNo: string | null;
};

/** One result with its three sides: order or refund, channel line, and what the book holds of ours. */
export type ResultDto = {
  readonly row: ResultRowDto;
  readonly evidence: EvidenceDto;
  /** Suspense items of the key, the newest first. */
  readonly items: readonly { readonly itemNo: string; readonly kind: string; readonly status: string }[];
};
