import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";
import type { DbReader } from "@/server/transact";

/**
 * One transaction of the only worker that may write anchors now; null when another one is at it. It is no command: an
 * anchor speaks about the trail, and would otherwise have to be anchored itself.
 */
export async function asOnlyAnchorer<T>(work: (tx: DbReader) => Promise<T>): Promise<T | null> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('audit'), hashtext('anchors of the trail')) AS mine",
    );
    const outcome = rows[0]?.mine ? await work(toReader(client)) : null;
    await client.query("COMMIT");
    return outcome;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function toReader(client: pg.PoolClient): DbReader {
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      const { rows } = await client.query<Row>(sql, [...params]);
      return rows;
    },
  };
}
