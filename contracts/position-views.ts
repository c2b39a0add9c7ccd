import { z } from "zod";
import type { CapAlarm } from "@/core/position/cap-use";
import type { FlowKind, PlaceKind } from "@/core/position/flow";
import type { Verdict } from "@/core/position/verdict";
import { assetWire, dayWire } from "./wire";

/** The ratio in basis points as text, since it comes from whole minor units; null where nothing is owed. */
export type CoverageDto = {
  readonly asset: string;
  readonly held: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly owed: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly heldMinor: string;
  readonly owedMinor: string;
  readonly surplusMinor: string;
  readonly ratioBps: string | null;
  readonly isCovered: boolean;
  /** Open shorts, claims and channel cost: what a gap is explained by. */
  readonly explaining: readonly { readonly glCode: string; readonly amountMinor: string }[];
  readonly explainingMinor: string;
  readonly unexplainedMinor: string;
};

/** One account that the position is made of. `owner` is its bank account, its channel's code, or null for the company. */
export type PositionAccountDto = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly asset: string;
  readonly postedMinor: string;
};

/** What merchants are owed on one subject, all their accounts together. */
export type OwedSubjectDto = {
  readonly glCode: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly asset: string;
  readonly accounts: number;
  readonly postedMinor: string;
};

export type PositionDto = {
  readonly coverages: readonly CoverageDto[];
  readonly accounts: readonly PositionAccountDto[];
  readonly owed: readonly OwedSubjectDto[];
};

/**
 * What is supposed for a look ahead, as the address of the page says it: a payout run of `amount` (decimal, as people write it) from
 * `bank` on `on`, and a remittance of `channel` that comes `late` business days late. What does not fit is left out.
 */
export const positionSearch = z.object({
  asset: assetWire.optional().catch(undefined),
  amount: z.string().trim().max(24).optional().catch(undefined),
  bank: z.string().max(34).optional().catch(undefined),
  on: dayWire.optional().catch(undefined),
  channel: z.string().max(32).optional().catch(undefined),
  late: z.coerce.number().int().min(1).max(30).optional().catch(undefined),
});
export type PositionSearch = z.output<typeof positionSearch>;

export type PlaceDayDto = {
  readonly on: string;
  readonly openingMinor: string;
  readonly inMinor: string;
  readonly outMinor: string;
  readonly closeMinor: string;
  readonly shortfallMinor: string;
  /** Why, signed: what comes in is positive. */
  readonly parts: Readonly<Record<FlowKind, string>>;
};
/** A reserve bank or a channel, day by day. `accountNo` null: money falls due there, and the books have no account of it. */
export type PlaceDto = {
  readonly kind: PlaceKind;
  readonly code: string;
  readonly name: string;
  readonly accountNo: string | null;
  readonly asset: string;
  readonly minimumMinor: string | null;
  /** Of the minimum line; guards a change of it. */
  readonly version: number;
  readonly capMinor: string | null;
  /** How much of the cap what is outstanding now uses, and the alarm that it has reached. */
  readonly capUsedBps: string | null;
  readonly capAlarm: CapAlarm | null;
  readonly paysOut: boolean;
  readonly days: readonly PlaceDayDto[];
};
export type SettleableDto = {
  readonly asset: string;
  readonly on: string;
  readonly verdict: Verdict;
  readonly missingMinor: string;
  readonly inMinor: string;
  readonly outMinor: string;
  readonly shortBanks: readonly string[];
};
export type ProposedTransferDto = {
  readonly fromBank: string;
  readonly toBank: string;
  readonly asset: string;
  readonly amountMinor: string;
  readonly neededOn: string;
};
/** A transfer that somebody has proposed and nobody has decided. */
export type WaitingTransferDto = Omit<ProposedTransferDto, "neededOn"> & { readonly approvalNo: string };
export type PositionAheadDto = {
  readonly date: string;
  /** When the books were read that it starts from. */
  readonly asOf: string;
  readonly days: readonly string[];
  /** Where the calendar ends before all the days that were asked for; null where it does not. */
  readonly endedThrough: string | null;
  readonly places: readonly PlaceDto[];
  readonly verdicts: readonly SettleableDto[];
  readonly transfers: readonly ProposedTransferDto[];
  readonly waitingTransfers: readonly WaitingTransferDto[];
  readonly overdue: readonly { readonly channel: string; readonly asset: string; readonly amountMinor: string }[];
  /** What merchants may ask for at any time. */
  readonly onCall: readonly { readonly asset: string; readonly amountMinor: string }[];
};

/** What of the position needs somebody today. Caps are of the yuan. */
export type PositionAlarmsDto = {
  readonly settle: readonly SettleableDto[];
  readonly caps: readonly {
    readonly channel: string;
    readonly name: string;
    readonly outstandingMinor: string;
    readonly capMinor: string;
    readonly capUsedBps: string;
    readonly capAlarm: CapAlarm;
  }[];
};
