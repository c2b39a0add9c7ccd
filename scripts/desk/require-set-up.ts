import type pg from "pg";
import { readMigrationNames } from "../migration-files";
import { DeskRefusal } from "./command";

/** Refuses to work on a database that is empty, or older or newer than this version of the program. */
export async function requireSetUp(pool: pg.Pool): Promise<void> {
  const table = await pool.query<{ found: string | null }>("SELECT to_regclass('_prisma_migrations')::text AS found");
  if (table.rows[0]?.found == null) throw notSetUp("This database is empty. Set it up first: npm run desk -- setup");
  const { rows } = await pool.query<{ migration_name: string }>(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  const known = readMigrationNames();
  const missing = known.filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw notSetUp(
      `This database lacks ${missing.length} migrations. Bring it up to date first: npm run desk -- setup`,
    );
  }
  if (applied.size > known.length) {
    throw notSetUp("This database belongs to a newer version of clearing-desk. Update the program first.");
  }
}

function notSetUp(message: string): DeskRefusal {
  return new DeskRefusal({ code: "not_set_up", message });
}
