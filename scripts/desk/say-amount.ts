import { findAsset } from "@/core/money/assets";
import { formatAmount } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import { currencyScale } from "@/core/statements/currency-scale";

/** An amount with its currency, also of one that the books do not keep: a file may hold any. */
export function sayAmount(minor: string, asset: string): string {
  const amount = BigInt(minor);
  const digits = findAsset(asset)
    ? formatAmount(amount, asset, "en")
    : toDecimalString(amount, currencyScale(asset) ?? 2);
  return `${digits} ${asset}`;
}
