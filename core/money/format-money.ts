import { findAsset } from "./assets";
import { toDecimalString } from "./parse-money";

/** The scale of an asset, or 0 for one that only the database knows (its minor unit is then shown as it is). */
export function scaleOf(asset: string): number {
  return findAsset(asset)?.scale ?? 0;
}

/** The one formatter of amounts for people: grouped digits at the asset's scale, a true minus sign, no currency. */
export function formatAmount(amountMinor: bigint, asset: string, locale: string): string {
  const scale = scaleOf(asset);
  const formatter = new Intl.NumberFormat(locale, { minimumFractionDigits: scale, maximumFractionDigits: scale });
  // Intl formats a decimal string exactly; a Number would lose cents above 2^53. TypeScript's literal type for it is
  // narrower than what toDecimalString can promise.
  return formatter.format(toDecimalString(amountMinor, scale) as Intl.StringNumericLiteral).replace("-", "−");
}
