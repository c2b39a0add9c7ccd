import "server-only";
import type { SettingsColumns } from "@/contracts/administration";
import { type Refusal, refuse } from "@/core/result";
import type { DbReader, DbTransaction } from "@/server/transact";

/** The minimum line of a reserve account; version 0 and nothing where nobody has set one. */
export type ReserveMinimum = {
  readonly bankAccount: string;
  readonly asset: string;
  readonly version: number;
  readonly columns: SettingsColumns;
};

/** The line of an account by its number in the ledger; null where there is no such reserve account. */
export async function findReserveMinimum(db: DbReader, accountNo: string): Promise<ReserveMinimum | null> {
  const [row] = await db.query<ReserveMinimum>(
    `SELECT a.bank_account AS "bankAccount", a.asset, coalesce(r.version, 0) AS version,
            jsonb_build_object('minimum_minor', coalesce(r.minimum_minor, 0)::text) AS columns
     FROM accounts a LEFT JOIN reserve_minimums r ON r.account_no = a.account_no WHERE a.gl_code = '1002' AND a.account_no = $1`,
    [accountNo],
  );
  return row ?? null;
}

export async function saveReserveMinimum(
  tx: DbTransaction,
  accountNo: string,
  columns: SettingsColumns,
): Promise<void> {
  await tx.query(
    `INSERT INTO reserve_minimums (account_no, minimum_minor, version, command_id) VALUES ($1, $2, 1, $3)
     ON CONFLICT (account_no) DO UPDATE SET minimum_minor = excluded.minimum_minor, version = reserve_minimums.version + 1,
       command_id = excluded.command_id`,
    [accountNo, columns.minimum_minor, tx.context.commandId],
  );
}

export function reserveAccountUnknown(no: string): { ok: false; refusal: Refusal<"reserve_account_unknown"> } {
  return refuse("reserve_account_unknown", `The books have no reserve account ${no}; nothing was changed.`, { no });
}
