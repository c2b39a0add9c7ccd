import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { reader } from "@/server/transact";

/** What a key may be for: each scope is one door of the REST interface. */
export const API_SCOPES = ["statement.import"] as const;
export type ApiScope = (typeof API_SCOPES)[number];

const KEY_BYTES = 32;
/** So that a key is recognised as one wherever it turns up. */
const KEY_PREFIX = "cdk_";
const BEARER = /^Bearer (cdk_[A-Za-z0-9_-]{43})$/;

export function mintApiKey(): string {
  return KEY_PREFIX + randomBytes(KEY_BYTES).toString("base64url");
}

/** A key is random, so a plain hash of it cannot be guessed back. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The system that a request's `Authorization` names, if its key is known, lives and is for this; null otherwise. */
export async function findApiActor(authorization: string | null, scope: ApiScope): Promise<Actor | null> {
  const key = BEARER.exec(authorization ?? "")?.[1];
  if (key === undefined) return null;
  const [found] = await reader.query<{ name: string }>(
    `SELECT name FROM api_keys
     WHERE key_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND $3 = ANY (scopes)`,
    [hashApiKey(key), getClock().now(), scope],
  );
  if (!found) return null;
  const login = `api:${found.name}`;
  return { userId: null, login, displayName: found.name, roles: ["OPERATOR"], scope: null, demo: false };
}
