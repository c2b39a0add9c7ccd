import { parseDecimalAmount } from "@/core/money/parse-money";

const GROUPED = /^[+-]?\d{1,3}(?:,\d{3}){1,5}(?:\.\d{0,6})?$/;

/**
 * A total in units of 10^-scale, as a footer writes it: with thousands separators perhaps, which no line has. Null when it
 * is no number.
 */
export function readFooterNumber(text: string, scale: number): bigint | null {
  const number = parseDecimalAmount(ungrouped(text), scale);
  return number.ok ? number.value : null;
}

/** A number without the separators of its thousands; anything else as it is. */
export function ungrouped(text: string): string {
  return GROUPED.test(text) ? text.replaceAll(",", "") : text;
}
