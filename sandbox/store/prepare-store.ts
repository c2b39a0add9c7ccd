import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SCHEMA } from "./schema";

/** Any constant of our own: the books of one database have one clerk. */
const CLERK_LOCK = 7_233_120_611;
const LOCK_ATTEMPTS = 50;
const LOCK_PAUSE_MS = 200;

const CONNECT_ATTEMPTS = 120;
const CONNECT_PAUSE_MS = 500;
/** The server is starting, stopping or not there yet. */
const PASSING = new Set(["57P01", "57P03", "ECONNREFUSED", "ECONNRESET"]);

/**
 * Makes the tables and takes the books, which nobody else may write while we do: decisions rest on what this process knows
 * of them. Gives what lets go of them. `onLost` is called when the database takes them away: from then on somebody else may
 * write them, and this process must end.
 */
export async function prepareStore(
  db: pg.Pool,
  databaseUrl: string,
  onLost: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const lock = await connect(databaseUrl);
  lock.on("error", onLost);
  await takeBooks(lock);
  await db.query(SCHEMA);
  return () => lock.end();
}

async function connect(connectionString: string): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString, application_name: "clearing-desk sandbox books" });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!PASSING.has(code) || attempt === CONNECT_ATTEMPTS) throw error;
      await sleep(CONNECT_PAUSE_MS);
    }
  }
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
