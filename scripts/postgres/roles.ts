import pg from "pg";

export const DATABASE_NAME = "clearing_desk";
export const OWNER_ROLE = "desk_owner";
export const APP_ROLE = "desk_app";

/**
 * Makes the two roles and the database when they are missing. The owner is no superuser: a superuser can empty an
 * append-only table past every trigger. The app role owns nothing, so it can change no table's shape and no trigger.
 */
export async function prepareRoles(adminUrl: string, passwords: { owner: string; app: string }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER_ROLE, passwords.owner);
    await ensureRole(client, APP_ROLE, passwords.app);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE_NAME]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${OWNER_ROLE}`);
    }
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  if (found.rowCount !== 0) return;
  const options = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
  await client.query(`CREATE ROLE ${role} ${options} PASSWORD ${pg.escapeLiteral(password)}`);
}
