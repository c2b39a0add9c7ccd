import "server-only";
import { invariant } from "@/core/result";
import { type AccountRef, accountKey, findOrOpenAccounts } from "@/server/store/accounts";
import type { DbTransaction } from "@/server/transact";

/** Available balances (posted − frozen, minor units) of locked accounts, kept current while a command decides. */
export type LockedBalances = {
  availableOf(ref: AccountRef): bigint;
  move(ref: AccountRef, changeMinor: bigint): void;
};

/** Locks the balances of these accounts in id order, as posting does, so that the two never wait for each other. */
export async function lockBalances(tx: DbTransaction, refs: readonly AccountRef[]): Promise<LockedBalances> {
  const accounts = await findOrOpenAccounts(tx, refs);
  const rows = await tx.query<{ account_id: bigint; available: bigint }>(
    "SELECT account_id, available_minor AS available FROM ledger_lock($1)",
    [[...accounts.values()]],
  );
  const available = new Map(rows.map((row) => [row.account_id, row.available]));
  const idOf = (ref: AccountRef) => {
    const id = accounts.get(accountKey(ref));
    invariant(id !== undefined, `${accountKey(ref)} is locked before it is read`);
    return id;
  };
  return {
    availableOf: (ref) => available.get(idOf(ref)) ?? 0n,
    move: (ref, changeMinor) => {
      const id = idOf(ref);
      available.set(id, (available.get(id) ?? 0n) + changeMinor);
    },
  };
}
