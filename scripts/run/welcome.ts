import pg from "pg";

type Facts = {
  address: string;
  databaseUrl: string;
  folder: string;
  seconds: number;
  isEmbedded: boolean;
  /** Where the channel simulator's page is; null without one. */
  sandbox: string | null;
};
type DemoUser = { login: string; display_name: string; roles: string };

/** What stands on the terminal once everything runs. */
export async function welcome({ address, databaseUrl, folder, seconds, isEmbedded, sandbox }: Facts): Promise<string> {
  const users = await listDemoUsers(databaseUrl);
  const { DEMO_PASSWORD } = await import("@/server/auth/demo-accounts");
  const signIns = users.map(({ login, display_name, roles }) => `    ${login.padEnd(14)} ${display_name}  (${roles})`);
  return [
    "",
    `  clearing-desk is ready after ${seconds} s:  ${address}`,
    "",
    ...(users.length > 0 ? [`  Demo sign-ins, all with the password ${DEMO_PASSWORD}:`, ...signIns, ""] : []),
    ...(sandbox === null ? [] : [`  The demo's channels, and what mood they are in: ${sandbox}`, ""]),
    `  ${isEmbedded ? "Data" : "Uploads and secrets"} and logs: ${folder}`,
    "  Stop with Ctrl-C. Nothing is lost; the next start takes seconds.",
    "",
  ].join("\n");
}

async function listDemoUsers(databaseUrl: string): Promise<DemoUser[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<DemoUser>(
      `SELECT login, display_name, string_agg(role, ', ' ORDER BY role) AS roles
         FROM users JOIN user_roles ON user_id = users.id
        WHERE is_demo AND disabled_at IS NULL GROUP BY users.id ORDER BY users.id LIMIT 12`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
