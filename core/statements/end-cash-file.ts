import { accept, type Result } from "@/core/result";
import { MAX_CASH_ACCOUNTS, type OpenCashAccount, toCashAccount } from "./cash-balance";
import type { CashFormat, CashSummary } from "./cash-line";
import { judgeFile } from "./judge-file";
import { type LineReason, sayLineReason, why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import type { Disagreement } from "./refuse-statement";
import {
  MAX_PROBLEMS,
  type StatementEncoding,
  type StatementLineCode,
  type StatementProblem,
  type StatementRefusal,
} from "./statement";

const MAX_PROBLEM_RAW_CHARS = 300;

/** What reading a bank's file has found out so far. */
export type BankFile = {
  readonly format: CashFormat;
  layout: string;
  lines: number;
  readonly accounts: OpenCashAccount[];
  readonly problems: StatementProblem[];
  readonly disagreements: Disagreement[];
  readonly notes: Map<string, string>;
};

export function openBankFile(format: CashFormat): BankFile {
  return { format, layout: "", lines: 0, accounts: [], problems: [], disagreements: [], notes: new Map() };
}

export type ProblemPlace = { lineNo: number; byteOffset: number; raw: string };

/** Notes what is wrong; `tag` is MT940's or the element's name, null where it is the line or the whole. */
export function addProblem(
  file: BankFile,
  place: ProblemPlace,
  tag: string | null,
  reason: LineReason,
  code: StatementLineCode = "statement_lines_unreadable",
): void {
  if (file.problems.length >= MAX_PROBLEMS) return;
  const { lineNo, byteOffset } = place;
  const raw = maskCardNumbers(place.raw, []).slice(0, MAX_PROBLEM_RAW_CHARS);
  file.problems.push({ code, lineNo, byteOffset, column: tag, reason: sayLineReason(reason), why: reason, raw });
}

export function addAccount(file: BankFile, place: ProblemPlace, account: OpenCashAccount): void {
  if (file.accounts.length < MAX_CASH_ACCOUNTS) file.accounts.push(account);
  else if (file.accounts.length === MAX_CASH_ACCOUNTS && file.problems.length < MAX_PROBLEMS)
    addProblem(file, place, null, why("statements_too_many", { limit: `${MAX_CASH_ACCOUNTS}` }));
}

export type BankFileEnd = { encoding: StatementEncoding; unknown: string | null; missing: string | null };

/** What becomes of a bank's file. */
export function endBankFile(file: BankFile, end: BankFileEnd): Result<CashSummary, StatementRefusal> {
  const { format, layout, lines } = file;
  const refused = judgeFile({ ...end, format, problems: file.problems, disagreements: file.disagreements, lines });
  if (refused) return refused;
  const footer = file.notes.size > 0 ? Object.fromEntries(file.notes) : null;
  const accounts = file.accounts.map(toCashAccount);
  return accept({ format, layout, encoding: end.encoding, accounts, lines, footer });
}
