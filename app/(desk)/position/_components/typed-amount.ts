import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";

/** What a person typed, with or without thousands' commas, as minor units in digits; null where it is no amount. */
export function toMinor(typed: string, asset: string): string | null {
  const parsed = parseDecimalAmount(typed.trim().replaceAll(",", ""), scaleOf(asset));
  return parsed.ok && parsed.value >= 0n ? `${parsed.value}` : null;
}
