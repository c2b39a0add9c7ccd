import pg from "pg";
import { writeReferenceData } from "@/server/store/reference-data";
import { SetupError } from "./postgres/private-files";
import { NO_FILTERS, type OpenEngine, openSchemaEngine, readMigrations } from "./schema-engine";

/** Any constant of our own: two processes that migrate the same database take turns. */
const MIGRATION_LOCK = 7_233_120_519;

/**
 * Brings the database to the newest migration, as its owner, gives the app role its rights, and returns the names of
 * the migrations it applied. Recorded in `_prisma_migrations` as `prisma migrate deploy` does. Safe to repeat, to
 * interrupt, and to run twice at once.
 */
export async function migrate(ownerUrl: string, appRole: string): Promise<string[]> {
  // One connection for the lock and the scripts: when we are killed, the lock lives exactly as long as our last script.
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, application_name: "clearing-desk migrate" });
  try {
    await pool.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const { engine, failedScript } = await openSchemaEngine(pool);
    try {
      await forgetInterrupted(pool, engine);
      const migrationsList = readMigrations();
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
      await requireUpToDate(engine);
      const written = await writeReferenceData(pool);
      if (!written.ok) throw new SetupError(written.refusal.message);
      await grantRights(pool, appRole);
      return appliedMigrationNames;
    } catch (error) {
      const reason = failedScript();
      if (reason === null) throw error;
      const name = /migration_name="([^"]+)"/.exec(String(error))?.[1] ?? "a migration";
      throw new SetupError(`${name} failed and was undone: ${reason}`);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** What the app may do stands with the tables, in the migrations: the functions named `grant_app_role…`. */
async function grantRights(pool: pg.Pool, appRole: string): Promise<void> {
  const { rows } = await pool.query<{ grants: string }>(
    "SELECT oid::regproc::text AS grants FROM pg_proc WHERE proname LIKE 'grant\\_app\\_role%' ORDER BY proname",
  );
  for (const { grants } of rows) await pool.query(`SELECT ${grants}($1)`, [appRole]);
}

type Engine = OpenEngine["engine"];

/** A migration is one transaction, so one that began and never finished has left nothing: it may begin again. */
async function forgetInterrupted(pool: pg.Pool, engine: Engine): Promise<void> {
  const table = await pool.query<{ found: string | null }>("SELECT to_regclass('_prisma_migrations')::text AS found");
  if (table.rows[0]?.found == null) return;
  const unfinished = await pool.query<{ migration_name: string }>(
    "SELECT DISTINCT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  );
  for (const { migration_name } of unfinished.rows) {
    await engine.markMigrationRolledBack({ migrationName: migration_name });
  }
}

async function requireUpToDate(engine: Engine): Promise<void> {
  const { editedMigrationNames, failedMigrationNames, history } = await engine.diagnoseMigrationHistory({
    migrationsList: readMigrations(),
    optInToShadowDatabase: false,
    filters: NO_FILTERS,
  });
  if (editedMigrationNames.length > 0) {
    throw new SetupError(
      `These migrations were changed after this database had taken them: ${editedMigrationNames.join(", ")}. Restore them and write a new migration; a database without anything worth keeping may be deleted instead.`,
    );
  }
  if (failedMigrationNames.length > 0) {
    throw new SetupError(`These migrations failed: ${failedMigrationNames.join(", ")}.`);
  }
  if (history?.diagnostic === "databaseIsBehind") {
    throw new SetupError(`These migrations are still pending: ${history.unappliedMigrationNames.join(", ")}.`);
  }
  if (history !== null) {
    throw new SetupError(
      `This database has migrations that this version does not know: ${history.unpersistedMigrationNames.join(", ")}. It belongs to a newer version.`,
    );
  }
}
