import "server-only";
import { findAsset } from "@/core/money/assets";
import { accept, type Result, refuse } from "@/core/result";
import { isFundFormat } from "@/core/statements/create-fund-parser";
import { appendAudit } from "@/server/audit/append-audit";
import {
  type BankAccountRow,
  findOrOpenBankAccount,
  findReserveCode,
  listBankAccounts,
  lockBankBook,
} from "@/server/bank/bank-accounts";
import { type BankMatched, matchBankAccount } from "@/server/bank/match-bank-account";
import { pickParts } from "@/server/bank/pick-parts";
import { type BankFile, type BankFilePart, readBankFile } from "@/server/bank/read-bank-file";
import { type StoredBankStatement, storeBankStatement } from "@/server/bank/store-bank-statement";
import { defineCommand } from "@/server/command";
import type { StatementProgress } from "@/server/statements/read-statement";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import type { DbTransaction } from "@/server/transact";

export type BankUpload = {
  readonly path: string;
  readonly fileName: string;
  /** Our code of the reserve bank account; for a channel's fund bill the channel's code. */
  readonly account: string;
  readonly onProgress?: (progress: StatementProgress) => void;
};

/** The last statement of the file, and all of them; `duplicate` when none was new. */
export type BankImported = StoredBankStatement & {
  format: string;
  account: string;
  sha256: string;
  matched: number;
  open: number;
  statements: StoredBankStatement[];
};

/**
 * Takes a bank's statement into the bank book and matches it, in one transaction: a file that is refused leaves nothing
 * behind. The same content again changes nothing; a corrected file becomes the statement's next version, and what
 * depended on lines that are gone is undone.
 */
export const importBankStatement = defineCommand<BankUpload, BankImported>({
  action: "bank.import",
  permission: "bank.import",
  object: ({ account, fileName }) => ({ type: "bank_statement", no: `${account}:${fileName}` }),
  toHashed: ({ path, fileName, account }) => ({ path, fileName, account }),
  seconds: 300,
  async effect(tx, { path, fileName, account: named, onProgress }) {
    const reserve = await findReserveCode(tx, named);
    const channel = await findChannel(tx, named.replace(CHANNEL_ACCOUNT, ""));
    if (reserve === null && channel === null) {
      const message = `No channel remits to bank account ${named}, and the books do not know it. Check the code; channels name theirs.`;
      return refuse("bank_account_unknown", message, { account: named });
    }
    const file = await readBankFile(path, fileName, onProgress);
    if (!file.ok) return file;
    const { format } = file.value;
    const target = isFundFormat(format) ? channel && toChannelAccount(channel) : reserve && toReserveAccount(reserve);
    if (!target) return refuseKind(format, named);
    await lockBankBook(tx, target.code);
    const parts = pickParts(file.value.parts, target.code, await listBankAccounts(tx, null));
    if (!parts.ok) return parts;
    return storeParts(tx, target, file.value, parts.value, fileName);
  },
});

type Target = Pick<BankAccountRow, "code" | "kind" | "channelId">;

/** How our own account with a channel is called; its fund bills are its statements. */
const CHANNEL_ACCOUNT = /^channel:/;
const toReserveAccount = (code: string): Target => ({ code, kind: "RESERVE", channelId: null });
const toChannelAccount = ({ id, code }: ChannelRow): Target => ({
  code: `channel:${code}`,
  kind: "CHANNEL",
  channelId: id,
});

function refuseKind(format: string, named: string): Result<never> {
  const message = isFundFormat(format)
    ? `This is a ${format} bill: what moved on our account with a channel. Give the channel's code instead of ${named}.`
    : `This is a bank statement (${format}), and ${named} is a channel. Give the bank account that it remits to.`;
  return refuse("bank_file_of_other_kind", message, { format, account: named });
}

async function storeParts(
  tx: DbTransaction,
  target: Target,
  file: BankFile,
  parts: readonly BankFilePart[],
  fileName: string,
): Promise<Result<BankImported>> {
  const statements: StoredBankStatement[] = [];
  let [matched, open] = [0, 0];
  for (const asset of new Set(parts.map((part) => part.asset))) {
    if (findAsset(asset) === null) {
      const message = `The file has a statement in ${asset}, which the books do not keep. Nothing was imported.`;
      return refuse("statement_asset_unknown", message, { asset });
    }
    const account = await findOrOpenBankAccount(tx, { ...target, asset });
    const own = parts.filter((part) => part.asset === asset);
    for (const part of [...own].sort((left, right) => ((left.endsOn ?? "") < (right.endsOn ?? "") ? -1 : 1))) {
      const stored = await storeBankStatement(tx, account, file, part, fileName);
      if (!stored.ok) return stored;
      statements.push(stored.value);
      if (account.fileAccountNo === null && part.accountNo !== null) {
        await tx.query("UPDATE bank_accounts SET file_account_no = $2 WHERE id = $1 AND file_account_no IS NULL", [
          account.id,
          part.accountNo,
        ]);
      }
    }
    if (account.kind !== "RESERVE") continue;
    const run: BankMatched = await matchBankAccount(tx, account);
    matched += run.matched;
    open += run.open;
  }
  const last = statements.at(-1);
  if (!last) return refuse("statement_truncated", "The file holds no statement. Nothing was imported.", { lines: "0" });
  const isNew = statements.some((statement) => !statement.duplicate);
  const imported = {
    ...last,
    duplicate: !isNew,
    format: file.format,
    account: target.code,
    sha256: file.fileSha256,
    matched,
    open,
  };
  if (isNew) {
    const objectNo = last.statementNo;
    await appendAudit(tx, { action: "bank.imported", objectType: "bank_statement", objectNo, detail: imported });
  }
  return accept({ ...imported, statements });
}
