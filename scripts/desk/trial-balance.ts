import { formatAmount } from "@/core/money/format-money";
import { readTrialBalance, type TrialBalanceLine, type TrialBalanceTotal } from "@/server/queries/trial-balance";
import type { DeskCommand } from "./command";
import { noWords, parseDay, requiredOption } from "./words";

export const trialBalance: DeskCommand = {
  usage: "trial-balance --date D",
  summary:
    "Opening balance, turnover and closing balance of every GL account on an accounting day, by side; the last line holds the totals.",
  options: { date: { type: "string" } },
  async run(context) {
    noWords(context);
    const date = parseDay(requiredOption(context, "date"));
    await context.pool();
    const { lines, totals } = await readTrialBalance(date);
    for (const line of lines) await context.print(line, sentenceOf(line));
    // The main asset comes last: whoever reads one line of totals reads that one.
    for (const total of totals.toReversed()) await context.print(total, `${sentenceOf(total)}${verdictOf(total)}`);
    if (totals.every((total) => total.balanced)) return 0;
    await context.complain(
      "Debits and credits are not equal. Run `desk verify`, and post nothing until it is explained.",
    );
    return 1;
  },
};

function sentenceOf(line: TrialBalanceLine): string {
  const sides = [
    [line.openingDebitMinor, line.openingCreditMinor],
    [line.debitMinor, line.creditMinor],
    [line.closingDebitMinor, line.closingCreditMinor],
  ] as const;
  const columns = sides.flat().map((minor) => formatAmount(minor, line.asset, "en").padStart(16));
  return `${line.account.padEnd(8)} ${line.asset} ${columns.join(" ")}  ${line.name}`;
}

function verdictOf({ balanced }: TrialBalanceTotal): string {
  return balanced ? "" : "  NOT BALANCED";
}
