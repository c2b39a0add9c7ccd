import "server-only";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { BankAccountRow } from "@/server/bank/bank-accounts";
import type { BankFilePart } from "@/server/bank/read-bank-file";

type Known = Pick<BankAccountRow, "code" | "asset" | "fileAccountNo">;

/**
 * The statements of a file that are of bank account `code`. The number that files use for it is learned from the first
 * one; from then on a file of another account is refused, and of a file with several accounts only its own are taken.
 */
export function pickParts(
  parts: readonly BankFilePart[],
  code: string,
  known: readonly Known[],
): Result<readonly BankFilePart[], Refusal> {
  const wanted = new Set(
    [code, ...known.flatMap((one) => (one.code === code && one.fileAccountNo !== null ? [one.fileAccountNo] : []))].map(
      plain,
    ),
  );
  const isLearned = wanted.size > 1 || known.some((one) => one.code === code && one.fileAccountNo !== null);
  const own = parts.filter((part) => part.accountNo !== null && wanted.has(plain(part.accountNo)));
  if (own.length > 0) return accept(own);
  const numbers = [...new Set(parts.map((part) => part.accountNo ?? ""))];
  const [only = ""] = numbers;
  const owner = known.find((one) => one.fileAccountNo !== null && plain(one.fileAccountNo) === plain(only));
  if (numbers.length > 1 && !isLearned) {
    const listed = numbers.slice(0, 10).join(", ");
    const message = `The file holds statements of ${numbers.length} accounts (${listed}), and the desk has not learned yet which of them is ${code}. Import a file of ${code} alone first.`;
    return refuse("bank_account_ambiguous", message, { account: code, numbers: listed });
  }
  if ((isLearned && only !== "") || owner) {
    const whose = owner ? `which is ${owner.code}` : `and ${code} is another one`;
    const message = `The file is of account ${only}, ${whose}. Choose the account that the file is of; nothing was imported.`;
    return refuse("bank_account_differs", message, { account: code, number: only });
  }
  return accept(parts);
}

/** Banks group the digits of an account as they like. */
function plain(number: string): string {
  return number.replaceAll(/[\s-]/g, "").toUpperCase();
}
