import { createCamt053Parser } from "./camt053";
import type { CashFormat, CashParser, FundFormat } from "./cash-line";
import { createFundParser, isFundFormat } from "./create-fund-parser";
import { createMt940Parser } from "./mt940";

/** A bank's list of what moved on our accounts there. */
export type BankFormat = Exclude<CashFormat, FundFormat>;

export function isBankFormat(format: string): format is BankFormat {
  return format === "camt053" || format === "mt940";
}

/** Whether a file of `format` lists movements, and so goes to `createCashParser` and not to `createStatementParser`. */
export function isCashFormat(format: string): format is CashFormat {
  return isFundFormat(format) || isBankFormat(format);
}

/** A parser for one file of movements of `format` (see `detectStatementFormat`), which came in so many `parts`. */
export function createCashParser(format: CashFormat, parts = 1): CashParser {
  if (isFundFormat(format)) return createFundParser(format, parts);
  return format === "camt053" ? createCamt053Parser() : createMt940Parser();
}
