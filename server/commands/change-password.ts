import "server-only";
import { verify } from "@node-rs/argon2";
import type { ChangePasswordInput } from "@/contracts/users";
import { accept, refuse } from "@/core/result";
import { judgePassword } from "@/core/users/judge-password";
import { appendAudit } from "@/server/audit/append-audit";
import { hashPassword } from "@/server/auth/verify-credentials";
import { defineCommand } from "@/server/command";

type UserRow = { id: bigint; login: string; password_hash: string; locked: boolean };

/**
 * Sets one's own password, after the old one was given once more. Every session ends with it (docs/adr/0007), the own
 * one too: whoever else had the old password is out. Neither password is part of the receipt or of the trail.
 */
export const changePassword = defineCommand<ChangePasswordInput, { login: string }>({
  action: "password.change",
  permission: "password.change",
  object: () => ({ type: "user", no: "self" }),
  toHashed: () => ({}),
  async effect(tx, { currentPassword, newPassword }) {
    const { actor, now } = tx.context;
    // The password of a demo is written on its sign-in page: a visitor who changed it would shut out the next one.
    if (actor.demo) return refuse("password_of_demo", "The passwords of the demo stay as its sign-in page shows them.");
    const [user] = await tx.query<UserRow>(
      `SELECT id, login, password_hash, coalesce(locked_until > $2, false) AS locked FROM users
       WHERE id = $1 AND disabled_at IS NULL FOR UPDATE`,
      [actor.userId, now],
    );
    if (!user) return refuse("user_unknown", `There is no user ${actor.login}.`, { login: actor.login });
    if (user.locked) return refuse("password_locked", "After several wrong tries this account is locked for a while.");
    if (!(await verify(user.password_hash, currentPassword))) {
      return refuse("password_wrong", "The current password is not right. Nothing was changed.");
    }
    const judged = judgePassword(user.login, currentPassword, newPassword);
    if (!judged.ok) return judged;
    await tx.query(
      `UPDATE users SET password_hash = $2, must_change_password = false, session_version = session_version + 1,
         failed_sign_ins = 0 WHERE id = $1`,
      [user.id, await hashPassword(judged.value)],
    );
    await tx.query("UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", [user.id, now]);
    await appendAudit(tx, { action: "password.changed", objectType: "user", objectNo: user.login, detail: {} });
    return accept({ login: user.login });
  },
});
