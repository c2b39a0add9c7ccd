import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { migrate } from "../scripts/migrate";
import { openEmbedded } from "../scripts/postgres/embedded";
import { APP_ROLE } from "../scripts/postgres/roles";

/** A PostgreSQL of this run's own, with durable commits as in production, and gone afterwards. */
export type Scratch = {
  /** Makes an empty database; answers its address as superuser. */
  createDatabase: (name: string) => Promise<string>;
  /** Everything to disk, so that the first touch of every page afterwards is logged whole. */
  checkpoint: () => Promise<void>;
  /** Makes a migrated database; its addresses. */
  createBook: (name: string) => Promise<{ app: string; owner: string }>;
};

const FOLDER = resolve(".bench-data");

export async function withScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(FOLDER, "run-"));
  process.env.DESK_DATA_DIR = folder;
  const embedded = await openEmbedded(folder, { durable: true });
  const asAdmin = async (sql: string) => {
    const admin = new pg.Client({ connectionString: embedded.adminUrl });
    await admin.connect();
    await admin.query(sql);
    await admin.end();
  };
  const createDatabase = async (name: string) => {
    await asAdmin(`CREATE DATABASE ${name} OWNER desk_owner`);
    return inDatabase(embedded.adminUrl, name);
  };
  try {
    return await work({
      createDatabase,
      checkpoint: () => asAdmin("CHECKPOINT"),
      createBook: async (name) => {
        await createDatabase(name);
        const owner = inDatabase(embedded.ownerUrl, name);
        await migrate(owner, APP_ROLE);
        return { app: inDatabase(embedded.appUrl, name), owner };
      },
    });
  } finally {
    await embedded.release();
    // As root the database lies elsewhere, behind a link: gigabytes that nobody would find again.
    rmSync(realpathSync(join(folder, "postgres")), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
