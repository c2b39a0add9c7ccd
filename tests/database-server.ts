import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { CATALOGUE } from "@/core/ledger/catalogue";
import { CHART } from "@/core/ledger/chart";
import { ASSET_SCALES } from "@/core/money/money";
import { migrate } from "../scripts/migrate";
import { type EmbeddedDatabase, openEmbedded } from "../scripts/postgres/embedded";
import { withFolderLock } from "../scripts/postgres/folder-lock";
import { isAlive } from "../scripts/postgres/process-identity";
import { APP_ROLE } from "../scripts/postgres/roles";
import { readMigrations } from "../scripts/schema-engine";
import type { TestServer } from "./database";

const FOLDER = resolve(import.meta.dirname, "../.test-data");
const TEMPLATE_WAIT_MS = 120_000;

/**
 * The tests' PostgreSQL, under `.test-data` on a port of its own, with one migrated template per state of the
 * migrations. Several runs may share it.
 */
export async function startTestServer(): Promise<{ server: TestServer; stop: () => Promise<void> }> {
  const embedded = await openEmbedded(FOLDER, { durable: false });
  try {
    const template = `desk_template_${hashOfMigrations()}`;
    await withFolderLock(join(FOLDER, "template.lock"), TEMPLATE_WAIT_MS, () => prepareTemplate(embedded, template));
    const { adminUrl, ownerUrl, appUrl } = embedded;
    return { server: { adminUrl, ownerUrl, appUrl, template, runPid: process.pid }, stop: embedded.release };
  } catch (error) {
    await embedded.release();
    throw error;
  }
}

function hashOfMigrations(): string {
  return createHash("sha256")
    .update(JSON.stringify(readMigrations().migrationDirectories))
    .update(readFileSync(resolve(import.meta.dirname, "../scripts/migrate.ts")))
    .update(JSON.stringify([CHART, CATALOGUE, ASSET_SCALES]))
    .update(readFileSync(resolve(import.meta.dirname, "../server/store/reference-data.ts")))
    .digest("hex")
    .slice(0, 16);
}

async function prepareTemplate(embedded: EmbeddedDatabase, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: embedded.adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE datname LIKE 'desk\\_te%'",
    );
    const names = rows.map((row) => row.datname);
    for (const name of names.filter(isLeftOver)) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
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
