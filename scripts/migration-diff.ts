import pg from "pg";
import { migrate } from "./migrate";
import { dataFolder, openEmbedded } from "./postgres/embedded";
import { APP_ROLE } from "./postgres/roles";
import { NO_FILTERS, openSchemaEngine, readSchema } from "./schema-engine";

const SCRATCH = ["desk_diff_schema", "desk_diff_migrations"] as const;

/**
 * `npm run migration:diff`: the SQL that would make an empty database what prisma/schema says, to author a migration
 * from. `npm run migration:diff -- --drift`: the columns of prisma/schema that the migrations do not make so; exit code
 * 2 when there are any. Tables, indexes and checks that only the migrations have are no drift: the schema is for reading.
 */
async function run(isDrift: boolean): Promise<number> {
  const embedded = await openEmbedded(dataFolder(), { durable: true });
  const admin = new pg.Client({ connectionString: embedded.adminUrl });
  await admin.connect();
  const dropAll = async (): Promise<void> => {
    for (const name of SCRATCH) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  try {
    await dropAll();
    for (const name of SCRATCH) await admin.query(`CREATE DATABASE ${name} OWNER desk_owner`);
    const [bySchema, byMigrations] = SCRATCH.map((name) => embedded.ownerUrl.replace(/\/[^/]*$/, `/${name}`));
    const sql = await buildSql(bySchema ?? "");
    if (!isDrift) {
      process.stdout.write(sql);
      return 0;
    }
    await migrate(byMigrations ?? "", APP_ROLE);
    return await printDrift(sql, bySchema ?? "", byMigrations ?? "");
  } finally {
    await dropAll();
    await admin.end();
    await embedded.release();
  }
}

async function buildSql(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { engine } = await openSchemaEngine(pool);
  try {
    const to = { tag: "schemaDatamodel" as const, files: readSchema() };
    const { stdout } = await engine.diff({
      from: { tag: "empty" },
      to,
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    return stdout ?? "";
  } finally {
    engine.free();
    await pool.end();
  }
}

async function printDrift(sql: string, bySchemaUrl: string, byMigrationsUrl: string): Promise<number> {
  const wanted = await listColumns(bySchemaUrl, sql);
  const made = await listColumns(byMigrationsUrl, "");
  const drifts = [...wanted].filter(([column, type]) => made.get(column) !== type);
  for (const [column, type] of drifts) {
    process.stdout.write(
      `${column}: prisma/schema says ${type}, the migrations ${made.get(column) ?? "have no such column"}\n`,
    );
  }
  return drifts.length > 0 ? 2 : 0;
}

/** Every column as `table.column`, with its type and whether it may be empty. */
async function listColumns(url: string, sql: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
    const { rows } = await client.query<{ name: string; type: string }>(
      `SELECT table_name || '.' || column_name AS name,
              -- Prisma has no say in whether a list may be NULL.
              udt_name || CASE WHEN udt_name LIKE '\\_%' THEN '' WHEN is_nullable = 'YES' THEN ' NULL' ELSE ' NOT NULL' END AS type
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
    );
    return new Map(rows.map((row) => [row.name, row.type]));
  } finally {
    await client.end();
  }
}

process.exit(await run(process.argv.includes("--drift")));
