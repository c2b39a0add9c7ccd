import { z } from "zod";
import type { BatchRowDto } from "./reconciliation-views";
import { dayWire, type MoneyDto } from "./wire";

/**
 * Where a channel's day stands, most basic first. A statement is `DUE` on the day on which the channel should deliver it,
 * `LATE` from the next. `WAITING`: balanced, no breaks, and something waits for its other side, which is nothing wrong.
 */
export const DAY_STATES = [
  "NOT_DUE",
  "DUE",
  "LATE",
  "TO_RUN",
  "RUNNING",
  "OUTDATED",
  "UNBALANCED",
  "BROKEN",
  "WAITING",
  "BALANCED",
] as const;
export type DayState = (typeof DAY_STATES)[number];

/** What the cells count: breaks, what waits, or the lines of the statement. */
export const BOARD_MEASURES = ["broken", "waiting", "lines"] as const;
export type BoardMeasure = (typeof BOARD_MEASURES)[number];

/** A count and the money behind it, one amount an asset: breaks and waiting as sizes, lines as their net. */
export type CountedDto = { readonly count: number; readonly sums: readonly MoneyDto[] };

export type BoardCellDto = {
  readonly on: string;
  readonly state: DayState;
  readonly statementNo: string | null;
  readonly batchNo: string | null;
} & Readonly<Record<BoardMeasure, CountedDto>>;

/** `through` ends fourteen days; `month` is a whole one. */
export const boardSearch = z.object({
  through: dayWire.optional(),
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/, "a month is written YYYY-MM")
    .optional(),
});
export type BoardSearch = z.output<typeof boardSearch>;

export type DayChoiceDto = { readonly channel: string; readonly channelName: string; readonly on: string };

export type BoardDto = {
  readonly today: string;
  /** The month that is shown as a whole; null for fourteen days. */
  readonly month: string | null;
  readonly days: readonly string[];
  readonly channels: readonly {
    readonly code: string;
    readonly name: string;
    readonly cells: readonly BoardCellDto[];
  }[];
  /** What has to be run to be up to date, of whatever day, in the order in which to run it. */
  readonly toRun: readonly DayChoiceDto[];
};

export type BreakSumDto = {
  readonly kind: string;
  readonly asset: string;
  readonly count: number;
  /** Both as sizes: what is too much on the channel's side, and what is missing there. */
  readonly longMinor: string;
  readonly shortMinor: string;
};

export type DayStatementDto = {
  readonly statementNo: string;
  readonly version: number;
  readonly fileName: string;
  readonly lines: number;
  readonly isNewest: boolean;
  readonly importedAt: string;
  readonly importedBy: string | null;
};

/** One channel's day for the panel beside the board. */
export type DayDto = {
  readonly channel: string;
  readonly channelName: string;
  /** The day on which the channel should deliver its statement. */
  readonly dueOn: string;
  readonly cell: BoardCellDto;
  readonly statements: readonly DayStatementDto[];
  readonly batch: BatchRowDto | null;
  readonly breaks: readonly BreakSumDto[];
  readonly runs: number;
};
