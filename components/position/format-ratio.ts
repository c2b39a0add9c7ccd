import { toDecimalString } from "@/core/money/parse-money";

const BASIS_POINT_SCALE = 4;

/** Basis points as a percentage of two decimals, exactly: "10234" is 102.34%. */
export function formatRatio(ratioBps: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 2 });
  // As in formatAmount: a decimal string is formatted exactly, and its literal type is narrower than what we can promise.
  const ratio = toDecimalString(BigInt(ratioBps), BASIS_POINT_SCALE) as Intl.StringNumericLiteral;
  return format.format(ratio).replace("-", "−");
}
