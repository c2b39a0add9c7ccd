/**
 * A payout (代付) and what may become of it. The money leaves the merchant's balance when it is accepted, and is in transit
 * until the channel has said its last word.
 */
export const PAYOUT_STATUSES = [
  "REQUESTED",
  "REFUSED",
  "ACCEPTED",
  "IN_DOUBT",
  "SUCCEEDED",
  "FAILED",
  "BOUNCED",
  "RETURNED",
] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/**
 * From where to where. FAILED: the channel could not, and the money waits in transit for another attempt. RETURNED: the
 * payee's fault, or given up: the merchant has it back. BOUNCED (退票): it had arrived and has come back. Either may turn out to
 * have been paid by an attempt that its channel had called failed.
 */
export const PAYOUT_MOVES: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  REQUESTED: ["ACCEPTED", "REFUSED"],
  REFUSED: [],
  ACCEPTED: ["IN_DOUBT", "SUCCEEDED", "FAILED", "RETURNED"],
  IN_DOUBT: ["ACCEPTED", "SUCCEEDED", "FAILED", "RETURNED"],
  SUCCEEDED: ["BOUNCED"],
  FAILED: ["ACCEPTED", "RETURNED", "SUCCEEDED"],
  BOUNCED: ["ACCEPTED", "RETURNED", "SUCCEEDED"],
  RETURNED: [],
};

export function mayMove(from: PayoutStatus, to: PayoutStatus): boolean {
  return PAYOUT_MOVES[from].includes(to);
}

/** While it is one of these, its money lies in 2242: neither the merchant's nor at the payee. */
export const IN_TRANSIT: readonly PayoutStatus[] = ["ACCEPTED", "IN_DOUBT", "FAILED", "BOUNCED"];
/** While it is one of these, an attempt may still take the money out of the reserve bank, which keeps it ready. */
export const UNDER_WAY: readonly PayoutStatus[] = ["ACCEPTED", "IN_DOUBT"];
/** It has come to nothing: what was asked for may be asked for again without looking double. */
export const UNDONE: readonly PayoutStatus[] = ["REFUSED", "RETURNED"];

/** Who asked: a person on the page, another system, the settlement run, or a row of a file. */
export const PAYOUT_SOURCES = ["PAGE", "REST", "SETTLEMENT", "BATCH"] as const;
export type PayoutSource = (typeof PAYOUT_SOURCES)[number];

/** What finance is asked about one that did not arrive: another attempt, or the money back to the merchant. */
export const REPAYOUT_CHOICES = ["REPAY", "RETURN"] as const;
export type RepayoutChoice = (typeof REPAYOUT_CHOICES)[number];

/**
 * What finance is asked about an attempt that its channel called failed and then paid after all: `BOOK`, the payout was paid by it;
 * `CHARGE`, it was paid beside what had become of the payout, and the merchant, whose account it went to, owes it.
 */
export const LATE_CHOICES = ["BOOK", "CHARGE"] as const;
export type LateChoice = (typeof LATE_CHOICES)[number];
