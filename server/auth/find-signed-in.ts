import "server-only";
import type { Actor } from "@/core/permissions/actor";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { getPool } from "@/server/db";
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

/** So often a session's last sign of life is written: the pause that ends it is at most this much shorter. */
const SEEN_MINUTES = 1;

/**
 * The session and its user as the database has them now: a revoked, idle or outdated session is nobody's. Every request
 * asks this, so it is one prepared statement, and one that writes only when the last sign of life is a minute old.
 */
export async function findSignedIn(
  userId: string,
  sessionId: string,
  sessionVersion: number,
): Promise<SignedIn | null> {
  const { rows } = await getPool().query<ActorRow>({
    name: "signed-in",
    text: `WITH live AS (
       SELECT user_id, last_seen_at FROM sessions
       WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > $4
         AND last_seen_at > $4::timestamptz - make_interval(mins => $5)
     ), seen AS (
       UPDATE sessions SET last_seen_at = $4
       WHERE id = $2 AND EXISTS (SELECT FROM live WHERE last_seen_at <= $4::timestamptz - make_interval(mins => $6))
     )
     SELECT login, display_name, is_demo, must_change_password,
            ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = users.id ORDER BY merchant_no) AS scope
     FROM users JOIN live ON live.user_id = users.id
     WHERE disabled_at IS NULL AND session_version = $3`,
    values: [userId, sessionId, sessionVersion, getClock().now(), IDLE_MINUTES, SEEN_MINUTES],
  });
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
