import "server-only";
import type { Role } from "@/core/permissions/permissions";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import type { DbTransaction } from "@/server/transact";
import { requestUserRights } from "./propose-user-rights";

/** `passwordHash` is of a one-time password: the first sign-in has to choose another. A demo user's is public and stays. */
export type AddUser = {
  login: string;
  displayName: string;
  passwordHash: string;
  roles: readonly Role[];
  /** Merchants the user may see; empty means every merchant. */
  merchantNos: readonly string[];
  /** Why a person wants them; set-up gives no reasons. */
  reason?: string;
  isDemo?: boolean;
};

/**
 * Adds a user. At set-up (the system, on the command line) they can sign in at once. Whoever else adds one only asks: the
 * user is there, shut out and without a role, until somebody else has agreed to what they may do (`approvalNo`).
 */
export const addUser = defineCommand<AddUser, { login: string; approvalNo: string | null }>({
  action: "user.added",
  permission: "user.edit",
  object: ({ login }) => ({ type: "user", no: login }),
  toHashed: ({ login, displayName, roles, merchantNos, reason = "", isDemo = false }) => ({
    login,
    displayName,
    roles,
    merchantNos,
    reason,
    isDemo,
  }),
  async effect(tx, user) {
    const { login, displayName, merchantNos, reason = "" } = user;
    const isSetUp = tx.context.actor.userId === null;
    const userId = await insertUser(tx, user, isSetUp);
    if (userId === null) return refuse("login_taken", `There is a user ${login} already.`, { login });
    const roles = [...user.roles].sort();
    const detail = { displayName, roles: isSetUp ? roles : [], merchantNos: isSetUp ? [...merchantNos] : [] };
    await appendAudit(tx, { action: "user.added", objectType: "user", objectNo: login, detail });
    if (!isSetUp) return requestUserRights(tx, { login, roles, merchantNos: [...merchantNos].sort(), reason });
    await tx.query("INSERT INTO user_roles (user_id, role) SELECT $1, unnest($2::text[])", [userId, roles]);
    await tx.query("INSERT INTO user_scopes (user_id, merchant_no) SELECT $1, unnest($2::text[])", [
      userId,
      merchantNos,
    ]);
    return accept({ login, approvalNo: null });
  },
});

async function insertUser(
  tx: DbTransaction,
  { login, displayName, passwordHash, isDemo = false }: AddUser,
  isLetIn: boolean,
): Promise<bigint | null> {
  const [user] = await tx.query<{ id: bigint }>(
    `INSERT INTO users (login, display_name, password_hash, must_change_password, is_demo, disabled_at, command_id)
     VALUES ($1, $2, $3, NOT $4, $4, CASE WHEN NOT $5 THEN $6::timestamptz END, $7)
     ON CONFLICT (login) DO NOTHING RETURNING id`,
    [login, displayName, passwordHash, isDemo, isLetIn, tx.context.now, tx.context.commandId],
  );
  return user?.id ?? null;
}
