import "server-only";
import type { BeginTotpInput } from "@/contracts/approvals";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { makeTotpSecret } from "@/server/auth/totp";
import { defineCommand } from "@/server/command";
import { findTotp, putSecret, takeTotp } from "@/server/store/user-totps";

/**
 * Makes a new secret for one's one-time passwords, which the account's page shows until a password of it has come. It
 * takes the place of an old one only with a password of that. The secret is part of neither the receipt nor the trail.
 */
export const beginTotp = defineCommand<BeginTotpInput, { begun: true }>({
  action: "totp.begin",
  permission: "totp.enrol",
  object: () => ({ type: "user", no: "self" }),
  toHashed: () => ({}),
  async effect(tx, { code }) {
    const { actor } = tx.context;
    if (actor.userId === null) return refuse("maker_missing", "Only a person has one-time passwords.");
    const current = await findTotp(tx, actor.userId);
    // The accounts of the demo are everybody's: the next visitor has to be able to try it as well.
    if (current?.isConfirmed && !actor.demo) {
      const taken = await takeTotp(tx, code);
      if (!taken.ok) return taken;
    }
    await putSecret(tx, actor.userId, makeTotpSecret());
    await appendAudit(tx, { action: "totp.begun", objectType: "user", objectNo: actor.login, detail: {} });
    return accept({ begun: true });
  },
});
