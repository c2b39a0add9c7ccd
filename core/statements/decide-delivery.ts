import { addDays, settlementDayOf } from "@/core/calendar/settlement-day";

export const DELIVERY_STATES = ["RECEIVED", "WAIVED", "NOT_DUE", "DUE", "LATE"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type DeliveryFacts = {
  /** The settlement day that the statement is for, YYYY-MM-DD. */
  readonly on: string;
  readonly isReceived: boolean;
  /** Somebody has said that none is to come. */
  readonly isWaived: boolean;
  /** False before the channel had its first payment. */
  readonly isExpected: boolean;
};
export type DeliveryTerms = { readonly timezone: string; readonly cutoff: string; readonly statementLagDays: number };

/** The channel's own day on which a statement is due; it is late when that day has ended by the channel's cut-off. */
export function deliveryDueOn(on: string, terms: DeliveryTerms): string {
  return addDays(on, terms.statementLagDays);
}

/** How a statement stands at `now`, by the channel's clock: its time zone and its cut-off decide which day it is there. */
export function decideDelivery(facts: DeliveryFacts, terms: DeliveryTerms, now: Date): DeliveryState {
  if (facts.isReceived) return "RECEIVED";
  if (facts.isWaived) return "WAIVED";
  const today = settlementDayOf(now, terms.timezone, terms.cutoff);
  const dueOn = deliveryDueOn(facts.on, terms);
  if (!facts.isExpected || today < dueOn) return "NOT_DUE";
  return today === dueOn ? "DUE" : "LATE";
}
