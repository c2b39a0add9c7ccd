import { z } from "zod";
import { businessNoWire, commandIdWire, dayWire } from "./wire";

export const RESULT_OUTCOMES = [
  "MATCHED",
  "BUFFERED_OURS",
  "BUFFERED_CHANNEL",
  "LONG",
  "SHORT",
  "AMOUNT_MISMATCH",
  "STATUS_MISMATCH",
  "FEE_MISMATCH",
  "ASSET_MISMATCH",
  "DUPLICATE",
] as const;
export type ResultOutcome = (typeof RESULT_OUTCOMES)[number];
export const BREAK_OUTCOMES = RESULT_OUTCOMES.slice(3);

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

/** One group of a batch's results: `fromFile` for lines of its own file. `channelMinor` sums signed amounts. */
export type ResultGroupDto = {
  readonly outcome: ResultOutcome;
  readonly fromFile: boolean;
  readonly count: number;
  readonly channelMinor: string;
};

/** "The books follow the channel" as it stood after the run, minor units of `asset`. */
export type EquationDto = {
  readonly asset: string;
  readonly receivableMinor: string;
  readonly statementNetMinor: string;
  readonly bufferedOursMinor: string;
  readonly bufferedChannelMinor: string;
  readonly remittedMinor: string;
  readonly rightMinor: string;
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
    readonly payments: { readonly count: number; readonly amountMinor: string };
    readonly refunds: { readonly count: number; readonly amountMinor: string };
    readonly feeMinor: string;
    /** Payments less refunds as the lines count: what the results' channel amounts must add up to. */
    readonly netMinor: string;
    readonly assets: readonly string[];
  };
  readonly groups: readonly ResultGroupDto[];
  /** Lines of the file that only say again what a break of an earlier day says: they have no result of their own. */
  readonly confirming: { readonly count: number; readonly channelMinor: string };
  readonly equations: readonly EquationDto[];
  readonly items: readonly ItemRollDto[];
  readonly runs: readonly BatchRunDto[];
  readonly causedByNo: string | null;
  /** Later days that were run again after this one, by the same command. */
  readonly rerunNos: readonly string[];
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
