import "server-only";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A bank account of a merchant's, where its money may be sent. */
export type PayeeAccountRow = {
  readonly id: bigint;
  readonly accountRef: string;
  readonly merchantId: bigint;
  readonly merchantNo: string;
  readonly asset: string;
  readonly holder: string;
  readonly bank: string;
  readonly accountNo: string;
  readonly addedAt: Date;
  readonly payableFrom: Date;
  readonly closedAt: Date | null;
  readonly version: number;
};

export const PAYEE_COLUMNS = `
  p.id, p.account_ref AS "accountRef", p.merchant_id AS "merchantId", m.merchant_no AS "merchantNo", p.asset, p.holder,
  p.bank, p.account_no AS "accountNo", p.added_at AS "addedAt", p.payable_from AS "payableFrom", p.closed_at AS "closedAt",
  p.version`;
export const PAYEE_FROM = "merchant_bank_accounts p JOIN merchants m ON m.id = p.merchant_id";

/** One by its reference, within the scope; null when there is none. */
export async function findPayeeAccount(
  db: DbReader,
  scope: readonly string[] | null,
  accountRef: string,
): Promise<PayeeAccountRow | null> {
  const [row] = await db.query<PayeeAccountRow>(
    `SELECT ${PAYEE_COLUMNS} FROM ${PAYEE_FROM} WHERE p.account_ref = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [accountRef, scope],
  );
  return row ?? null;
}

/** Holds the merchant's accounts still: two requests about one number take turns. */
export async function lockPayeeAccounts(tx: DbTransaction, merchantNo: string): Promise<void> {
  await tx.query("SELECT 1 FROM merchants WHERE merchant_no = $1 FOR UPDATE", [merchantNo]);
}

export async function hasOpenAccount(
  db: DbReader,
  { merchantNo, asset, accountNo }: { readonly merchantNo: string; readonly asset: string; readonly accountNo: string },
): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM merchant_bank_accounts p JOIN merchants m ON m.id = p.merchant_id
     WHERE m.merchant_no = $1 AND p.asset = $2 AND p.account_no = $3 AND p.closed_at IS NULL`,
    [merchantNo, asset, accountNo],
  );
  return rows.length > 0;
}

type NewAccount = Pick<PayeeAccountRow, "accountRef" | "merchantId" | "asset" | "holder" | "bank" | "accountNo">;

/** Adds an account, to which nothing is paid for so many hours. `approvalId` null: given at set-up. */
export async function insertPayeeAccount(
  tx: DbTransaction,
  account: NewAccount,
  { approvalId, coolDownHours }: { readonly approvalId: bigint | null; readonly coolDownHours: number },
): Promise<void> {
  const { now, commandId } = tx.context;
  await tx.query(
    `INSERT INTO merchant_bank_accounts (account_ref, merchant_id, asset, holder, bank, account_no, approval_id, added_at,
       payable_from, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(hours => $9), $10)`,
    [
      account.accountRef,
      account.merchantId,
      account.asset,
      account.holder,
      account.bank,
      account.accountNo,
      approvalId,
      now,
      coolDownHours,
      commandId,
    ],
  );
}

export async function closePayeeAccount(tx: DbTransaction, accountRef: string, approvalId: bigint): Promise<void> {
  const { now, commandId } = tx.context;
  await tx.query(
    `UPDATE merchant_bank_accounts SET closed_at = $2, closed_approval_id = $3, version = version + 1, command_id = $4
     WHERE account_ref = $1`,
    [accountRef, now, approvalId, commandId],
  );
}
