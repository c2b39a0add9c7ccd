/** What is paid by attempts. */
export const OUTGOING_KINDS = ["PAYOUT", "REFUND"] as const;
export type OutgoingKind = (typeof OUTGOING_KINDS)[number];

/** What the channel is asked to do: give back what was paid through it, or pay somebody. */
export type Operation = "REFUND" | "TRANSFER";

/**
 * `WAITING`: to be sent, for the first time or again under the same number. `SENT`: somebody is sending it now. `PROCESSING`: the
 * channel has it. `IN_DOUBT`: it may have it. The last two are final.
 */
export const ATTEMPT_STATUSES = ["WAITING", "SENT", "PROCESSING", "IN_DOUBT", "SUCCEEDED", "FAILED"] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** Where an answer was heard; `WORKER`: nowhere, its worker died with the call. */
export type AnswerSource = "RESPONSE" | "INQUIRY" | "CALLBACK" | "STATEMENT" | "WORKER";

export const CASE_KINDS = [
  "LATE_SUCCESS",
  "PAID_TWICE",
  "CONTRADICTION",
  "AMOUNT_DIFFERS",
  "PAYEE_DIFFERS",
  "UNKNOWN_PAYMENT",
  "UNANSWERED",
] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** So often is a channel asked by itself about an attempt; then a person looks. */
export const AUTOMATIC_ROUNDS = 6;

export function isFinal(status: AttemptStatus): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
