/**
 * A settlement (结算单) and what may become of it: computed, looked over by one person, let go by another, paid. The money is
 * the merchant's from the beginning, and frozen until it is let go.
 */
export const SETTLEMENT_STATUSES = ["COMPUTED", "REVIEWED", "RELEASED", "PAID", "PARTLY_PAID"] as const;
export type SettlementStatus = (typeof SETTLEMENT_STATUSES)[number];

/** From where to where. Back to RELEASED: its payout has bounced or come to nothing, or another one is asked for. */
export const SETTLEMENT_MOVES: Readonly<Record<SettlementStatus, readonly SettlementStatus[]>> = {
  COMPUTED: ["REVIEWED"],
  REVIEWED: ["RELEASED"],
  RELEASED: ["RELEASED", "PAID", "PARTLY_PAID"],
  PAID: ["RELEASED"],
  PARTLY_PAID: ["RELEASED"],
};

/** Why an item of a settled day waits all the same: its order has an open break, or its payer disputes it. */
export const HOLD_BACK_REASONS = ["OPEN_BREAK", "DISPUTE"] as const;
export type HoldBackReason = (typeof HOLD_BACK_REASONS)[number];
