import "server-only";
import { createHash } from "node:crypto";
import { accept, invariant, type Refusal, type Result, refuse } from "@/core/result";
import { type CashAccount, type CashLine, canonicalCashLine } from "@/core/statements/cash-line";
import { isCashFormat } from "@/core/statements/create-cash-parser";
import { detectUploadedFormat, type ReadFundBill, readCashFile } from "@/server/statements/read-fund-bill";
import type { StatementProgress } from "@/server/statements/read-statement";

export type KeyedLine = CashLine & {
  /** The same for the same line in another file; a line that stands twice in a statement has two. */
  readonly lineKey: string;
};
/** One account's statement of one period, as a part of a file. */
export type BankFilePart = Omit<CashAccount, "lines"> & {
  readonly lines: readonly KeyedLine[];
  /** Of what the statement says, however its file was written. */
  readonly contentSha256: string;
};
export type BankFile = Omit<ReadFundBill, "accounts" | "lines"> & { readonly parts: readonly BankFilePart[] };

/** A bank writes thousands of lines a day at most; what is longer is held in memory for nothing. */
export const MAX_BANK_LINES = 200_000;

/** Reads a bank's or a fund bill's file and gives each of its statements its own lines. */
export async function readBankFile(
  path: string,
  fileName: string,
  onProgress?: (progress: StatementProgress) => void,
): Promise<Result<BankFile, Refusal>> {
  const format = await detectUploadedFormat(path, fileName);
  if (!format.ok) return format;
  if (!isCashFormat(format.value)) {
    const message = `This is a ${format.value} file, a channel's list of payments. Import it as a statement of its channel; the bank book takes camt.053, MT940 and fund bills.`;
    return refuse("bank_statement_expected", message, { format: format.value });
  }
  const lines: CashLine[] = [];
  const keep = async (some: CashLine[]) => {
    for (const line of some) if (lines.length <= MAX_BANK_LINES) lines.push(line);
  };
  const read = await readCashFile(path, fileName, keep, onProgress);
  if (!read.ok) return read;
  if (lines.length > MAX_BANK_LINES) {
    const message = `The file has more than ${MAX_BANK_LINES} lines. Ask for a statement a day and import them one by one.`;
    return refuse("bank_statement_too_large", message, { limit: `${MAX_BANK_LINES}` });
  }
  const { accounts, lines: _, ...rest } = read.value;
  return accept({ ...rest, parts: splitByStatement(accounts, lines) });
}

/** An account's statements stand in the order of its lines, even where another account's pages stand between them. */
function splitByStatement(accounts: readonly CashAccount[], lines: readonly CashLine[]): BankFilePart[] {
  const keyOf = (of: { accountNo: string | null; asset: string }) => `${of.accountNo ?? ""}|${of.asset}`;
  const left = new Map<string, CashLine[]>();
  for (const line of lines) {
    const own = left.get(keyOf(line));
    if (own) own.push(line);
    else left.set(keyOf(line), [line]);
  }
  return accounts.map(({ lines: count, ...account }) => {
    const own = (left.get(keyOf(account)) ?? []).splice(0, count);
    invariant(own.length === count, `the ${count} lines of ${account.statementNo ?? "a statement"} were handed out`);
    const keyed = giveKeys(own);
    return { ...account, lines: keyed, contentSha256: hashPart(account, keyed) };
  });
}

function giveKeys(lines: readonly CashLine[]): KeyedLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const hash = createHash("sha256").update(canonicalCashLine(line)).digest("hex").slice(0, 32);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return { ...line, lineKey: `${hash}#${times}` };
  });
}

function hashPart(account: Omit<CashAccount, "lines">, lines: readonly KeyedLine[]): string {
  const { asset, startsOn, endsOn, openingMinor, closingMinor } = account;
  const head = [asset, startsOn, endsOn, openingMinor, closingMinor].map((field) => `${field ?? ""}`).join("\t");
  const keys = lines.map((line) => line.lineKey).sort();
  return createHash("sha256")
    .update(`${head}\n${keys.join("\n")}`)
    .digest("hex");
}
