import { randomBytes } from "node:crypto";
import pg from "pg";
import { makePool } from "@/server/db";

/** A migrated database of one test file's own. */
export type TestDatabase = {
  appUrl: string;
  ownerUrl: string;
  /** As the app connects. */
  pool: pg.Pool;
  /** As the migrations connect: for arranging what the app may not do. */
  ownerPool: pg.Pool;
  drop: () => Promise<void>;
};

/** What tests/database-server.ts leaves in DESK_TEST_SERVER for the test files. */
export type TestServer = { adminUrl: string; ownerUrl: string; appUrl: string; template: string; runPid: number };

/** What the pools of tests give up after. */
export const LIMITS = {
  DESK_POOL_MAX: 12,
  DESK_STATEMENT_TIMEOUT_MS: 30_000,
  DESK_LOCK_TIMEOUT_MS: 10_000,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 30_000,
  DESK_TRANSACTION_TIMEOUT_MS: 60_000,
};

/** Call it in `beforeAll`, and `drop()` in `afterAll`. Copies a migrated template, which takes some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = readTestServer();
  const name = `desk_test_${server.runPid}_${randomBytes(6).toString("hex")}`;
  await asAdmin(server, (admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${server.template} OWNER desk_owner`));
  const appUrl = withDatabase(server.appUrl, name);
  const ownerUrl = withDatabase(server.ownerUrl, name);
  // For whatever asks for the environment on the way, such as the log of a connection that breaks.
  process.env.DATABASE_URL ??= appUrl;
  const pool = makePool(appUrl, LIMITS);
  const ownerPool = makePool(ownerUrl, { ...LIMITS, DESK_POOL_MAX: 4 });
  // The copies of a template would hold one and the same trail, and share the file of its anchors.
  await ownerPool.query(`
    ALTER TABLE audit_trail DISABLE TRIGGER append_only;
    UPDATE audit_trail SET id = gen_random_uuid();
    ALTER TABLE audit_trail ENABLE TRIGGER append_only`);
  return {
    appUrl,
    ownerUrl,
    pool,
    ownerPool,
    drop: async () => {
      await Promise.all([pool.end(), ownerPool.end()]);
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export function readTestServer(): TestServer {
  const text = process.env.DESK_TEST_SERVER;
  if (text === undefined)
    throw new Error("No test database server: name the file *.db.test.ts, so that vitest's project `db` runs it.");
  return JSON.parse(text);
}

async function asAdmin(server: TestServer, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
