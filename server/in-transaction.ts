import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import type { DbReader } from "@/server/transact";

/**
 * Runs `work` in one transaction, on a connection of its own that `begin` opens it on. It is committed, or rolled back where
 * `work` throws or `isKept` says no of its result. A connection that cannot even be rolled back does not go back to the pool.
 */
export async function inTransaction<T>(
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
  isKept: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query(isKept(result) ? "COMMIT" : "ROLLBACK");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What reads and writes on this one connection. */
export function readerOn(client: pg.PoolClient): DbReader {
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      return (await client.query<Row>(sql, [...params])).rows;
    },
  };
}
