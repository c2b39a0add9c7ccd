import type { Side } from "./chart";

/** The journal as it leaves the house: what a file about vouchers needs to know, whatever its format. */
export type JournalAsset = { readonly code: string; readonly scale: number };

export type JournalAccount = {
  readonly accountNo: string;
  /** From the top of the chart down to the account's own subject. */
  readonly subjects: readonly { readonly code: string; readonly name: string }[];
  readonly normalSide: Side;
  readonly asset: string;
};

export type JournalLine = {
  readonly account: JournalAccount;
  readonly side: Side;
  /** Above zero, in minor units of the account's asset. */
  readonly amountMinor: bigint;
};

export type JournalVoucher = {
  readonly voucherNo: string;
  readonly accountingOn: string;
  /** RFC 3339 with offset. */
  readonly occurredAt: string;
  readonly event: string;
  readonly objectType: string;
  readonly objectNo: string;
  readonly memo: string;
  /** The login of whoever gave the command; `system` for nobody. */
  readonly by: string;
  readonly reversesVoucherNo: string | null;
  readonly lines: readonly JournalLine[];
};

/** An account with what stands on it; positive is a debit, whatever the account's normal side. */
export type JournalBalance = { readonly account: JournalAccount; readonly debitMinor: bigint };

export type JournalHead = {
  /** Days, inclusive; null is the beginning or the end of the book. */
  readonly from: string | null;
  readonly to: string | null;
  readonly zone: string;
  readonly user: string;
  /** RFC 3339 with offset. */
  readonly exportedAt: string;
  readonly assets: readonly JournalAsset[];
};

/** Writes one format, piece by piece, so that a book of any length goes through little memory. */
export type JournalWriter = {
  head: () => string;
  /** Before the vouchers, once an account of the book. */
  account: (account: JournalAccount) => string;
  /** What the accounts held before the first day of the file; `on` is the day before it. Its lines follow at once. */
  beginOpening: (on: string) => string;
  openingLine: (on: string, balance: JournalBalance) => string;
  voucher: (voucher: JournalVoucher) => string;
  /** What the accounts hold after the last voucher of the file. */
  beginClosing: (on: string) => string;
  closingLine: (balance: JournalBalance) => string;
};

/** "2026-11-01 to 2026-11-20", "the beginning to the end". */
export function sayRange({ from, to }: Pick<JournalHead, "from" | "to">): string {
  return `${from ?? "the beginning"} to ${to ?? "the end"}`;
}
