import "server-only";
import type { Role } from "@/core/permissions/permissions";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** `passwordHash` is of a one-time password: the first sign-in has to choose another. A demo user's is public and stays. */
export type AddUser = {
  login: string;
  displayName: string;
  passwordHash: string;
  roles: readonly Role[];
  /** Merchants the user may see; empty means every merchant. */
  merchantNos: readonly string[];
  isDemo?: boolean;
};

export const addUser = defineCommand<AddUser, { login: string }>({
  action: "user.added",
  permission: "user.edit",
  object: ({ login }) => ({ type: "user", no: login }),
  toHashed: ({ login, displayName, roles, merchantNos, isDemo = false }) => ({
    login,
    displayName,
    roles,
    merchantNos,
    isDemo,
  }),
  async effect(tx, { login, displayName, passwordHash, roles, merchantNos, isDemo = false }) {
    const [user] = await tx.query<{ id: bigint }>(
      `INSERT INTO users (login, display_name, password_hash, must_change_password, is_demo) VALUES ($1, $2, $3, NOT $4, $4)
       ON CONFLICT (login) DO NOTHING RETURNING id`,
      [login, displayName, passwordHash, isDemo],
    );
    if (user === undefined) return refuse("login_taken", `There is a user ${login} already.`, { login });
    await tx.query("INSERT INTO user_roles (user_id, role) SELECT $1, unnest($2::text[])", [user.id, roles]);
    await tx.query("INSERT INTO user_scopes (user_id, merchant_no) SELECT $1, unnest($2::text[])", [
      user.id,
      merchantNos,
    ]);
    await appendAudit(tx, {
      action: "user.added",
      objectType: "user",
      objectNo: login,
      detail: { displayName, roles, merchantNos },
    });
    return accept({ login });
  },
});
