import pg from "pg";
import type { DatabaseUrls } from "../database-urls";
import { resetInterruptedSeed, seedUninterrupted } from "../interrupted-seed";
import { migrate } from "../migrate";
import { SetupError } from "../postgres/private-files";
import { type DeskCommand, type DeskContext, WrongUsage } from "./command";

type Seed = "demo" | "empty";

export const setup: DeskCommand = {
  usage: "setup [--demo | --empty]",
  summary:
    "Brings the database up to date. --demo loads the demo company, --empty only roles, chart of accounts, calendar and the first administrator; both do nothing where there are users already.",
  options: { demo: { type: "boolean" }, empty: { type: "boolean" } },
  async run(context) {
    const wished = wishedSeed(context);
    const urls = await context.database();
    if (urls.ownerUrl === null) {
      throw new SetupError("DATABASE_OWNER_URL is missing: `setup` changes tables, which DATABASE_URL's role may not.");
    }
    await resetInterruptedSeed(urls);
    await ensureAppRole(urls.ownerUrl, urls);
    const migrations = await migrate(urls.ownerUrl, urls.appRole);
    const seeded = wished === null ? null : await seedOnce(context, urls, wished);
    await context.print(
      { migrations, seeded },
      `The database is up to date${migrations.length > 0 ? ` (${migrations.length} migrations applied)` : ""}.${sentenceOf(wished, seeded)}`,
    );
  },
};

function wishedSeed(context: DeskContext): Seed | null {
  if (context.positionals.length > 0) throw new WrongUsage(`Not understood: ${context.positionals.join(" ")}`);
  if (context.flag("demo") && context.flag("empty")) throw new WrongUsage("Either --demo or --empty, not both.");
  if (context.flag("demo")) return "demo";
  return context.flag("empty") ? "empty" : null;
}

function sentenceOf(wished: Seed | null, seeded: Seed | null): string {
  if (seeded === "demo") return " The demo company is loaded.";
  if (seeded === "empty") return " It holds the first administrator, the chart of accounts and the calendar.";
  return wished === null ? "" : " It has users already, so nothing was loaded.";
}

/** On a server of your own the owner makes the app's role; the embedded database has it from the start. */
async function ensureAppRole(ownerUrl: string, urls: DatabaseUrls): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const found = await owner.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [urls.appRole]);
    if (found.rowCount !== 0) return;
    const password = decodeURIComponent(new URL(urls.appUrl).password);
    await owner.query(`CREATE ROLE ${pg.escapeIdentifier(urls.appRole)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  } finally {
    await owner.end();
  }
}

async function seedOnce(context: DeskContext, urls: DatabaseUrls, wished: Seed): Promise<Seed | null> {
  const pool = await context.pool();
  const { rowCount } = await pool.query("SELECT 1 FROM users LIMIT 1");
  if (rowCount !== 0) return null;
  context.progress(wished === "demo" ? "Loading the demo company …" : "Loading roles, accounts and calendar …");
  const seed = await loadSeed(wished);
  await seedUninterrupted(urls, seed);
  return wished;
}

/** Loaded when it is wanted: the demo company is much code for a database that has its data already. */
async function loadSeed(wished: Seed): Promise<() => Promise<void>> {
  if (wished === "empty") return (await import("@/prisma/seed/empty")).seedEmpty;
  return (await import("@/prisma/seed/demo")).seedDemo;
}
