import "server-only";
import { invariant } from "@/core/result";
import type { DbTransaction } from "@/server/transact";

/** A batch under way: its number for itself and the day that it clears. */
export type OpenBatch = { readonly id: bigint; readonly batchNo: string; readonly on: string };

/**
 * Takes everything due until the end of the day into the batch: the terms that hold now, items, shares and lines. Answers
 * how much is in it, and how much waits for the next one.
 */
export async function clearItems(tx: DbTransaction, batch: OpenBatch): Promise<{ items: bigint; carried: bigint }> {
  const [taken] = await tx.query<{ items: bigint; carried: bigint }>(
    "SELECT items, carried FROM clearing_take($1, $2)",
    [batch.id, batch.on],
  );
  invariant(taken, "a function answers");
  return taken;
}
