import { absMinor } from "@/core/money/money";
import { readFooterNumber } from "./footer-number";
import { type Disagreement, figuresOf, sayTotals } from "./refuse-statement";
import type { StatementTotals } from "./statement";

export type AlipayTotal = { said: string; count: bigint; amountMinor: bigint };

/**
 * Reads "交易合计：6笔，商家实收共0.06元，商家优惠共0.00元" (older: 交易金额共…元), what stands behind the colon. The amount is
 * the first one. Null when it breaks off before that amount's 元.
 */
export function readAlipayTotal(text: string): AlipayTotal | null {
  const countEnd = text.indexOf("笔");
  const amountStart = text.indexOf("共", countEnd);
  const amountEnd = text.indexOf("元", amountStart);
  if (countEnd < 0 || amountStart < 0 || amountEnd < 0) return null;
  const count = readFooterNumber(text.slice(0, countEnd).trim(), 0);
  const amountMinor = readFooterNumber(text.slice(amountStart + 1, amountEnd).trim(), 2);
  return count === null || amountMinor === null ? null : { said: text, count, amountMinor };
}

export function compareAlipayTotal(
  field: string,
  what: string,
  total: AlipayTotal,
  lines: StatementTotals,
): Disagreement | null {
  // Refund totals are negative in most files, like the refund lines, but not in all.
  if (total.count === BigInt(lines.count) && absMinor(total.amountMinor) === lines.amountMinor) return null;
  const said = { count: Number(total.count), amountMinor: absMinor(total.amountMinor) };
  const figures = {
    name: field,
    footer: figuresOf(said.count, said.amountMinor),
    lines: figuresOf(lines.count, lines.amountMinor),
  };
  return { field, footer: sayTotals(said, what, 2), lines: sayTotals(lines, what, 2), figures };
}
