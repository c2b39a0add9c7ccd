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

type ActorRow = {
  login: string;
  display_name: string;
  is_demo: boolean;
  must_change_password: boolean;
  roles: string[];
  scope: string[];
};
/** A signed-in person. Who still has the one-time password may do nothing but choose another. */
export type SignedIn = { readonly actor: Actor; readonly mustChangePassword: boolean };

/** The session and its user as the database has them now: a revoked, idle or outdated session is nobody's. */
async function findSignedIn(userId: string, sessionId: string, sessionVersion: number): Promise<SignedIn | null> {
  const { rows } = await getPool().query<ActorRow>(
    `WITH seen AS (
       UPDATE sessions SET last_seen_at = $4
       WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > $4
         AND last_seen_at > $4::timestamptz - make_interval(mins => $5)
       RETURNING user_id
     )
     SELECT login, display_name, is_demo, must_change_password,
            ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = users.id ORDER BY merchant_no) AS scope
     FROM users JOIN seen ON seen.user_id = users.id
     WHERE disabled_at IS NULL AND session_version = $3`,
    [userId, sessionId, sessionVersion, getClock().now(), IDLE_MINUTES],
  );
  const row = rows[0];
  if (!row) return null;
  const actor = {
    userId,
    login: row.login,
    displayName: row.display_name,
    roles: row.roles.filter((role): role is Role => ROLES.some((known) => known === role)),
    scope: row.scope.length > 0 ? row.scope : null,
    demo: row.is_demo,
  };
  return { actor, mustChangePassword: row.must_change_password };
}

/** Who is signed in, re-read from the database once per request; null for nobody. For the change of the password alone. */
export const getSignedIn = cache(async (): Promise<SignedIn | null> => {
  const session = (await getServerSession(getAuthOptions())) as TokenClaims | null;
  if (!session?.userId || !session.sessionId || session.sessionVersion === undefined) return null;
  return findSignedIn(session.userId, session.sessionId, session.sessionVersion);
});

/** Who is signed in, with whatever password. */
export async function getSignedInActor(): Promise<Actor | null> {
  return (await getSignedIn())?.actor ?? null;
}

/** Who acts; null for nobody, and for who has to choose a password first. */
export async function getActor(): Promise<Actor | null> {
  const signedIn = await getSignedIn();
  return signedIn === null || signedIn.mustChangePassword ? null : signedIn.actor;
}

/** Who is signed in, or off to the sign-in page, which leads back here. */
export async function requireActor(): Promise<Actor> {
  const signedIn = await getSignedIn();
  if (signedIn?.mustChangePassword) redirect("/change-password");
  if (signedIn) return signedIn.actor;
  const path = (await headers()).get("x-desk-path") ?? "/";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/** For pages: the actor, who holds the permission; others are told which one they lack and who grants it. */
export async function requirePermission(permission: Permission): Promise<Actor> {
  const actor = await requireActor();
  if (!isPermitted(actor.roles, permission)) redirect(`/no-access?permission=${permission}`);
  return actor;
}
