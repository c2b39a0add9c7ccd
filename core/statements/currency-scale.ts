import { ASSET_SCALES } from "@/core/money/assets";
import { scaleOf } from "@/core/money/format-money";

/** ISO 4217 currencies that are not written with two decimals. */
const ISO_SCALES: ReadonlyMap<string, number> = new Map([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
]);

/**
 * How many decimals a currency is written with in a file; null for what is no currency code. Banks and card acquirers
 * report currencies that the books do not keep, and a file with one of them can still be read and summarised.
 */
export function currencyScale(currency: string): number | null {
  if (Object.hasOwn(ASSET_SCALES, currency)) return scaleOf(currency);
  return /^[A-Z]{3}$/.test(currency) ? (ISO_SCALES.get(currency) ?? 2) : null;
}
