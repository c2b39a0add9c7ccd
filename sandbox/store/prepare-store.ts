import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SCHEMA } from "./schema";

/** Any constant of our own: the books of one database have one clerk. */
const CLERK_LOCK = 7_233_120_611;
const LOCK_ATTEMPTS = 50;
const LOCK_PAUSE_MS = 200;

/**
 * Makes the tables and takes the books, which nobody else may write while we do: decisions rest on what this process knows
 * of them. Gives what lets go of them. Losing the database is a fault: what was kept in memory may no longer be true then.
 */
export async function prepareStore(
  db: pg.Pool,
  databaseUrl: string,
  onFault: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const lock = new pg.Client({ connectionString: databaseUrl, application_name: "clearing-desk sandbox books" });
  lock.on("error", onFault);
  await lock.connect();
  await takeBooks(lock);
  await db.query(SCHEMA);
  return () => lock.end();
}

async function takeBooks(lock: pg.Client): Promise<void> {
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS; attempt += 1) {
    const { rows } = await lock.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [CLERK_LOCK]);
    if (rows[0]?.taken) return;
    // One that was just killed is let go of by the database a moment later.
    await sleep(LOCK_PAUSE_MS);
  }
  await lock.end();
  throw new Error("Another sandbox keeps these books. Stop it first, or give this one a database of its own.");
}
