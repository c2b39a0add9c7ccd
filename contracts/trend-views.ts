import { z } from "zod";

export const TREND_DAYS = ["14", "31", "92"] as const;
export const trendSearch = z.object({
  days: z.enum(TREND_DAYS).catch("31"),
  channel: z.string().max(32).optional().catch(undefined),
});

/** One reconciled day: breaks among lines, and the fee that was charged beside the contract's. Minor units of the asset. */
export type TrendDayDto = {
  readonly on: string;
  readonly batchNo: string | null;
  readonly lines: number;
  readonly broken: number;
  /** Breaks among lines, 0 to 1; null where the day was not reconciled or had no line. */
  readonly rate: number | null;
  /** Where the rate usually lies, by the 28 days before; null where they are too few. */
  readonly band: { readonly low: number; readonly middle: number; readonly high: number } | null;
  readonly isOutside: boolean;
  readonly baseMinor: string;
  readonly feeMinor: string;
  readonly contractFeeMinor: string;
  /** Charged less the contract's: positive when the channel took more. */
  readonly driftMinor: string;
  /** Thousandths of a basis point of the day's net; null where it had none. */
  readonly effectiveMilliBps: string | null;
  readonly contractMilliBps: string | null;
};

export type ChannelTrendDto = {
  readonly channel: string;
  readonly channelName: string;
  readonly asset: string;
  /** Channels that bill their fees apart, or that have no rate, are taken at their word: there is nothing to compare. */
  readonly comparesFees: boolean;
  readonly contractBps: number | null;
  readonly driftMinor: string;
  readonly days: readonly TrendDayDto[];
};
