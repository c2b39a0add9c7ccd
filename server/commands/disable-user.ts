import "server-only";
import { accept, refuse } from "@/core/result";
import { decideDisabling } from "@/core/users/decide-disabling";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

type UserRow = { id: bigint; is_disabled: boolean; is_admin: boolean };

// Every administrator is locked, so that two who disable each other at once take turns and one of them stays.
const LOCK = `
  SELECT id, disabled_at IS NOT NULL AS is_disabled,
         EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = 'ADMIN') AS is_admin, login
  FROM users WHERE login = $1 OR EXISTS (SELECT 1 FROM user_roles WHERE user_id = users.id AND role = 'ADMIN')
  ORDER BY id FOR UPDATE`;

// The version: a request about what they may do was made for somebody who was let in.
const DISABLE = `
  UPDATE users SET disabled_at = $2, session_version = session_version + 1, version = version + 1, command_id = $3
  WHERE id = $1`;

/**
 * Shuts a user out, at once and without a checker, since it only takes rights away: no sign-in any more, and every open
 * session ends with the next request. Letting them in again is a request (see `proposeUserRights`).
 */
export const disableUser = defineCommand<{ readonly login: string }, { login: string }>({
  action: "user.disable",
  permission: "user.edit",
  object: ({ login }) => ({ type: "user", no: login }),
  toHashed: ({ login }) => ({ login }),
  async effect(tx, { login }) {
    const rows = await tx.query<UserRow & { login: string }>(LOCK, [login]);
    const user = rows.find((row) => row.login === login);
    if (!user) return refuse("user_unknown", `There is no user ${login}.`, { login });
    const decision = decideDisabling({
      login,
      isDisabled: user.is_disabled,
      isActor: `${user.id}` === tx.context.actor.userId,
      isAdmin: user.is_admin,
      activeAdmins: rows.filter((row) => row.is_admin && !row.is_disabled).length,
    });
    if (!decision.ok) return decision;
    await tx.query(DISABLE, [user.id, tx.context.now, tx.context.commandId]);
    await tx.query("UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", [
      user.id,
      tx.context.now,
    ]);
    await appendAudit(tx, { action: "user.disabled", objectType: "user", objectNo: login, detail: { login } });
    return accept({ login });
  },
});
