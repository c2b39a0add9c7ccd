import type { Refusal, Result } from "@/core/result";
import type { StatementEncoding, StatementProblem, StatementRefusalCode, StatementTotals } from "./statement";

/**
 * Files that list what moved on an account, with its balance, and not what was paid for an order: the fund bills of
 * WeChat Pay and Alipay, and bank statements.
 */
export type CashFormat = "wechat-fund" | "alipay-fund" | "camt053" | "mt940";

/** A channel's bill of what moved on our account with it. */
export type FundFormat = Extract<CashFormat, "wechat-fund" | "alipay-fund">;

/** As for statements of payments, and: a balance that the movements don't lead to. `problems` names its lines. */
export type CashRefusalCode = StatementRefusalCode | "statement_balance_disagrees";
export type CashRefusal = Refusal<CashRefusalCode> & { problems?: readonly StatementProblem[] };

/** One movement on one account, seen from the account's owner (us). Amounts are in the minor unit of `asset`. */
export type CashLine = {
  /** Physical line in the decoded member, from 1. For XML the line on which the entry's element begins. */
  lineNo: number;
  /** Of the line's (or the element's) first byte in the uncompressed member. */
  byteOffset: number;
  /** The line's text without its line end, for XML and MT940 the entry's whole text; card numbers in it are masked. */
  raw: string;
  /** The account as the file names it (IBAN, bank account, 2088…); null where the file does not say it. */
  accountNo: string | null;
  /** IN raises the balance, OUT lowers it. Of a reversal it is the reversal's own: taking back a credit (RC) is OUT. */
  direction: "IN" | "OUT";
  /** Never negative: `direction` is the sign. */
  amountMinor: bigint;
  asset: string;
  /** The line takes an earlier movement back (camt.053 RvslInd, MT940 RC and RD). A refund is no reversal. */
  isReversal: boolean;
  /** RFC 3339 with offset, or YYYY-MM-DD where the file knows only the day on which the bank booked it. */
  happenedAt: string;
  /** YYYY-MM-DD from which interest counts, where the file says so. */
  valueOn: string | null;
  /** Signed; what the file says the account held after this line. Null where it states balances per day only. */
  balanceAfterMinor: bigint | null;
  /** The kind of business in the file's own words or codes (退款, 收费, NTRF, PMNT/ICDT/ESCT). */
  businessType: string | null;
  /** The number that the channel or bank gave to this movement alone (资金流水单号, 账务流水号, AcctSvcrRef). */
  entryNo: string | null;
  /** The channel's or bank's number of the business behind it (微信支付业务单号, 业务流水号); several lines may share it. */
  channelReference: string | null;
  /** The number that we gave to that business (商户订单号, 业务凭证号, EndToEndId, MT940 customer reference). */
  ourReference: string | null;
  counterpartyName: string | null;
  counterpartyAccountNo: string | null;
  remark: string | null;
};

/** What one account's part of a file adds up to. A bank's file may hold several accounts, or an account over pages. */
export type CashAccount = {
  accountNo: string | null;
  /** The file's own number of this statement (camt.053 Stmt/Id, MT940 :28C:); null where it has none. */
  statementNo: string | null;
  asset: string;
  /** YYYY-MM-DD, first and last day: as the file or its balances say it, otherwise of its lines. */
  startsOn: string | null;
  endsOn: string | null;
  /** Signed balances before the first and after the last line; null where the file has neither balances nor lines. */
  openingMinor: bigint | null;
  closingMinor: bigint | null;
  /** All IN lines, reversals among them. */
  income: StatementTotals;
  /** All OUT lines, reversals among them; the amount is positive. */
  outgo: StatementTotals;
  lines: number;
};

export type CashSummary = {
  format: CashFormat;
  layout: string;
  encoding: StatementEncoding;
  /** In file order; a fund bill has exactly one. */
  accounts: readonly CashAccount[];
  lines: number;
  /** The control totals and notices as the file words them. */
  footer: Record<string, string> | null;
};

/** As `StatementParser`, for movements: feed the chunks in order, then finish. Lines count for nothing until accepted. */
export type CashParser = {
  readonly format: CashFormat;
  feed(chunk: Uint8Array): CashLine[];
  /** The lines that only the end of the file completes, and what became of the file. */
  finish(): { lines: CashLine[]; outcome: Result<CashSummary, CashRefusal> };
  /** True once the rest of the file cannot change that it is refused: the caller may stop feeding. */
  hasFailed(): boolean;
};

/** The line's amount as it changes the balance. */
export function signedMinor(line: Pick<CashLine, "direction" | "amountMinor">): bigint {
  return line.direction === "IN" ? line.amountMinor : -line.amountMinor;
}

/**
 * What a line says, and nothing of how its file was written: the hash of these texts is the same for the same content.
 * Free texts may hold anything, so TABs, line ends and backslashes in them are escaped.
 */
export function canonicalCashLine(line: CashLine): string {
  const fields = [
    line.accountNo,
    line.direction,
    `${line.amountMinor}`,
    line.asset,
    line.isReversal ? "REVERSAL" : "",
    line.happenedAt,
    line.valueOn,
    line.balanceAfterMinor === null ? null : `${line.balanceAfterMinor}`,
    line.businessType,
    line.entryNo,
    line.channelReference,
    line.ourReference,
    line.counterpartyName,
    line.counterpartyAccountNo,
    line.remark,
  ];
  return fields.map((field) => escapeField(field ?? "")).join("\t");
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escapeField(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? "");
}
