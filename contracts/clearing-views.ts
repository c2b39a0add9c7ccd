import { z } from "zod";
import { SHEET_FORMATS } from "./sheet-formats";
import type { NamedDto } from "./suspense-views";
import { dayWire, type MoneyDto } from "./wire";

export const CLEARING_KINDS = ["CAPTURE", "REFUND", "REVERSAL", "ADJUSTMENT"] as const;
export type ClearingKind = (typeof CLEARING_KINDS)[number];
/** The figures that a net is made of, in the order of its addition; each has rows of its own. */
export const CLEARING_PARTS = [
  "gross",
  "refund",
  "feeCharged",
  "feeReturned",
  "share",
  "received",
  "adjustment",
  "cost",
] as const;
export type ClearingPart = (typeof CLEARING_PARTS)[number];

/** What rows can be asked for: a figure's, or those of the fees charged and given back together. */
export const CLEARING_ROWS = [...CLEARING_PARTS, "fee"] as const;
export type ClearingRows = (typeof CLEARING_ROWS)[number];

/** Adjustments belong to no channel; in addresses that is this. */
export const NO_CHANNEL = "-";

export const runClearingInput = z.object({ date: dayWire });

const batchNo = z.string().trim().max(32);
export const clearingBatchFilters = z.object({});
export const clearingLineFilters = z.object({
  batch: batchNo,
  merchant: z.string().trim().max(32).optional(),
  channel: z.string().max(32).optional(),
});
export type ClearingLineFilters = z.output<typeof clearingLineFilters>;
export const clearingItemFilters = clearingLineFilters.extend({
  kind: z.enum(CLEARING_KINDS).optional(),
  /** Only the rows that make up this figure. */
  part: z.enum(CLEARING_ROWS).optional(),
  asset: z.string().max(16).optional(),
});
export type ClearingItemFilters = z.output<typeof clearingItemFilters>;
export const clearingTermFilters = z.object({ batch: batchNo, merchant: z.string().trim().max(32).optional() });
export type ClearingTermFilters = z.output<typeof clearingTermFilters>;

/** Which of a batch's lists is taken out; the other filters are the list's own. */
export const clearingExport = clearingItemFilters.omit({ batch: true }).extend({
  of: z.enum(["lines", "items"]),
  format: z.enum(SHEET_FORMATS),
  locale: z.enum(["en", "zh-CN"]),
});
export type ClearingExport = z.output<typeof clearingExport>;

/** Sums of one asset, minor units as text. `netMinor` is the addition of the others, without the cost. */
export type ClearingSumsDto = Readonly<Record<`${ClearingPart}Minor` | "netMinor", string>> & {
  readonly asset: string;
  readonly items: number;
};
export type ClearingBatchRowDto = {
  readonly batchNo: string;
  readonly accountingOn: string;
  readonly merchants: number;
  readonly items: number;
  /** How many orders and refunds waited for the next batch. */
  readonly carried: number;
  readonly sums: readonly ClearingSumsDto[];
  readonly computedAt: string;
  /** Null: the system. */
  readonly computedBy: string | null;
};
/** The vouchers of a batch by their event. */
export type ClearingVouchersDto = { readonly event: string; readonly count: number };
export type ClearingBatchDto = ClearingBatchRowDto & {
  readonly contentHash: string;
  /** Null for who may not read the books. */
  readonly vouchers: readonly ClearingVouchersDto[] | null;
  readonly costs: readonly { readonly channel: NamedDto; readonly costBps: number }[];
};
/** One merchant at one channel. */
export type ClearingLineRowDto = ClearingSumsDto & {
  readonly key: string;
  readonly merchant: NamedDto;
  readonly channel: NamedDto | null;
};
export type ClearingItemRowDto = {
  readonly key: string;
  readonly kind: ClearingKind;
  readonly objectNo: string;
  readonly orderNo: string | null;
  readonly merchant: NamedDto;
  /** Who has received the share, where the rows are shares. */
  readonly receiver: NamedDto | null;
  readonly channel: NamedDto | null;
  readonly asset: string;
  readonly occurredOn: string;
  readonly grossMinor: string;
  readonly refundMinor: string;
  /** Below zero where it was given back, as with the share. */
  readonly feeMinor: string;
  readonly shareMinor: string;
  readonly adjustmentMinor: string;
  readonly costMinor: string;
  /** What the row adds to the figure that was asked for; without one, to the merchant's net. */
  readonly amountMinor: string;
};
export type ClearingTermRowDto = {
  readonly merchant: NamedDto;
  /** The rate that was charged, by the tier that the month's volume before the batch had reached. */
  readonly feeBps: number;
  readonly volumeMinor: string;
  readonly tiers: readonly { readonly fromMinor: string; readonly feeBps: number }[];
  readonly feeMinMinor: string;
  readonly feeMaxMinor: string | null;
  readonly feeReturn: "NONE" | "PROPORTIONAL";
  readonly shares: readonly { readonly merchantNo: string; readonly bps: number; readonly fixedMinor: string }[];
};
/** What a list of items comes to. */
export type ClearingItemSumDto = { readonly count: number; readonly amounts: readonly MoneyDto[] };

/** An account that could not give what it would have had to, and what it has now. */
export type LackingDto = { readonly merchant: NamedDto; readonly needsMinor: string; readonly hasMinor: string };
export type CarriedItemDto = {
  readonly key: string;
  readonly kind: ClearingKind;
  readonly objectNo: string;
  readonly orderNo: string | null;
  readonly merchant: NamedDto;
  readonly asset: string;
  readonly occurredOn: string;
  readonly amountMinor: string;
  /** The later batch that took it in; null while it waits. */
  readonly clearedBy: string | null;
  readonly lacking: readonly LackingDto[];
};
/** `nextCursor`: after the last of these rows; null where there are no more. */
export type CarriedPageDto = { readonly rows: readonly CarriedItemDto[]; readonly nextCursor: string | null };
/** The days that are over and that no batch has cleared, the oldest first; `more` are left out in the middle. */
export type UnclearedDaysDto = { readonly days: readonly string[]; readonly more: number; readonly through: string };
/** A batch's content as it reads now, beside what was written when it was made. */
export type ClearingCheckDto = {
  readonly storedHash: string;
  readonly hash: string;
  readonly lines: number;
  readonly unequalLines: number;
};
