/** A status of ours that a channel's success may replace, because it is open: nothing of ours contradicts the channel. */
export const OPEN_STATUSES = { PAYMENT: ["CREATED", "UNKNOWN"], REFUND: ["ACCEPTED", "UNKNOWN"] } as const;

/** What is booked without a person: up to this amount (minor units of `asset`, included). */
export type AdoptionRule = {
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly ourStatus: "CREATED" | "ACCEPTED" | "UNKNOWN";
  readonly asset: string;
  readonly upToMinor: bigint;
};
export type AdoptionFacts = {
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly ourStatus: string | null;
  readonly ours: { readonly amountMinor: bigint; readonly asset: string } | null;
  readonly channel: { readonly status: string; readonly amountMinor: bigint; readonly asset: string };
};
/** `PROPOSE`: both sides agree on all but the status, and no rule books it, so a person proposes and another checks. */
export type Adoption = "AUTOMATIC" | "PROPOSE" | "NOT_AGREED";

/**
 * Channel wins (以渠道为准): whether what only the channel calls done is booked as it says. Amounts and asset have to agree
 * to the cent, and our own status has to be open; a closed order that was paid all the same is a person's question.
 */
export function decideAdoption(facts: AdoptionFacts, rules: readonly AdoptionRule[]): Adoption {
  const { itemKind, ourStatus, ours, channel } = facts;
  const open: readonly string[] = OPEN_STATUSES[itemKind];
  const isAgreed =
    ours !== null &&
    ourStatus !== null &&
    open.includes(ourStatus) &&
    channel.status === "SUCCEEDED" &&
    channel.amountMinor === ours.amountMinor &&
    channel.asset === ours.asset;
  if (!isAgreed) return "NOT_AGREED";
  const isBooked = rules.some(
    (rule) =>
      rule.itemKind === itemKind &&
      rule.ourStatus === ourStatus &&
      rule.asset === ours.asset &&
      ours.amountMinor <= rule.upToMinor,
  );
  return isBooked ? "AUTOMATIC" : "PROPOSE";
}
