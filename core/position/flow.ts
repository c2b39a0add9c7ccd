/** Where money stands: an account at a reserve bank (1002), or what a channel owes us (1122). */
export const PLACE_KINDS = ["BANK", "CHANNEL"] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export type Place = {
  readonly kind: PlaceKind;
  /** The bank account's or the channel's code. */
  readonly code: string;
  readonly asset: string;
  /** What the books have there now, in minor units of `asset`; a channel's may be negative. */
  readonly openingMinor: bigint;
  /** Below this a reserve bank may not fall; null where nobody has set a line. */
  readonly minimumMinor: bigint | null;
  /** The most that may be outstanding at a channel; null where nobody has set it. */
  readonly capMinor: bigint | null;
  /** Whether a channel pays from this bank: only then money without a bank of its own may leave from it. */
  readonly paysOut: boolean;
};

/**
 * Why money moves. REMITTANCE: a channel pays a bank. COST: what a channel will keep of it by its contract. HELD: kept ready
 * at a bank for payouts under way. WAITING: payouts that wait for their checker. RETRY: payouts that did not arrive. REFUND: on
 * its way to payers. SETTLEMENT: falls due to merchants that are paid automatically. RELEASE: settled to
 * them, and waits for its release. WHAT_IF: supposed.
 */
export const FLOW_KINDS = [
  "REMITTANCE",
  "COST",
  "HELD",
  "WAITING",
  "RETRY",
  "REFUND",
  "SETTLEMENT",
  "RELEASE",
  "WHAT_IF",
] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** Which place, by its kind and code; the asset is the flow's. */
export type Spot = Pick<Place, "kind" | "code">;

/**
 * Money that moves once, on `dueOn` or, where that is no day of the table, on the next one that is. `from` and `to` null: from or
 * to somebody else. ANY_BANK: from whichever banks have most, as payouts without a channel are paid.
 */
export type Flow = {
  readonly kind: FlowKind;
  readonly from: Spot | "ANY_BANK" | null;
  readonly to: Spot | null;
  readonly asset: string;
  /** Minor units, above zero. */
  readonly amountMinor: bigint;
  readonly dueOn: string;
};

export function placeKey({ kind, code }: Spot, asset: string): string {
  return `${kind} ${code} ${asset}`;
}
