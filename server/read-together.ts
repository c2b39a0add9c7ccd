import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import type { DbReader } from "@/server/transact";

/**
 * Reads several things as they are at one instant, on one connection: what others commit meanwhile is seen by all of the queries or by
 * none. For a page's few queries; proofs have `readSnapshot`, files `withSnapshot`.
 */
export async function readTogether<T>(read: (db: DbReader) => Promise<T>): Promise<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await read(readerOf(client));
  } finally {
    await client.query("ROLLBACK").catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}

function readerOf(client: pg.PoolClient): DbReader {
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      return (await client.query<Row>(sql, [...params])).rows;
    },
  };
}
