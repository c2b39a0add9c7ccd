import "server-only";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** Lets a disabled user sign in again, with the password of before. Sessions of before stay ended. */
export const enableUser = defineCommand<{ readonly login: string }, { login: string }>({
  action: "user.enable",
  permission: "user.edit",
  object: ({ login }) => ({ type: "user", no: login }),
  toHashed: ({ login }) => ({ login }),
  async effect(tx, { login }) {
    const [user] = await tx.query<{ id: bigint }>(
      `UPDATE users SET disabled_at = NULL, failed_sign_ins = 0, locked_until = NULL
       WHERE login = $1 AND disabled_at IS NOT NULL RETURNING id`,
      [login],
    );
    if (!user) return refuse("user_not_disabled", `There is no disabled user ${login}.`, { login });
    await appendAudit(tx, { action: "user.enabled", objectType: "user", objectNo: login, detail: { login } });
    return accept({ login });
  },
});
