import type { StatementLine, StatementTotals } from "../demo-types";

/** What a statement's footer or summary says of its lines, whatever their currency. */
export function totalsOf(lines: readonly StatementLine[]): StatementTotals {
  const totals: StatementTotals = {
    payments: { count: 0, amountMinor: 0n, feeMinor: 0n },
    refunds: { count: 0, amountMinor: 0n, feeMinor: 0n },
  };
  for (const line of lines) {
    const side = line.itemKind === "REFUND" ? totals.refunds : totals.payments;
    side.count += 1;
    side.amountMinor += line.amountMinor;
    side.feeMinor += line.feeMinor;
  }
  return totals;
}
