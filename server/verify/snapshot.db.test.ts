import { afterEach, beforeEach, expect, it } from "vitest";
import { makePool } from "@/server/db";
import type { DbReader } from "@/server/transact";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import { readSnapshot } from "./snapshot";

/** One view of the database on two connections. */
let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
  globalThis.deskPool = db.pool;
});
afterEach(async () => {
  globalThis.deskPool = undefined;
  await db.drop();
});

const addParty = (no: string) => db.pool.query("INSERT INTO parties (party_no, name) VALUES ($1, $1)", [no]);
const countParties = async (reader: DbReader) =>
  (await reader.query<{ count: bigint }>("SELECT count(*) AS count FROM parties"))[0]?.count;
const whoReads = async (reader: DbReader) =>
  (await reader.query<{ pid: number }>("SELECT pg_backend_pid() AS pid"))[0]?.pid;

it("sees on the second connection what the first one saw, whatever is committed meanwhile", async () => {
  await addParty("before");
  const counts = await readSnapshot(async (snapshot) => {
    await addParty("meanwhile");
    const look = async (reader: DbReader) => [await countParties(reader), await whoReads(reader)];
    return snapshot.both(look, () => look(snapshot));
  });
  const [[there, theirs], [here, ours]] = counts;
  expect([there, here]).toEqual([1n, 1n]);
  expect(theirs).not.toBe(ours);
});

it("reads one after the other where the pool has no connection to spare", async () => {
  const single = makePool(db.appUrl, {
    DESK_POOL_MAX: 1,
    DESK_STATEMENT_TIMEOUT_MS: 5_000,
    DESK_LOCK_TIMEOUT_MS: 5_000,
    DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 5_000,
    DESK_TRANSACTION_TIMEOUT_MS: 5_000,
  });
  globalThis.deskPool = single;
  try {
    const [there, here] = await readSnapshot((snapshot) => snapshot.both(whoReads, () => whoReads(snapshot)));
    expect(there).toBe(here);
  } finally {
    await single.end();
  }
});

it("gives no connection back while the other part still reads on it", async () => {
  let hasEnded = false;
  const failed = readSnapshot((snapshot) =>
    snapshot.both(
      async (other) => {
        await other.query("SELECT pg_sleep(0.3)");
        await countParties(other);
        hasEnded = true;
      },
      () => snapshot.query("SELECT 1 / 0"),
    ),
  );
  await expect(failed).rejects.toThrow("division by zero");
  expect(hasEnded).toBe(true);
  expect(db.pool.idleCount).toBe(db.pool.totalCount);
});
