/** Why an adjustment is asked for. The note says the rest in words. */
export const ADJUSTMENT_REASONS = [
  "WRONG_ACCOUNT",
  "WRONG_AMOUNT",
  "MISSED",
  "BOOKED_TWICE",
  "AGREED",
  "MONEY_MOVED",
  "OTHER",
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];
