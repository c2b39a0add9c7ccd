import { addDays } from "@/core/calendar/settlement-day";
import { toDecimalString } from "@/core/money/parse-money";
import { accept, type Refusal, type Result, refuse } from "@/core/result";

/** A bank statement as a link of its account's chain of balances; signed minor units. */
export type StatementLink = {
  readonly statementNo: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
};
export type ContinuityCode = "bank_statement_overlaps" | "bank_balance_discontinuous";
type Coming = Omit<StatementLink, "statementNo">;

/**
 * Whether a statement may stand between its neighbours. Periods must not overlap, since their lines would count twice.
 * Where a neighbour leaves no day between, its balance has to be the same; where days are missing, the statement is taken
 * and the gap stays visible until it is filled. A correction must fit what is before it; what follows may have to be
 * corrected too, and shows it. `scale` is the asset's number of decimals.
 */
export function decideContinuity(
  coming: Coming,
  others: readonly StatementLink[],
  isCorrection: boolean,
  scale: number,
): Result<true, Refusal<ContinuityCode>> {
  const overlapping = others.find((other) => other.startsOn < coming.endsOn && coming.startsOn < other.endsOn);
  if (overlapping) {
    const { statementNo, startsOn, endsOn } = overlapping;
    const message = `The file covers ${coming.startsOn} to ${coming.endsOn}, and ${statementNo} covers ${startsOn} to ${endsOn} already: lines would count twice. Import the days that are missing one by one.`;
    return refuse("bank_statement_overlaps", message, { statementNo, startsOn, endsOn });
  }
  const before = others.filter((other) => other.endsOn <= coming.endsOn).at(-1);
  if (before && before.closingMinor !== coming.openingMinor && before.endsOn >= addDays(coming.startsOn, -1)) {
    return refuseBalance(before, before.closingMinor, coming.openingMinor, scale);
  }
  const after = others.find((other) => other.endsOn > coming.endsOn);
  const touches = after && addDays(after.startsOn, -1) <= coming.endsOn;
  if (!isCorrection && touches && after.openingMinor !== coming.closingMinor) {
    return refuseBalance(after, after.openingMinor, coming.closingMinor, scale);
  }
  return accept(true);
}

function refuseBalance(
  { statementNo, endsOn }: StatementLink,
  theirs: bigint,
  ours: bigint,
  scale: number,
): Result<never, Refusal<ContinuityCode>> {
  const [expected, found] = [toDecimalString(theirs, scale), toDecimalString(ours, scale)];
  const message =
    `The balance does not go on: ${statementNo}, to ${endsOn}, has ${expected} where this file has ${found}. ` +
    "A statement between them is missing or one was corrected: ask the bank for it, import it first, and then this one again.";
  return refuse("bank_balance_discontinuous", message, { statementNo, endsOn, expected, found });
}
