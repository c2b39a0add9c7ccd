import { z } from "zod";
import type { DayChecklistDto } from "./day-close";
import { dayWire } from "./wire";

export const closeDayInput = z.object({ date: dayWire });
export type CloseDayInput = z.output<typeof closeDayInput>;

const REOPEN_REASON_CHARS = 500;
export const reopenDayInput = z.object({
  date: dayWire,
  reason: z.string().trim().min(3, "say why, in a few words").max(REOPEN_REASON_CHARS),
});
export type ReopenDayInput = z.output<typeof reopenDayInput>;

type Turnover = readonly { readonly asset: string; readonly amountMinor: string }[];

/** How the first open day stands: everything that was found, of a day that is over. */
export type FirstOpenDayDto = {
  readonly day: string;
  readonly state: "READY" | "RED" | "WAITING";
  readonly checklist: DayChecklistDto;
};
export type OpenDayDto = {
  readonly on: string;
  readonly vouchers: number;
  /** What each side adds up to, per asset. */
  readonly turnover: Turnover;
  readonly isOver: boolean;
  /** Attempts to close it that were refused, and closings that were undone since. */
  readonly refused: number;
  readonly undone: number;
};
export type ClosedDayDto = {
  readonly on: string;
  readonly vouchers: number;
  readonly turnover: Turnover;
  readonly closedAt: string;
  /** Null for the system. */
  readonly closedBy: string | null;
  /** What the closing in force found: `exceptions` in its way, or null where nothing was kept of it. */
  readonly exceptions: number | null;
  /** Attempts that were refused, whenever. */
  readonly refused: number;
};
export type AccountingDaysDto = {
  readonly today: string;
  /** Null while no day of the book is closed. */
  readonly closedThrough: string | null;
  /** Null while nothing has been posted. */
  readonly next: string | null;
  /** Null while no day is over and open. */
  readonly first: FirstOpenDayDto | null;
  /** The oldest first, since they are closed in that order. */
  readonly open: readonly OpenDayDto[];
  /** Open days beyond those listed. */
  readonly openMore: number;
  /** The newest first. */
  readonly closed: readonly ClosedDayDto[];
};
