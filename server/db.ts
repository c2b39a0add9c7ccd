import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { type Env, getEnv } from "@/server/env";
import { getLog } from "@/server/log";

const { builtins } = pg.types;
const BIGINT_ARRAY = 1016;
const DATE_ARRAY = 1182;

/** Held globally: Next loads a module once per layer, and two pools would share nothing but the connection limit. */
declare global {
  var deskPool: pg.Pool | undefined;
  var deskPrisma: PrismaClient | undefined;
}

/** Money and ids are bigint, calendar days stay 'YYYY-MM-DD', instants are Date, numeric stays text. */
const parsers: Partial<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.DATE]: (text) => text,
  [BIGINT_ARRAY]: (text) => parseArray(text, BigInt),
  [DATE_ARRAY]: (text) => parseArray(text, (day) => day),
};

function parseArray(text: string, parse: (item: string) => unknown): unknown[] {
  // Neither numbers nor days hold a comma, a quote or a brace, so the array's text form needs no more than this.
  return text === "{}"
    ? []
    : text
        .slice(1, -1)
        .split(",")
        .map((item) => (item === "NULL" ? null : parse(item)));
}

export function getPool(): pg.Pool {
  globalThis.deskPool ??= makePool(getEnv().DATABASE_URL);
  return globalThis.deskPool;
}

/** Typed reads and small writes; whatever posts money goes through server/store on the pool. */
export function getPrisma(): PrismaClient {
  globalThis.deskPrisma ??= new PrismaClient({ adapter: new PrismaPg(getPool()) });
  return globalThis.deskPrisma;
}

/**
 * The time limits live in the server, which ends the session: a limit in the client can leave a delayed statement that
 * runs alone after the ROLLBACK.
 */
export function makePool(connectionString: string, limits: PoolLimits = getEnv()): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: limits.DESK_POOL_MAX,
    application_name: "clearing-desk",
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: limits.DESK_STATEMENT_TIMEOUT_MS,
    lock_timeout: limits.DESK_LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: limits.DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        (format === "binary" ? undefined : parsers[oid]) ?? pg.types.getTypeParser(oid, format),
    },
    onConnect: async (client) => {
      // A connection that breaks in use fails its query and says so once more, as an event, which would end the process.
      client.on("error", (error) => getLog().warn({ reason: error.message }, "a database connection broke in use"));
      // PostgreSQL 17 and newer know it; older ones would refuse the connection if it were among the start-up settings.
      await client.query(
        "SELECT set_config(name, $1, false) FROM pg_settings WHERE name IN ('transaction_timeout') UNION ALL SELECT set_config('TimeZone', 'UTC', false)",
        [`${limits.DESK_TRANSACTION_TIMEOUT_MS}ms`],
      );
    },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", (error) => getLog().warn({ reason: error.message }, "an idle database connection broke"));
  return pool;
}

type PoolLimits = Pick<
  Env,
  | "DESK_POOL_MAX"
  | "DESK_STATEMENT_TIMEOUT_MS"
  | "DESK_LOCK_TIMEOUT_MS"
  | "DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS"
  | "DESK_TRANSACTION_TIMEOUT_MS"
>;

/** Throws unless we are a plain role that owns nothing: an owner or superuser could undo every guard of the books. */
export async function assertAppRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; super: boolean; bypass: boolean; owned: bigint; maker: boolean }>(`
    SELECT current_user AS role, rolsuper AS super, rolbypassrls AS bypass,
           (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE pg_has_role(current_user, c.relowner, 'MEMBER') AND n.nspname NOT LIKE 'pg\\_%') AS owned,
           has_schema_privilege(current_user, 'public', 'CREATE') AS maker
      FROM pg_roles WHERE rolname = current_user`);
  const row = rows[0];
  if (row === undefined) throw new Error("The database does not say which role we are.");
  const faults = [
    row.super ? "is a superuser" : null,
    row.bypass ? "passes row-level security" : null,
    row.owned > 0n ? `owns ${row.owned} tables or indexes` : null,
    row.maker ? "may create tables" : null,
  ].filter((fault) => fault !== null);
  if (faults.length > 0) {
    throw new Error(
      `DATABASE_URL's role ${row.role} ${faults.join(" and ")}; the app refuses to run with it. Give the owner's connection to DATABASE_OWNER_URL and the app role's to DATABASE_URL.`,
    );
  }
}
