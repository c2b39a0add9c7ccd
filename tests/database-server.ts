import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { migrate } from "../scripts/migrate";
import { type EmbeddedDatabase, openEmbedded } from "../scripts/postgres/embedded";
import { withFolderLock } from "../scripts/postgres/folder-lock";
import { isAlive } from "../scripts/postgres/process-identity";
import { APP_ROLE } from "../scripts/postgres/roles";
import { readMigrations } from "../scripts/schema-engine";
import type { TestServer } from "./database";

const ROOT = resolve(import.meta.dirname, "..");
const FOLDER = join(ROOT, ".test-data");
/** Others may run on an older state of the sources at this moment. */
const TEMPLATES_KEPT = 5;
const TEMPLATE_WAIT_MS = 120_000;

/**
 * The tests' PostgreSQL, under `.test-data` on a port of its own, with one migrated template per state of the
 * migrations. Several runs may share it.
 */
export async function startTestServer(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const embedded = await openEmbedded(FOLDER, { durable: false });
  try {
    const template = `desk_template_${hashOfTemplate()}`;
    await withFolderLock(join(FOLDER, "template.lock"), TEMPLATE_WAIT_MS, () => prepareTemplate(embedded, template));
    const { adminUrl, ownerUrl, appUrl } = embedded;
    return { server: { adminUrl, ownerUrl, appUrl, template, runPid: process.pid }, stop: embedded.release };
  } catch (error) {
    await embedded.release();
    throw error;
  }
}

/** Of everything that ends up in a template: the migrations, and the reference data, which the code knows. */
function hashOfTemplate(): string {
  const hash = createHash("sha256").update(JSON.stringify(readMigrations().migrationDirectories));
  const core = readdirSync(join(ROOT, "core"), { recursive: true, encoding: "utf8" }).map((name) => `core/${name}`);
  const sources = core.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort();
  for (const name of [...sources, "server/store/reference-data.ts", "scripts/migrate.ts"]) {
    hash.update(name).update(readFileSync(join(ROOT, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function prepareTemplate(embedded: EmbeddedDatabase, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: embedded.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'desk\\_te%' ORDER BY oid DESC",
    );
    const names = rows.map((row) => row.datname);
    for (const name of names.filter(isLeftOver)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    const others = names.filter((name) => /^desk_template_[0-9a-f]+$/.test(name) && name !== template);
    for (const name of others.slice(TEMPLATES_KEPT)) await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    if (names.includes(template)) return;
    const building = `${template}_building`;
    await admin.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${building} OWNER desk_owner`);
    await migrate(embedded.ownerUrl.replace(/\/[^/]*$/, `/${building}`), APP_ROLE);
    // Only a finished template gets the name that the tests copy.
    await admin.query(`ALTER DATABASE ${building} RENAME TO ${template}`);
  } finally {
    await admin.end();
  }
}

/** A killed run's databases; its process id is in their name. */
function isLeftOver(name: string): boolean {
  const pid = /^desk_test_(\d+)_/.exec(name)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}
