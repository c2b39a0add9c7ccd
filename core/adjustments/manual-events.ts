import { CATALOGUE, type PostingEvent } from "@/core/ledger/catalogue";
import { CHART } from "@/core/ledger/chart";
import type { PostingRule } from "@/core/ledger/rule";

/** The one event whose lines people write themselves. */
export const FREE_EVENT = "adjustment" satisfies PostingEvent;

/**
 * The events of the catalogue that people may post by hand, with approval, because what they say can happen without any
 * file or system telling us. All others belong to the work that posts them: an order, a statement, a suspense item, a
 * payout; by hand they would leave the books with money that no such record explains.
 */
export const MANUAL_EVENTS = [
  FREE_EVENT,
  "settlement.topped_up",
  "marketing.topped_up",
  "deposit.topped_up",
  "merchant_fee.charged",
  "merchant_fee.returned",
  "profit_share.paid",
  "reserve.covered",
  "platform_marketing.prefunded",
  "fees.swept",
] as const satisfies readonly PostingEvent[];
export type ManualEvent = (typeof MANUAL_EVENTS)[number];

export function isManualEvent(event: string): event is ManualEvent {
  return MANUAL_EVENTS.some((one) => one === event);
}

/** The names that a person fills in: whose accounts, and how much. Empty for the event with free lines. */
export function blanksOf(event: ManualEvent): {
  readonly roles: readonly string[];
  readonly amounts: readonly string[];
} {
  const { lines }: PostingRule = CATALOGUE[event];
  return {
    roles: [...new Set(lines.flatMap(({ role }) => (role === null ? [] : [role])))],
    amounts: [...new Set(lines.map(({ amount }) => amount))],
  };
}

const OWNERS: ReadonlyMap<string, "CLIENT" | "OWN"> = new Map(CHART.map(({ code, fundOwner }) => [code, fundOwner]));

/** Whose money accounts of a subject hold; null for a subject that the chart does not have. */
export function fundOf(glCode: string): "CLIENT" | "OWN" | null {
  return OWNERS.get(glCode) ?? null;
}
