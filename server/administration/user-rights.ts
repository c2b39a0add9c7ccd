import "server-only";
import { ROLES, type Role } from "@/core/permissions/permissions";
import type { Rights } from "@/core/users/decide-rights";
import type { DbReader, DbTransaction } from "@/server/transact";

export type UserRightsRow = Rights & {
  readonly id: bigint;
  readonly login: string;
  readonly displayName: string;
  readonly version: number;
  /** Administrators besides this one who can sign in. */
  readonly otherAdmins: number;
};
type Raw = Omit<UserRightsRow, "roles"> & { roles: string[] };

/** A user with what they may do now; null when there is none of that login. */
export async function findUserRights(db: DbReader, login: string): Promise<UserRightsRow | null> {
  const [raw] = await db.query<Raw>(
    `SELECT u.id, u.login, u.display_name AS "displayName", u.version, u.disabled_at IS NULL AS "isEnabled",
            ARRAY(SELECT role FROM user_roles WHERE user_id = u.id ORDER BY role COLLATE "C") AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = u.id ORDER BY merchant_no COLLATE "C") AS "merchantNos",
            (SELECT count(*)::int FROM users o JOIN user_roles r ON r.user_id = o.id AND r.role = 'ADMIN'
             WHERE o.id <> u.id AND o.disabled_at IS NULL) AS "otherAdmins"
     FROM users u WHERE u.login = $1`,
    [login],
  );
  return raw
    ? { ...raw, roles: raw.roles.filter((role): role is Role => ROLES.some((known) => known === role)) }
    : null;
}

/**
 * Holds the user and every administrator still, in the order of their ids: of two who take each other's role away at
 * once, one waits and then sees that the other is the last.
 */
export async function lockUserRights(tx: DbTransaction, login: string): Promise<void> {
  await tx.query(
    `SELECT 1 FROM users WHERE login = $1 OR EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = 'ADMIN')
     ORDER BY id FOR UPDATE`,
    [login],
  );
}

/** Gives exactly these rights and lets the user in. A role that is new signs nothing for so many hours. */
export async function saveUserRights(
  tx: DbTransaction,
  userId: bigint,
  { roles, merchantNos }: Pick<Rights, "roles" | "merchantNos">,
  coolDownHours: number,
): Promise<void> {
  await tx.query(
    `UPDATE users SET version = version + 1, command_id = $2, disabled_at = NULL, failed_sign_ins = 0, locked_until = NULL
     WHERE id = $1`,
    [userId, tx.context.commandId],
  );
  await tx.query("DELETE FROM user_roles WHERE user_id = $1 AND role <> ALL ($2::text[])", [userId, roles]);
  await tx.query(
    `INSERT INTO user_roles (user_id, role, signs_from)
     SELECT $1, role, now() + make_interval(hours => $3) FROM unnest($2::text[]) AS role ON CONFLICT DO NOTHING`,
    [userId, roles, coolDownHours],
  );
  await tx.query("DELETE FROM user_scopes WHERE user_id = $1 AND merchant_no <> ALL ($2::text[])", [
    userId,
    merchantNos,
  ]);
  await tx.query(
    "INSERT INTO user_scopes (user_id, merchant_no) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING",
    [userId, merchantNos],
  );
}

/** A scope with a misspelt number would show nothing to the user, and nobody would know why. */
export async function listUnknownMerchants(db: DbReader, merchantNos: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ no: string }>(
    "SELECT no FROM unnest($1::text[]) AS no WHERE NOT EXISTS (SELECT 1 FROM merchants WHERE merchant_no = no)",
    [merchantNos],
  );
  return rows.map((row) => row.no);
}
