import "server-only";
import { z } from "zod";

const milliseconds = z.coerce.number().int().positive();
const flag = z.enum(["0", "1"]).transform((value) => value === "1");

/** Every variable that the server reads; the table for people is docs/environment.md. */
const schema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("development"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
  DESK_DATA_DIR: z.string().min(1).default(".data"),
  DESK_KEPT_DIR: z.string().min(1).optional(),
  DESK_ATTACHMENTS_DIR: z.string().min(1).optional(),
  DESK_S3_ENDPOINT: z
    .url()
    .refine((url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url), "must begin with https://")
    .optional(),
  DESK_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
    .optional(),
  DESK_S3_REGION: z.string().min(1).default("us-east-1"),
  DESK_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  DESK_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  DESK_INBOX_DIR: z.string().min(1).optional(),
  DESK_INBOX_SETTLE_SECONDS: z.coerce.number().min(0).max(3_600).default(10),
  DESK_IMPORT_LINES_PER_SECOND: z.coerce.number().int().positive().optional(),
  DESK_PAYEE_COOL_DOWN_HOURS: z.coerce.number().int().min(0).max(720).default(24),
  DESK_ROLE_COOL_DOWN_HOURS: z.coerce.number().int().min(0).max(720).default(24),
  /** Up to here, in minor units of the yuan, one person lets a settlement go. */
  DESK_RELEASE_LIMIT_MINOR: z
    .string()
    .regex(/^\d{1,15}$/, "must be an amount in fen")
    .default("1000000")
    .transform(BigInt),
  DESK_CHANNELS_FILE: z.string().min(1).optional(),
  DESK_FIRST_INQUIRY_SECONDS: z.coerce.number().int().min(0).max(3_600).default(60),
  DESK_INQUIRY_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
  DESK_CLOCK: z.string().optional(),
  /** Set by `npm start` and the tests: a production build that runs as a demo on one machine. */
  DESK_DEMO: flag.default(false),
  DESK_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  DESK_POOL_MAX: z.coerce.number().int().min(1).max(500).default(20),
  DESK_STATEMENT_TIMEOUT_MS: milliseconds.default(30_000),
  DESK_LOCK_TIMEOUT_MS: milliseconds.default(5_000),
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds.default(10_000),
  DESK_TRANSACTION_TIMEOUT_MS: milliseconds.default(60_000),
  NEXTAUTH_URL: z.url().optional(),
  AUTH_SECRET: z.string().min(32).optional(),
  DESK_ANCHOR_URL: z
    .url()
    .refine((url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url), "must begin with https://")
    .optional(),
  DESK_ANCHOR_TOKEN: z.string().min(16).optional(),
});

export type Env = z.output<typeof schema>;

let parsed: Env | null = null;

/** Parsed at first use, not at import: `next build` imports every module on machines that have no database. */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

export function parseEnv(variables: Record<string, string | undefined>): Env {
  // An empty line in a .env file means "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (!result.success) {
    // Names and rules only: a value may be a password.
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not complete. ${faults.join("; ")}`);
  }
  const env = result.data;
  if (env.NODE_ENV === "production" && !env.DESK_DEMO && env.DESK_CLOCK !== undefined) {
    throw new Error("DESK_CLOCK is refused in production: money moves on the real time.");
  }
  const s3 = [env.DESK_S3_ENDPOINT, env.DESK_S3_BUCKET, env.DESK_S3_ACCESS_KEY_ID, env.DESK_S3_SECRET_ACCESS_KEY];
  if (s3.some((value) => value === undefined) && s3.some((value) => value !== undefined)) {
    throw new Error(
      "DESK_S3_ENDPOINT, _BUCKET, _ACCESS_KEY_ID and _SECRET_ACCESS_KEY are set together, or none of them.",
    );
  }
  return env;
}

/** What only the web server needs: asked for before it takes its first request. */
export function requireWebSettings(env: Env): void {
  const missing = (["NEXTAUTH_URL", "AUTH_SECRET"] as const).filter((name) => env[name] === undefined);
  if (missing.length > 0)
    throw new Error(`The environment is not complete. Required in production: ${missing.join(", ")}`);
}
