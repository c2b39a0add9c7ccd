import "server-only";
import { invariant } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

export type BankAccountRow = {
  readonly id: bigint;
  readonly code: string;
  readonly asset: string;
  readonly kind: "RESERVE" | "CHANNEL";
  readonly channelId: bigint | null;
  readonly fileAccountNo: string | null;
};

const COLUMNS = `id, code, asset, kind, channel_id AS "channelId", file_account_no AS "fileAccountNo"`;

export async function findBankAccount(db: DbReader, code: string, asset: string): Promise<BankAccountRow | null> {
  const [row] = await db.query<BankAccountRow>(`SELECT ${COLUMNS} FROM bank_accounts WHERE code = $1 AND asset = $2`, [
    code,
    asset,
  ]);
  return row ?? null;
}

/** The bank accounts of a code, one an asset. */
export function listBankAccounts(db: DbReader, code: string | null): Promise<BankAccountRow[]> {
  return db.query<BankAccountRow>(
    `SELECT ${COLUMNS} FROM bank_accounts WHERE $1::text IS NULL OR code = $1 ORDER BY kind DESC, code, asset`,
    [code],
  );
}

/**
 * The code of the reserve account that is meant: by its code as channels name it, by its number in the ledger
 * (`1002-RESERVE-01`), or by the number that the bank's files use. Null where no channel remits to it and the books do not
 * have it: then it is a slip.
 */
export async function findReserveCode(db: DbReader, named: string): Promise<string | null> {
  const [found] = await db.query<{ code: string }>(
    `SELECT code FROM (
       SELECT bank_account AS code, 1 AS rank FROM channels WHERE bank_account = $1
       UNION ALL SELECT bank_account, 2 FROM accounts WHERE gl_code = '1002' AND $1 IN (bank_account, account_no)
       UNION ALL SELECT code, 3 FROM bank_accounts WHERE kind = 'RESERVE' AND file_account_no = $1
     ) AS known ORDER BY rank LIMIT 1`,
    [named],
  );
  return found?.code ?? null;
}

/** Takes turns with whoever else changes this bank account's book: one import or match at a time. */
export async function lockBankBook(tx: DbTransaction, code: string): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('bank_book'), hashtext($1))", [code]);
}

/** The account in the bank book; its first file opens it. */
export async function findOrOpenBankAccount(
  tx: DbTransaction,
  opened: Pick<BankAccountRow, "code" | "asset" | "kind" | "channelId">,
): Promise<BankAccountRow> {
  await tx.query(
    `INSERT INTO bank_accounts (code, asset, kind, channel_id, command_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (code, asset) DO NOTHING`,
    [opened.code, opened.asset, opened.kind, opened.channelId, tx.context.commandId],
  );
  const account = await findBankAccount(tx, opened.code, opened.asset);
  invariant(account, `${opened.code} ${opened.asset} was just opened`);
  return account;
}
