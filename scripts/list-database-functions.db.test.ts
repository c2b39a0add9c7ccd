import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import { describeDatabaseFunctions, listDatabaseFunctions, readMigration } from "./list-database-functions";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("the list of functions is that of the migrations; `npm run functions` writes it anew", () => {
  const written = readFileSync(resolve(import.meta.dirname, "../docs/database-functions.md"), "utf8");
  expect(written).toBe(describeDatabaseFunctions());
});

it("the place that is listed has the text which the database runs", async () => {
  const { rows } = await database.ownerPool.query<{ name: string; body: string }>(
    `SELECT proname AS name, prosrc AS body FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY proname COLLATE "C"`,
  );
  const places = listDatabaseFunctions();
  expect(places.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  const elsewhere = places.filter(({ migration, line }, nth) => {
    const text = readMigration(migration)
      .split("\n")
      .slice(line - 1)
      .join("\n");
    const end = text.indexOf("\nCREATE ", 1);
    return !(end < 0 ? text : text.slice(0, end)).includes(rows[nth]?.body ?? "");
  });
  expect(elsewhere).toEqual([]);
});
