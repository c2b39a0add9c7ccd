import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import { inTransaction, readerOn } from "@/server/in-transaction";
import type { DbReader } from "@/server/transact";

const SECONDS = 3_000;
/** Sums over millions of vouchers and accounts stay in memory; one proof runs at a time. */
const WORK_MEM = "128MB";

/** One unchanging view of the database, taken at `beganAt` by its own clock. */
export type Snapshot = DbReader & {
  readonly beganAt: Date;
  /** Does both at once, `elsewhere` on a connection of its own that sees the very same; one after the other if none is free. */
  readonly both: <A, B>(elsewhere: (db: DbReader) => Promise<A>, here: () => Promise<B>) => Promise<[A, B]>;
};

/** What is proved: a snapshot, or a book in which nobody writes meanwhile. */
export type Book = DbReader & Partial<Pick<Snapshot, "both">>;

/**
 * Reads in one unchanging view of the database, so that what others commit meanwhile is seen by every query or by none.
 * Nothing can be written in it, unless `writes` is asked for: then what `work` wrote is committed when it returns.
 */
export function readSnapshot<T>(
  work: (snapshot: Snapshot) => Promise<T>,
  options: { readonly writes?: boolean } = {},
): Promise<T> {
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ ${options.writes ? "READ WRITE" : "READ ONLY"}`;
  return inTransaction(begin, async (client) => {
    const beganAt = await liftLimits(client);
    const db = readerOn(client);
    return work({ ...db, beganAt, both: (elsewhere, here) => readBoth(db, elsewhere, here) });
  });
}

async function readBoth<A, B>(
  db: DbReader,
  elsewhere: (db: DbReader) => Promise<A>,
  here: () => Promise<B>,
): Promise<[A, B]> {
  const pool = getPool();
  // Whoever waits for a second connection while holding the first may wait for somebody who does the same.
  const isOneFree = pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max);
  if (!isOneFree) return [await elsewhere(db), await here()];
  const [view] = await db.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '${view?.id}'`;
  return inTransaction(begin, async (client) => {
    await liftLimits(client);
    const both = [elsewhere(readerOn(client)), here()] as const;
    // Neither connection goes back to the pool while one of the two still reads on it.
    await Promise.allSettled(both);
    return Promise.all(both);
  });
}

/** Proofs may take long, and wait for each other within their transactions. Answers the database's time. */
async function liftLimits(client: pg.PoolClient): Promise<Date> {
  const { rows } = await client.query<{ at: Date }>(
    // Off first: a transaction's clock that runs already is not set anew by another limit.
    `SELECT statement_timestamp() AS at, set_config(name, CASE name WHEN 'work_mem' THEN $2 ELSE '0' END, true),
            set_config(name, CASE name WHEN 'work_mem' THEN $2 ELSE $1 END, true)
     FROM pg_settings
     WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'work_mem')`,
    [`${SECONDS}s`, WORK_MEM],
  );
  return rows[0]?.at ?? new Date(0);
}
