import { absMinor } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { type CashAccount, type CashLine, signedMinor } from "./cash-line";
import type { Disagreement } from "./refuse-statement";

/** A signed balance with its day, as a bank states it. */
export type StatedBalance = { minor: bigint; asset: string; scale: number; on: string | null };

/** A file that names more accounts than this is not one of a bank's customer. */
export const MAX_CASH_ACCOUNTS = 10_000;

/** One account's part of a file while it is read. */
export type OpenCashAccount = {
  accountNo: string | null;
  statementNo: string | null;
  opening: StatedBalance | null;
  closing: StatedBalance | null;
  income: { count: number; amountMinor: bigint };
  outgo: { count: number; amountMinor: bigint };
};

export function openCashAccount(accountNo: string | null, statementNo: string | null): OpenCashAccount {
  const none = () => ({ count: 0, amountMinor: 0n });
  return { accountNo, statementNo, opening: null, closing: null, income: none(), outgo: none() };
}

export function addCashLine(account: OpenCashAccount, line: CashLine): void {
  const side = line.direction === "IN" ? account.income : account.outgo;
  side.count += 1;
  side.amountMinor += absMinor(signedMinor(line));
}

/** What the account holds after the entries read so far. */
export function balanceSoFar(account: OpenCashAccount): bigint {
  return (account.opening?.minor ?? 0n) + account.income.amountMinor - account.outgo.amountMinor;
}

/** The control total: opening balance plus entries is the closing balance, or both numbers are told. */
export function compareClosing(account: OpenCashAccount, closing: StatedBalance, tag: string): Disagreement[] {
  const found = balanceSoFar(account);
  if (found === closing.minor) return [];
  const whose = account.accountNo === null ? "" : ` of account ${account.accountNo}`;
  const said = sayBalance(closing.minor, closing);
  const reached = `an opening balance of ${sayBalance(account.opening?.minor ?? 0n, closing)} and entries that lead to`;
  return [
    {
      field: `${tag}${whose}`,
      footer: `a closing balance (${tag})${whose} of ${said}`,
      lines: `${reached} ${sayBalance(found, closing)}`,
      figures: {
        name: [tag, account.accountNo ?? ""].join(" ").trim(),
        footer: said,
        lines: sayBalance(found, closing),
      },
    },
  ];
}

export function sayBalance(minor: bigint, balance: Pick<StatedBalance, "asset" | "scale">): string {
  return `${toDecimalString(minor, balance.scale)} ${balance.asset}`;
}

export function toCashAccount(account: OpenCashAccount): CashAccount {
  const { accountNo, statementNo, opening, closing, income, outgo } = account;
  return {
    accountNo,
    statementNo,
    asset: opening?.asset ?? closing?.asset ?? "",
    startsOn: opening?.on ?? null,
    endsOn: closing?.on ?? null,
    openingMinor: opening?.minor ?? null,
    closingMinor: closing?.minor ?? null,
    income,
    outgo,
    lines: income.count + outgo.count,
  };
}
