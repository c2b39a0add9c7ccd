import type { Fault, Intention } from "./books";

/** What the channel says of an intention, which need not be the truth: see the moods. */
export type Telling = {
  readonly state: "PROCESSING" | "SUCCEEDED" | "FAILED" | "BOUNCED";
  readonly fault: Fault | null;
  readonly code: string | null;
  readonly amountMinor: bigint;
  readonly happenedAt: Date;
};

/** How a mood bends the truth. */
export type Bend = "truth" | "processing" | "failed" | "succeeded" | "contrary" | "other-amount";

export function truthOf(intention: Intention, now: Date): Telling {
  const { amountMinor, outcome, fault, code, settlesAt, bouncesAt } = intention;
  if (now < settlesAt) return { state: "PROCESSING", fault: null, code: null, amountMinor, happenedAt: settlesAt };
  if (bouncesAt !== null && now >= bouncesAt) {
    return { state: "BOUNCED", fault: "PAYEE", code: "REFUND", amountMinor, happenedAt: bouncesAt };
  }
  return { state: outcome, fault, code, amountMinor, happenedAt: settlesAt };
}

export function bendTelling(truth: Telling, bend: Bend): Telling {
  const none = { fault: null, code: null };
  if (bend === "processing") return { ...truth, ...none, state: "PROCESSING" };
  if (bend === "succeeded") return { ...truth, ...none, state: "SUCCEEDED" };
  if (bend === "failed") return { ...truth, state: "FAILED", fault: "CHANNEL", code: "BANK_ERROR" };
  if (bend === "contrary") return bendTelling(truth, truth.state === "FAILED" ? "succeeded" : "failed");
  if (bend === "other-amount") return { ...truth, amountMinor: truth.amountMinor + 1n };
  return truth;
}
