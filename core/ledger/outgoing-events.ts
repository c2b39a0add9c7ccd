import type { PostingEvent } from "./catalogue";

/**
 * The events by which we ourselves decide to send money out. While the books do not prove, none of them is posted; what
 * others have done already (a bank paid, a channel refunded, an order system accepted a refund) is a fact and is booked as
 * ever. The database's guard on vouchers (migration 0800) holds the same list.
 */
export const OUTGOING_EVENTS: readonly PostingEvent[] = ["payout.accepted", "suspense.refunded_to_payer", "fees.swept"];

export function sendsMoneyOut(event: PostingEvent): boolean {
  return OUTGOING_EVENTS.includes(event);
}
