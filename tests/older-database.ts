import { randomBytes } from "node:crypto";
import pg from "pg";
import { NO_FILTERS, openSchemaEngine, readMigrations } from "../scripts/schema-engine";
import { readTestServer, withDatabase } from "./database";

/** A database as it was before a migration, for what has to be true after it as well. */
export type OlderDatabase = {
  readonly ownerUrl: string;
  readonly adminUrl: string;
  readonly drop: () => Promise<void>;
};

/** Call it in `beforeAll`, and `drop()` in `afterAll`. `last` is the folder of the last migration that it has. */
export async function createOlderDatabase(last: string): Promise<OlderDatabase> {
  const server = readTestServer();
  const name = `desk_test_${server.runPid}_${randomBytes(6).toString("hex")}`;
  const [ownerUrl, adminUrl] = [withDatabase(server.ownerUrl, name), withDatabase(server.adminUrl, name)];
  await runOn(server.adminUrl, `CREATE DATABASE ${name} OWNER desk_owner`);
  await migrateUpTo(ownerUrl, last);
  return {
    ownerUrl,
    adminUrl,
    drop: () => runOn(server.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function migrateUpTo(ownerUrl: string, last: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const { engine } = await openSchemaEngine(pool);
  const list = readMigrations();
  const migrationDirectories = list.migrationDirectories.filter(({ path }) => path <= last);
  await engine.applyMigrations({ migrationsList: { ...list, migrationDirectories }, filters: NO_FILTERS });
  engine.free();
  // With its connection goes the lock that keeps others from migrating.
  await pool.end();
}
