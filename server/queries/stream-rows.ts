import "server-only";
import type pg from "pg";
import { getPool } from "@/server/db";

const FETCHED_ROWS = 2_000;
/** Whoever takes the rows may be slow, a browser on a bad line for one; then its transaction waits in the database. */
const PATIENCE = { idle_in_transaction_session_timeout: "5min", transaction_timeout: "2h" };

/** Reads of one instant, on one connection, for answers that are too long to be held. */
export type Snapshot = {
  query<Row extends pg.QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** The rows of a query, through a cursor of the server: at most a few thousand of them are in memory. */
  stream<Row extends pg.QueryResultRow>(sql: string, params?: readonly unknown[]): AsyncGenerator<Row>;
};

/** Runs `read` over a snapshot of the database. It ends with its reader: also when that goes away half-way. */
export async function* withSnapshot<T>(read: (snapshot: Snapshot) => AsyncGenerator<T>): AsyncGenerator<T> {
  const client = await getPool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(
      // Off first: a limit's clock that runs already is not set anew by another limit.
      `SELECT set_config(s.name, '0', true), set_config(s.name, wanted.value, true)
       FROM jsonb_each_text($1) AS wanted (name, value) JOIN pg_settings s ON s.name = wanted.name`,
      [JSON.stringify(PATIENCE)],
    );
    yield* read(toSnapshot(client));
  } finally {
    await client.query("ROLLBACK").catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}

function toSnapshot(client: pg.PoolClient): Snapshot {
  let cursors = 0;
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      const { rows } = await client.query<Row>(sql, [...params]);
      return rows;
    },
    async *stream<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      cursors += 1;
      const name = `streamed_${cursors}`;
      await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, [...params]);
      for (;;) {
        const { rows } = await client.query<Row>(`FETCH ${FETCHED_ROWS} FROM ${name}`);
        yield* rows;
        if (rows.length < FETCHED_ROWS) break;
      }
      await client.query(`CLOSE ${name}`);
    },
  };
}
