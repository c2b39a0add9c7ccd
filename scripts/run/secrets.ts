import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfPresent, writePrivate } from "../postgres/private-files";

/** What the web server signs and encrypts with. Made once per data folder, unless the environment gives it. */
export type Secrets = { AUTH_SECRET: string; NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: string };

export function readSecrets(folder: string): Secrets {
  const path = join(folder, "secrets.json");
  const kept: Partial<Secrets> = JSON.parse(readIfPresent(path) ?? "{}");
  const secrets = {
    AUTH_SECRET: kept.AUTH_SECRET ?? randomBytes(32).toString("base64url"),
    // Next wants an AES key in plain base64.
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: kept.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? randomBytes(32).toString("base64"),
  };
  if (JSON.stringify(kept) !== JSON.stringify(secrets)) writePrivate(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return {
    AUTH_SECRET: process.env.AUTH_SECRET || secrets.AUTH_SECRET,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY:
      process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY || secrets.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY,
  };
}
