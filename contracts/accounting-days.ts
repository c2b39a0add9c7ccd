import { z } from "zod";
import { dayWire } from "./wire";

export const closeDayInput = z.object({ date: dayWire });
export type CloseDayInput = z.output<typeof closeDayInput>;

export const REOPEN_REASON_CHARS = 500;
export const reopenDayInput = z.object({
  date: dayWire,
  reason: z.string().trim().min(3, "say why, in a few words").max(REOPEN_REASON_CHARS),
});
export type ReopenDayInput = z.output<typeof reopenDayInput>;

type Turnover = readonly { readonly asset: string; readonly amountMinor: string }[];

export type OpenDayDto = {
  readonly on: string;
  readonly vouchers: number;
  /** What each side adds up to, per asset. */
  readonly turnover: Turnover;
  readonly isOver: boolean;
};
export type ClosedDayDto = {
  readonly on: string;
  readonly vouchers: number;
  readonly turnover: Turnover;
  readonly closedAt: string;
  /** Null for the system. */
  readonly closedBy: string | null;
};
export type AccountingDaysDto = {
  readonly today: string;
  /** Null while no day of the book is closed. */
  readonly closedThrough: string | null;
  /** Null while nothing has been posted. */
  readonly next: string | null;
  /** The oldest first, since they are closed in that order. */
  readonly open: readonly OpenDayDto[];
  /** Open days beyond those listed. */
  readonly openMore: number;
  /** The newest first. */
  readonly closed: readonly ClosedDayDto[];
};
