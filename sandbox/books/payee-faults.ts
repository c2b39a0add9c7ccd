import type { Fault, Payee } from "./books";

/** What happens to a transfer by the end of the payee's account number, so that a tester chooses it by typing a number. */
export const PAYEE_ENDINGS = {
  "0001": { happens: "FAILED", fault: "PAYEE", code: "ACCOUNT_NOT_EXIST" },
  "0002": { happens: "FAILED", fault: "PAYEE", code: "NAME_MISMATCH" },
  "0003": { happens: "FAILED", fault: "PAYEE", code: "ACCOUNT_FROZEN" },
  "0004": { happens: "FAILED", fault: "CHANNEL", code: "BANK_ERROR" },
  "0005": { happens: "BOUNCED", fault: "PAYEE", code: "REFUND" },
} as const satisfies Readonly<
  Record<string, { readonly happens: "FAILED" | "BOUNCED"; readonly fault: Fault; readonly code: string }>
>;

/** A holder whose name contains one of these never fits the account. */
export const MISMATCHING_NAMES: readonly string[] = ["不符", "MISMATCH"];

export type PayeeFate =
  | { readonly happens: "SUCCEEDED" }
  | { readonly happens: "FAILED" | "BOUNCED"; readonly fault: Fault; readonly code: string };

export function findPayeeFate(payee: Payee): PayeeFate {
  if (MISMATCHING_NAMES.some((part) => payee.holder.toUpperCase().includes(part))) return PAYEE_ENDINGS["0002"];
  const ending = payee.accountNo.replaceAll(/\D/g, "").slice(-4);
  return isEnding(ending) ? PAYEE_ENDINGS[ending] : { happens: "SUCCEEDED" };
}

function isEnding(text: string): text is keyof typeof PAYEE_ENDINGS {
  return Object.hasOwn(PAYEE_ENDINGS, text);
}
