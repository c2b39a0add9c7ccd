import "server-only";
import type { ConfirmTotpInput } from "@/contracts/approvals";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { takeTotp } from "@/server/store/user-totps";

/** The first password of a new secret shows that the device has it; from now on decisions can be signed with it. */
export const confirmTotp = defineCommand<ConfirmTotpInput, { confirmed: true }>({
  action: "totp.confirm",
  permission: "totp.enrol",
  object: () => ({ type: "user", no: "self" }),
  toHashed: () => ({}),
  async effect(tx, { code }) {
    const taken = await takeTotp(tx, code, "NEW");
    if (!taken.ok) return taken;
    const { login } = tx.context.actor;
    await appendAudit(tx, { action: "totp.confirmed", objectType: "user", objectNo: login, detail: {} });
    return accept({ confirmed: true });
  },
});
