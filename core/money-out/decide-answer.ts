import { type AttemptStatus, type CaseKind, isFinal } from "./attempt";
import type { ChannelOutcome } from "./channel-outcome";

/** What an answer is compared with; amounts in minor units. */
export type AskedFor = {
  readonly status: AttemptStatus;
  readonly amountMinor: bigint;
  readonly asset: string;
  readonly payeeDigest: string;
};
/** `to` null: the attempt stays as it is. */
export type AnswerDecision = { readonly to: AttemptStatus | null; readonly caseKind: CaseKind | null };

const NOTHING: AnswerDecision = { to: null, caseKind: null };

/**
 * Where an answer takes an attempt, whichever way and however often it was heard. A final state is never left: what
 * contradicts it opens a case. What says nothing about the money only makes us ask again, or send the same number again. An
 * attempt that has bounced was paid: that is how it ends, and stays; the coming back is its object's.
 */
export function decideAnswer(asked: AskedFor, outcome: ChannelOutcome): AnswerDecision {
  if (isFinal(asked.status)) return { to: null, caseKind: findContradiction(asked, outcome) };
  switch (outcome.kind) {
    case "SUCCEEDED":
    case "BOUNCED": {
      const misfit = findMisfit(asked, outcome);
      if (misfit === null) return { to: "SUCCEEDED", caseKind: null };
      return { to: asked.status === "IN_DOUBT" ? null : "IN_DOUBT", caseKind: misfit };
    }
    case "FAILED":
      return { to: "FAILED", caseKind: null };
    case "PROCESSING":
      return asked.status === "PROCESSING" ? NOTHING : { to: "PROCESSING", caseKind: null };
    case "NOT_FOUND":
      // Not an answer. The same request goes out once more: the channel knows the number if it has it after all.
      if (asked.status === "IN_DOUBT") return { to: "WAITING", caseKind: null };
      return asked.status === "SENT" ? { to: "IN_DOUBT", caseKind: null } : NOTHING;
    case "LATER":
      return asked.status === "SENT" ? { to: "WAITING", caseKind: null } : NOTHING;
    case "NO_ANSWER":
      return asked.status === "SENT" ? { to: "IN_DOUBT", caseKind: null } : NOTHING;
  }
}

/** Whether an answer says that money has come back which was paid for this attempt: known before, or by this very word. */
export function saysBounced(outcome: ChannelOutcome, { caseKind }: AnswerDecision): boolean {
  return outcome.kind === "BOUNCED" && caseKind === null;
}

function findContradiction(asked: AskedFor, outcome: ChannelOutcome): CaseKind | null {
  if (outcome.kind === "BOUNCED") return asked.status === "FAILED" ? "CONTRADICTION" : findMisfit(asked, outcome);
  if (outcome.kind === "SUCCEEDED") return asked.status === "FAILED" ? "LATE_SUCCESS" : findMisfit(asked, outcome);
  return outcome.kind === "FAILED" && asked.status === "SUCCEEDED" ? "CONTRADICTION" : null;
}

function findMisfit(
  asked: AskedFor,
  said: Extract<ChannelOutcome, { kind: "SUCCEEDED" | "BOUNCED" }>,
): CaseKind | null {
  if (said.amountMinor !== asked.amountMinor || said.asset !== asked.asset) return "AMOUNT_DIFFERS";
  if (said.payeeDigest !== undefined && said.payeeDigest !== asked.payeeDigest) return "PAYEE_DIFFERS";
  return null;
}
