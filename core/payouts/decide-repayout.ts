import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { PayoutStatus, RepayoutChoice } from "./payout";

export type RepayoutFacts = {
  readonly payoutNo: string;
  readonly status: PayoutStatus;
  readonly amountMinor: bigint;
  readonly isStopped: boolean;
  /**
   * Every attempt that was ever made, in their order. `isOpen`: the channel has not said its last word. `isContradicted`: it has,
   * and something else since, about which a case is open.
   */
  readonly attempts: readonly { readonly outNo: string; readonly isOpen: boolean; readonly isContradicted: boolean }[];
  /** The payee's account as it is now. */
  readonly payee: { readonly accountRef: string; readonly isOpen: boolean };
  /** The channel of the next attempt; null: no such channel. Without meaning where the money goes back. */
  readonly channel: { readonly code: string; readonly reserveMinor: bigint } | null;
};

export type RepayoutRefusal = Refusal<
  | "payout_in_doubt"
  | "payout_contradicted"
  | "payout_not_failed"
  | "money_out_stopped"
  | "payout_payee_closed"
  | "channel_unknown"
  | "payout_reserve_short"
>;

/**
 * Whether a payout that did not arrive may be paid once more, or given back. While any attempt of it may still pay, nobody
 * may: whatever their role, they would pay twice.
 */
export function decideRepayout(facts: RepayoutFacts, choice: RepayoutChoice): Result<null, RepayoutRefusal> {
  const refusal = refuseDoubt(facts) ?? (choice === "REPAY" ? refuseAttempt(facts) : null);
  return refusal ?? accept(null);
}

function refuseDoubt({ payoutNo, status, attempts }: RepayoutFacts) {
  const open = attempts.find((one) => one.isOpen);
  if (status === "IN_DOUBT" || open) {
    const outNo = open?.outNo ?? attempts.at(-1)?.outNo ?? "";
    const message = `The channel has not said what became of ${outNo}, so ${payoutNo} may still arrive. Only its last word allows another attempt.`;
    return refuse("payout_in_doubt", message, { payoutNo, outNo });
  }
  const unsaid = attempts.find((one) => one.isContradicted);
  if (unsaid) {
    const message = `The channel has contradicted itself about ${unsaid.outNo}. Close the case about it first; ${payoutNo} stays as it is.`;
    return refuse("payout_contradicted", message, { payoutNo, outNo: unsaid.outNo });
  }
  if (status === "FAILED" || status === "BOUNCED") return null;
  const message = `${payoutNo} is ${status}; only one that failed or bounced is paid again or given back.`;
  return refuse("payout_not_failed", message, { payoutNo, status });
}

function refuseAttempt({ isStopped, payee, channel, amountMinor }: RepayoutFacts) {
  if (isStopped) {
    return refuse("money_out_stopped", "No money is sent out at present; see the page Money out. Nothing was changed.");
  }
  if (!payee.isOpen) {
    const message = `${payee.accountRef} was closed since. Give the money back to the merchant instead.`;
    return refuse("payout_payee_closed", message, { account: payee.accountRef });
  }
  if (!channel) return refuse("channel_unknown", "This channel is not set up; nothing was changed.");
  if (channel.reserveMinor < amountMinor) {
    const message = `The reserve bank of ${channel.code} has ${channel.reserveMinor} minor units that no other payment waits for, less than ${amountMinor}. Choose another channel, or wait for money to come in.`;
    const amounts = { available: `${channel.reserveMinor}`, amount: `${amountMinor}` };
    return refuse("payout_reserve_short", message, { channel: channel.code, ...amounts });
  }
  return null;
}
