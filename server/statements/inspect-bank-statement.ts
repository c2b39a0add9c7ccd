import "server-only";
import { accept, type Result } from "@/core/result";
import type { CashAccount } from "@/core/statements/cash-line";
import type { BankFormat } from "@/core/statements/create-cash-parser";
import { readFundBill } from "./read-fund-bill";
import type { StatementProgress } from "./read-statement";

type Totals = { count: number; amountMinor: string };

/** One account's part of a bank's file. Balances are signed minor units of `asset`. */
export type BankAccountInspected = {
  accountNo: string | null;
  statementNo: string | null;
  asset: string;
  startsOn: string | null;
  endsOn: string | null;
  openingMinor: string | null;
  closingMinor: string | null;
  income: Totals;
  outgo: Totals;
  lines: number;
};

/** What a bank's file holds; it belongs to no channel and cannot be imported, so it has no number, version or twin. */
export type BankStatementInspected = {
  statementNo: null;
  format: BankFormat;
  layout: string;
  channel: null;
  settlesOn: null;
  version: null;
  duplicate: false;
  sha256: string;
  lines: number;
  accounts: readonly BankAccountInspected[];
  /** What the bank notes besides, such as entries that are not booked yet. */
  footer: Record<string, string> | null;
};

/** Reads and checks a bank's file, and keeps nothing. Needs no database. */
export async function inspectBankStatement(
  format: BankFormat,
  path: string,
  fileName: string,
  onProgress?: (progress: StatementProgress) => void,
): Promise<Result<BankStatementInspected>> {
  const read = await readFundBill(path, fileName, onProgress);
  if (!read.ok) return read;
  const { layout, accounts, lines, footer, fileSha256 } = read.value;
  return accept({
    statementNo: null,
    format,
    layout,
    channel: null,
    settlesOn: null,
    version: null,
    duplicate: false,
    sha256: fileSha256,
    lines,
    accounts: accounts.map(toAccountInspected),
    footer,
  });
}

/** As it crosses the wire: amounts as strings. */
export function toAccountInspected(account: CashAccount): BankAccountInspected {
  const { openingMinor, closingMinor, income, outgo, ...rest } = account;
  return {
    ...rest,
    openingMinor: openingMinor === null ? null : `${openingMinor}`,
    closingMinor: closingMinor === null ? null : `${closingMinor}`,
    income: { count: income.count, amountMinor: `${income.amountMinor}` },
    outgo: { count: outgo.count, amountMinor: `${outgo.amountMinor}` },
  };
}
