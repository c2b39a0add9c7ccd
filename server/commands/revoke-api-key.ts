import "server-only";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";

/** From the next request on, the key opens nothing. */
export const revokeApiKey = defineCommand<{ name: string }, { name: string }>({
  action: "apiKey.revoke",
  permission: "apiKey.edit",
  object: ({ name }) => ({ type: "api_key", no: name }),
  toHashed: ({ name }) => ({ name }),
  async effect(tx, { name }) {
    const revoked = await tx.query(
      "UPDATE api_keys SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL RETURNING id",
      [name, tx.context.now],
    );
    if (revoked.length === 0) return refuse("api_key_unknown", `There is no key named ${name} that opens anything.`);
    await appendAudit(tx, { action: "apiKey.revoked", objectType: "api_key", objectNo: name, detail: {} });
    return accept({ name });
  },
});
