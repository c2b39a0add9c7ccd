import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { DatabaseUrls } from "./database-urls";
import { dataFolder } from "./postgres/embedded";
import { writePrivate } from "./postgres/private-files";
import { DATABASE_NAME, OWNER_ROLE } from "./postgres/roles";

/**
 * The first data takes several transactions. While it loads, a mark lies in the data folder: when we were killed in the
 * middle, the next start finds it and begins with a new database. On a database of your own there is no such mark.
 */
export async function seedUninterrupted(urls: DatabaseUrls, seed: () => Promise<unknown>): Promise<void> {
  const mark = urls.adminUrl === null ? null : markPath();
  if (mark !== null)
    writePrivate(mark, "The first data is being loaded. If this file stays, the next start loads it anew.\n");
  await seed();
  if (mark !== null) rmSync(mark, { force: true });
}

export async function resetInterruptedSeed(urls: DatabaseUrls): Promise<void> {
  if (urls.adminUrl === null || !existsSync(markPath())) return;
  const admin = new pg.Client({ connectionString: urls.adminUrl });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${DATABASE_NAME} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
  } finally {
    await admin.end();
  }
  rmSync(markPath(), { force: true });
}

function markPath(): string {
  return join(dataFolder(), "first-data.loading");
}
