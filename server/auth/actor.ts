import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission, ROLES, type Role } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { getPool } from "@/server/db";
import { getAuthOptions, type TokenClaims } from "./options";
import { IDLE_MINUTES } from "./verify-credentials";

type ActorRow = { login: string; display_name: string; is_demo: boolean; roles: string[]; scope: string[] };

/** The session and its user as the database has them now: a revoked, idle or outdated session is nobody's. */
async function findActor(userId: string, sessionId: string, sessionVersion: number): Promise<Actor | null> {
  const { rows } = await getPool().query<ActorRow>(
    `WITH seen AS (
       UPDATE sessions SET last_seen_at = $4
       WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > $4
         AND last_seen_at > $4::timestamptz - make_interval(mins => $5)
       RETURNING user_id
     )
     SELECT login, display_name, is_demo,
            ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = users.id ORDER BY merchant_no) AS scope
     FROM users JOIN seen ON seen.user_id = users.id
     WHERE disabled_at IS NULL AND session_version = $3`,
    [userId, sessionId, sessionVersion, getClock().now(), IDLE_MINUTES],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    userId,
    login: row.login,
    displayName: row.display_name,
    roles: row.roles.filter((role): role is Role => ROLES.some((known) => known === role)),
    scope: row.scope.length > 0 ? row.scope : null,
    demo: row.is_demo,
  };
}

/** Who is signed in, re-read from the database once per request; null for nobody. */
export const getActor = cache(async (): Promise<Actor | null> => {
  const session = (await getServerSession(getAuthOptions())) as TokenClaims | null;
  if (!session?.userId || !session.sessionId || session.sessionVersion === undefined) return null;
  return findActor(session.userId, session.sessionId, session.sessionVersion);
});

/** Who is signed in, or off to the sign-in page, which leads back here. */
export async function requireActor(): Promise<Actor> {
  const actor = await getActor();
  if (actor) return actor;
  const path = (await headers()).get("x-desk-path") ?? "/";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/** For pages: the actor, who holds the permission; others are told which one they lack and who grants it. */
export async function requirePermission(permission: Permission): Promise<Actor> {
  const actor = await requireActor();
  if (!isPermitted(actor.roles, permission)) redirect(`/no-access?permission=${permission}`);
  return actor;
}
