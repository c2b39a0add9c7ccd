import { afterAll, beforeAll, expect, test } from "vitest";
import { assertAppRole } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "./database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("the app role is plain, the owner is refused", async () => {
  await assertAppRole(database.pool);
  await expect(assertAppRole(database.ownerPool)).rejects.toThrow(
    /desk_owner owns \d+ tables or indexes and may create tables/,
  );
});

test("types arrive exact: bigint, day, instant", async () => {
  const { rows } = await database.pool.query(
    "SELECT 9007199254740993::int8 AS id, '2026-11-19'::date AS day, ARRAY[1, NULL]::int8[] AS ids, '2026-11-19T00:00:00+08'::timestamptz AS at, current_setting('TimeZone') AS zone, current_setting('transaction_timeout') AS limit",
  );
  expect(rows[0]).toEqual({
    id: 9007199254740993n,
    day: "2026-11-19",
    ids: [1n, null],
    at: new Date("2026-11-18T16:00:00Z"),
    zone: "UTC",
    limit: "1min",
  });
});

test("the app role makes no tables", async () => {
  await expect(database.pool.query("CREATE TABLE sneaky (id int)")).rejects.toThrow(
    "permission denied for schema public",
  );
});
