import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@/core/permissions/actor";
import type { Role } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { reader } from "@/server/transact";

/** What a key may be for: each scope is one door of the REST interface. */
export const API_SCOPES = ["statement.import", "refund.ask", "payout.ask", "position.view"] as const;
export type ApiScope = (typeof API_SCOPES)[number];
/** What needs a checker is asked for in somebody's name, who then does not check it: such a key has an owner. */
export const OWNED_SCOPES: readonly ApiScope[] = ["refund.ask", "payout.ask"];

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

type FoundKey = { name: string; ownerId: bigint | null; roles: Role[]; merchantNos: string[] };

/**
 * The system that a request's `Authorization` names, if its key is known, lives and is for this; null otherwise. One that
 * acts in somebody's name may do what they may, for their merchants, and nothing once they are shut out.
 */
export async function findApiActor(authorization: string | null, scope: ApiScope): Promise<Actor | null> {
  const key = BEARER.exec(authorization ?? "")?.[1];
  if (key === undefined) return null;
  const [found] = await reader.query<FoundKey>(
    `SELECT k.name, u.id AS "ownerId",
            ARRAY(SELECT role FROM user_roles WHERE user_id = u.id ORDER BY role) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = u.id ORDER BY merchant_no) AS "merchantNos"
     FROM api_keys k LEFT JOIN users u ON u.id = k.owner_id
     WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 AND $3 = ANY (k.scopes)
       AND (k.owner_id IS NULL OR u.disabled_at IS NULL)`,
    [hashApiKey(key), getClock().now(), scope],
  );
  if (!found) return null;
  const { name, ownerId, roles, merchantNos } = found;
  const named = { login: `api:${name}`, displayName: name, demo: false };
  if (ownerId === null) return { ...named, userId: null, roles: ["OPERATOR"], scope: null };
  return { ...named, userId: `${ownerId}`, roles, scope: merchantNos.length === 0 ? null : merchantNos };
}
