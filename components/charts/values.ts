import { formatAmount, scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { ChartValue } from "./types";

/**
 * An amount for a chart. The size is a float on purpose, the one place where money becomes one: it only says how many
 * pixels a bar has. The text beside it is exact.
 */
export function amountValue(amountMinor: string | bigint, asset: string, locale: string): ChartValue {
  const minor = BigInt(amountMinor);
  return { size: Number(toDecimalString(minor, scaleOf(asset))), text: formatAmount(minor, asset, locale) };
}

export function countValue(count: number, locale: string): ChartValue {
  return { size: count, text: new Intl.NumberFormat(locale).format(count) };
}

/** "1.2M" or "120万" on an axis, where only the order of magnitude matters. */
export function compactNumber(locale: string): (size: number) => string {
  const format = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  return (size) => format.format(size).replace("-", "−");
}

/** The sizes alone, as the drawing library reads them. */
export function plotRows(
  points: readonly { key: string; label: string; values: Readonly<Record<string, ChartValue>> }[],
) {
  return points.map((point) => ({
    ...Object.fromEntries(Object.entries(point.values).map(([key, value]) => [key, value.size])),
    __label: point.label,
  }));
}
