import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { SetupError } from "../postgres/private-files";
import { waitUntilAnswers } from "./port";
import { ROOT } from "./root";
import { type Service, startService } from "./service";

const READY_WITHIN_MS = 60_000;
const DATABASE = "clearing_desk_sandbox";
const ROLE = "desk_sandbox";
/** So long a demo's payment is under way before its callback comes. */
const SETTLE_MS = 1_500;

export const SANDBOX_PORT = 4_010;

export type SandboxRequest = {
  readonly databaseUrl: string;
  readonly port: number;
  /** The desk's address of callbacks, `…/api/v1/callbacks`; null for none. */
  readonly callbacksTo: string | null;
  readonly dataFolder: string;
  readonly logFolder: string;
  /** Beyond the usual ones; docs/sandbox.md lists them. */
  readonly env?: Readonly<Record<string, string>>;
};

export type StartedSandbox = {
  readonly service: Service;
  readonly address: string;
  /** What the desk's DESK_CHANNELS_FILE has to name to talk to it. */
  readonly channelsFile: string;
};

/** The channel simulator as a process beside the site. Its books and keys stay from start to start. */
export async function startSandboxService(request: SandboxRequest): Promise<StartedSandbox> {
  const { databaseUrl, port, callbacksTo, dataFolder, logFolder } = request;
  const folder = join(dataFolder, "sandbox");
  const service = startService({
    name: "sandbox",
    args: ["--import", "tsx", join(ROOT, "sandbox/main.ts")],
    env: {
      DESK_SANDBOX_SETTLE_MS: `${SETTLE_MS}`,
      ...request.env,
      NODE_ENV: "production",
      DESK_SANDBOX_DATABASE_URL: databaseUrl,
      DESK_SANDBOX_DIR: folder,
      DESK_SANDBOX_PORT: `${port}`,
      DESK_SANDBOX_CALLBACKS: callbacksTo ?? undefined,
      // None of its business.
      DATABASE_URL: undefined,
      DATABASE_OWNER_URL: undefined,
    },
    logFolder,
  });
  const ready = await Promise.race([waitUntilAnswers(port, READY_WITHIN_MS), service.ended.then(() => false)]);
  if (!ready) {
    await service.stop(0);
    throw new SetupError(`The channel simulator did not start. See ${service.logPath}`);
  }
  return { service, address: `http://127.0.0.1:${port}`, channelsFile: join(folder, "channels.json") };
}

/**
 * The simulator's database on the embedded server, made when it is missing, and the connection of a role that owns nothing
 * else. The role gets a new password at each start, so there is none to keep.
 */
export async function prepareSandboxDatabase(adminUrl: string): Promise<string> {
  const password = randomBytes(24).toString("base64url");
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [ROLE]);
    const verb = role.rowCount === 0 ? "CREATE" : "ALTER";
    const options = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    await client.query(`${verb} ROLE ${ROLE} ${options} PASSWORD ${pg.escapeLiteral(password)}`);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = ROLE;
  url.password = password;
  url.pathname = `/${DATABASE}`;
  return url.href;
}
