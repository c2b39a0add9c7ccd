import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import type { DbReader } from "@/server/transact";

const SECONDS = 900;

/**
 * Reads in one unchanging view of the database, so that what others commit meanwhile is seen by every query or by none.
 * Nothing can be written in it.
 */
export async function readSnapshot<T>(work: (snapshot: DbReader) => Promise<T>): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(
      "SELECT set_config(name, $1, true) FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')",
      [`${SECONDS}s`],
    );
    return await work({
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        const { rows } = await client.query<Row>(sql, [...params]);
        return rows;
      },
    });
  } finally {
    await client.query("ROLLBACK").catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
