import "server-only";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { maskText } from "@/server/mask-secrets";

/**
 * What a channel's code means for the attempt that it was said of. `PAYEE` and `CHANNEL` are final failures by whose fault;
 * `LATER`: not taken, the same number again later; `IN_DOUBT`: it says nothing certain about the money.
 */
export type Verdict = "PAYEE" | "CHANNEL" | "LATER" | "IN_DOUBT";
export type VerdictTable = Readonly<Record<string, Verdict>>;

/** What a table does not know is in doubt: a code that nobody has read up on must never release money. */
export function judgeCode(table: VerdictTable, code: string, message: string): ChannelOutcome {
  const said = { code, message: maskText(message) };
  const verdict = Object.hasOwn(table, code) ? table[code] : undefined;
  switch (verdict) {
    case "PAYEE":
    case "CHANNEL":
      return { kind: "FAILED", fault: verdict, ...said };
    case "LATER":
      return { kind: "LATER", ...said };
    case "IN_DOUBT":
    case undefined:
      return { kind: "NO_ANSWER", ...said };
  }
}

/** A failure that the channel has declared final itself: its reason only decides whose fault it is. */
export function failFinally(
  reasons: Readonly<Record<string, "PAYEE" | "CHANNEL">>,
  code: string,
  message: string,
): ChannelOutcome {
  // By a reason that nobody has read up on the money stays where it is, until a person decides.
  const fault = (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? "CHANNEL";
  return { kind: "FAILED", fault, code, message: maskText(message) };
}

/** A transfer that was paid and has come back from the payee's bank (退票). */
export function comeBack(
  paid: Omit<Extract<ChannelOutcome, { kind: "SUCCEEDED" }>, "kind">,
  code: string,
  message: string,
): ChannelOutcome {
  return { ...paid, kind: "BOUNCED", code, message: maskText(message) };
}

export function doubt(code: string, message: string): Extract<ChannelOutcome, { kind: "NO_ANSWER" }> {
  return { kind: "NO_ANSWER", code, message: maskText(message) };
}
