import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import type { DbReader } from "@/server/transact";

const SECONDS = 3_000;
/** Sums over millions of vouchers and accounts stay in memory; one proof runs at a time. */
const WORK_MEM = "128MB";

/** One unchanging view of the database, taken at `beganAt` by its own clock. */
export type Snapshot = DbReader & { readonly beganAt: Date };

/**
 * Reads in one unchanging view of the database, so that what others commit meanwhile is seen by every query or by none.
 * Nothing can be written in it, unless `writes` is asked for: then what `work` wrote is committed when it returns.
 */
export async function readSnapshot<T>(
  work: (snapshot: Snapshot) => Promise<T>,
  options: { readonly writes?: boolean } = {},
): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ ${options.writes ? "READ WRITE" : "READ ONLY"}`);
    const { rows } = await client.query<{ at: Date }>(
      // Off first: a transaction's clock that runs already is not set anew by another limit.
      `SELECT statement_timestamp() AS at, set_config(name, CASE name WHEN 'work_mem' THEN $2 ELSE '0' END, true),
              set_config(name, CASE name WHEN 'work_mem' THEN $2 ELSE $1 END, true)
       FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout', 'work_mem')`,
      [`${SECONDS}s`, WORK_MEM],
    );
    const result = await work({
      beganAt: rows[0]?.at ?? new Date(0),
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        return (await client.query<Row>(sql, [...params])).rows;
      },
    });
    if (options.writes) await client.query("COMMIT");
    return result;
  } finally {
    // After a COMMIT there is nothing left to roll back, and PostgreSQL only says so.
    await client.query("ROLLBACK").catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
