import "server-only";
import { invariant } from "@/core/result";
import { getPool } from "@/server/db";

/**
 * Gives the waiting entries of buffered accounts their places, and answers how many found one. It decides nothing, so it
 * is no command: whoever takes money out of such an account folds it first, and what this leaves is only shorter waits.
 */
export async function foldBuffered(): Promise<bigint> {
  const { rows } = await getPool().query<{ folded: bigint }>("SELECT ledger_fold() AS folded");
  invariant(rows[0], "folding answers");
  return rows[0].folded;
}
