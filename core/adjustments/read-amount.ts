import { parseDecimalAmount } from "@/core/money/parse-money";

/** What a person has typed as an amount. `EMPTY` is no mistake yet. */
export type TypedAmount =
  | { readonly state: "READ"; readonly amountMinor: bigint }
  | { readonly state: "EMPTY" | "UNREADABLE" | "TOO_PRECISE" | "NOT_POSITIVE" };

/** Between thousands, as amounts are copied from pages and spreadsheets: also the full-width comma of a Chinese keyboard. */
const SEPARATORS = /[,，\s ]/g;

/** An amount in major units as it was typed, as exact minor units at `scale` decimals. */
export function readTypedAmount(text: string, scale: number): TypedAmount {
  const digits = text.normalize("NFKC").replace("。", ".").replaceAll(SEPARATORS, "");
  if (digits === "") return { state: "EMPTY" };
  const parsed = parseDecimalAmount(digits, scale);
  if (!parsed.ok) return { state: parsed.refusal.code === "amount_too_precise" ? "TOO_PRECISE" : "UNREADABLE" };
  return parsed.value > 0n ? { state: "READ", amountMinor: parsed.value } : { state: "NOT_POSITIVE" };
}
