import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { DbReader } from "@/server/transact";

const PATIENCE_MS = 5_000;
const POLL_MS = 20;

/**
 * A voucher id below which nothing is under way: whoever took a smaller id has committed or is gone, so a snapshot taken
 * afterwards sees all that there will ever be. Null when somebody who may have taken one posts for longer than we wait.
 *
 * Ids are taken before their transactions commit, in any order. But every posting first takes the shared lock (7233, 1)
 * and keeps it to its end; so the id that the sequence stands at, and the end of all who held the lock just after we read
 * it, is such an id. Nobody is kept from posting meanwhile: the lock is looked at, not taken.
 */
export async function findHorizon(db: DbReader, patienceMs = PATIENCE_MS): Promise<bigint | null> {
  const [sequence] = await db.query<{ id: bigint }>(
    "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM vouchers_id_seq",
  );
  const posting = await readPosting(db);
  const giveUpAt = performance.now() + patienceMs;
  for (let still = posting; still.length > 0; ) {
    if (performance.now() > giveUpAt) return null;
    await sleep(POLL_MS);
    const now = new Set(await readPosting(db));
    still = still.filter((transaction) => now.has(transaction));
  }
  return sequence?.id ?? null;
}

/** The transactions that hold the lock of postings; one id is never used by two. */
async function readPosting(db: DbReader): Promise<string[]> {
  const rows = await db.query<{ transaction: string }>(
    `SELECT virtualtransaction AS transaction FROM pg_locks
     WHERE locktype = 'advisory' AND classid = 7233 AND objid = 1 AND objsubid = 2 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map((row) => row.transaction);
}
