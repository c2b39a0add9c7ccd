/** A payment or refund is asked about this often at most, an hour apart (查复). */
export const MAX_INQUIRY_ROUNDS = 6;

/** `NO_ANSWER`: the channel could not be reached, or said nothing that can be read. "Not found" is no answer either. */
export const INQUIRY_ANSWERS = ["SUCCEEDED", "FAILED", "PROCESSING", "NOT_FOUND", "NO_ANSWER"] as const;
export type InquiryAnswerKind = (typeof INQUIRY_ANSWERS)[number];
/**
 * `SETTLED`: the answer became our status. `NOTHING_NEW`: it says what we say. `CONTRADICTS`: it says the opposite, which a
 * person has to look at. `ASK_AGAIN`: it is not final.
 */
export const INQUIRY_OUTCOMES = ["SETTLED", "NOTHING_NEW", "CONTRADICTS", "ASK_AGAIN"] as const;
export type InquiryOutcome = (typeof INQUIRY_OUTCOMES)[number];

export type InquiryFacts = {
  readonly itemKind: "PAYMENT" | "REFUND";
  /** Null: we know nothing of it. */
  readonly ourStatus: string | null;
  readonly ours: { readonly amountMinor: bigint; readonly asset: string } | null;
  /** Whether a line of the channel's statement says that it moved money. */
  readonly isListed: boolean;
};
export type InquiryAnswer =
  | { readonly kind: "SUCCEEDED"; readonly amountMinor: bigint; readonly asset: string }
  | { readonly kind: Exclude<InquiryAnswerKind, "SUCCEEDED"> };
export type InquiryDecision =
  | { readonly outcome: "SETTLED"; readonly status: "PAID" | "CLOSED" | "SUCCEEDED" | "FAILED" }
  | { readonly outcome: Exclude<InquiryOutcome, "SETTLED"> };

const DONE = { PAYMENT: "PAID", REFUND: "SUCCEEDED" } as const;
const UNDONE = { PAYMENT: "CLOSED", REFUND: "FAILED" } as const;

/** What a channel's answer makes of what we know. Only an open status of ours is settled; nothing booked is taken back. */
export function decideInquiry(facts: InquiryFacts, answer: InquiryAnswer): InquiryDecision {
  const { itemKind, ourStatus, ours } = facts;
  if (answer.kind !== "SUCCEEDED" && answer.kind !== "FAILED") return { outcome: "ASK_AGAIN" };
  if (ourStatus === null || ours === null) return { outcome: "NOTHING_NEW" };
  if (answer.kind !== "SUCCEEDED") {
    if (ourStatus === UNDONE[itemKind]) return { outcome: "NOTHING_NEW" };
    return ourStatus === DONE[itemKind] || facts.isListed
      ? { outcome: "CONTRADICTS" }
      : { outcome: "SETTLED", status: UNDONE[itemKind] };
  }
  if (answer.amountMinor !== ours.amountMinor || answer.asset !== ours.asset) return { outcome: "CONTRADICTS" };
  if (ourStatus === DONE[itemKind]) return { outcome: "NOTHING_NEW" };
  return ourStatus === UNDONE[itemKind] ? { outcome: "CONTRADICTS" } : { outcome: "SETTLED", status: DONE[itemKind] };
}
