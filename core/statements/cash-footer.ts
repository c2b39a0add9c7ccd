import { absMinor } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { readFooterNumber } from "./footer-number";
import { type Disagreement, figuresOf } from "./refuse-statement";
import type { CashTally } from "./run-cash-parser";

/** What a footer says of one direction; a part that it leaves out is null. */
export type SaidTotals = { count: bigint | null; amountMinor: bigint | null };

/**
 * Holds a fund bill's totals of one direction against its lines. A line of 0.00 may count for either direction, so the
 * footer may count up to that many more or fewer; sums are exact.
 */
export function compareCashTotals(
  field: string,
  direction: "incoming" | "outgoing",
  said: SaidTotals,
  tally: CashTally,
): Disagreement | null {
  const found = direction === "incoming" ? tally.income : tally.outgo;
  const slack = BigInt(tally.emptyLines);
  const count = said.count ?? BigInt(found.count);
  const amountMinor = absMinor(said.amountMinor ?? found.amountMinor);
  const isCounted = absMinor(count - BigInt(found.count)) <= slack;
  if (isCounted && amountMinor === found.amountMinor) return null;
  const say = (lines: bigint, minor: bigint) => `${lines} ${direction} of ${toDecimalString(minor, 2)}`;
  const figures = {
    name: field,
    footer: figuresOf(count, amountMinor),
    lines: figuresOf(found.count, found.amountMinor),
  };
  return { field, footer: say(count, amountMinor), lines: say(BigInt(found.count), found.amountMinor), figures };
}

/** A count as bills write it: "20", or "20.0" where a spreadsheet's number format got into it. Null when it is none. */
export function readCount(text: string): bigint | null {
  const count = readFooterNumber(text, 0);
  return count !== null && count >= 0n ? count : null;
}
