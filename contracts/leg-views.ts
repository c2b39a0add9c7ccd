/**
 * The three legs of reconciliation for one channel and settlement date, each an equation of two sums. AGREES: to the cent,
 * and nothing waits. WAITS: what differs is within its time. DIFFERS: somebody has to look. NOT_RUN: there is nothing to
 * compare yet (no statement, no batch, no bank statement).
 */
export const LEG_NAMES = ["ORDERS_CHANNEL", "ORDERS_LEDGER", "CHANNEL_BANK"] as const;
export type LegName = (typeof LEG_NAMES)[number];
export type LegState = "AGREES" | "WAITS" | "DIFFERS" | "NOT_RUN";

/** Signed minor units of `asset`. Left is ours (orders; for CHANNEL_BANK the statement's net), right the other side. */
export type LegSumDto = {
  asset: string;
  leftMinor: string;
  rightMinor: string;
  /** Right less left. */
  differenceMinor: string;
  /** The part of the difference that waits or waited: put into the buffer by the day's batch, or not due yet. */
  waitingMinor: string;
};

/**
 * What differs. Kinds of ORDERS_CHANNEL are the break kinds; of ORDERS_LEDGER: NOT_CAPTURED, CAPTURED_TWICE,
 * OTHER_AMOUNT; of CHANNEL_BANK: LATE, OTHER_AMOUNT.
 */
export type LegItemDto = {
  kind: string;
  /** The matched key, the order, or `channel:date`. */
  key: string;
  orderNo: string | null;
  refundNo: string | null;
  asset: string;
  leftMinor: string;
  rightMinor: string;
  differenceMinor: string;
};

export type LegDto = {
  leg: LegName;
  state: LegState;
  sums: LegSumDto[];
  /** All that differ; `items` are the first of them. */
  differing: number;
  waiting: number;
  items: LegItemDto[];
};

export type LegsDto = {
  channel: string;
  channelName: string;
  date: string;
  statementNo: string | null;
  batchNo: string | null;
  legs: LegDto[];
  /** The legs that DIFFER: where to look. */
  wrong: LegName[];
};
