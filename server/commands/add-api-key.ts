import "server-only";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { type ApiScope, OWNED_SCOPES } from "@/server/auth/api-key";
import { defineCommand } from "@/server/command";

export type AddApiKey = {
  name: string;
  keyHash: string;
  scopes: readonly ApiScope[];
  days: number;
  /** In whose name it asks for what needs a checker; null for keys that ask for no such thing. */
  ownerLogin: string | null;
};

/** Lets another system in by a key, of which only the hash comes here. */
export const addApiKey = defineCommand<AddApiKey, { name: string; expiresAt: string }>({
  action: "apiKey.add",
  permission: "apiKey.edit",
  object: ({ name }) => ({ type: "api_key", no: name }),
  toHashed: (input) => ({ ...input, scopes: [...input.scopes] }),
  async effect(tx, { name, keyHash, scopes, days, ownerLogin }) {
    const [owner] = await tx.query<{ id: bigint }>("SELECT id FROM users WHERE login = $1 AND disabled_at IS NULL", [
      ownerLogin,
    ]);
    if (ownerLogin !== null && !owner) {
      return refuse("user_unknown", `There is no user ${ownerLogin} who may sign in.`, { login: ownerLogin });
    }
    if (!owner && scopes.some((scope) => OWNED_SCOPES.includes(scope))) {
      const message =
        "A key that asks for refunds or payouts asks in somebody's name, who then does not check them: say --owner.";
      return refuse("api_key_owner_missing", message);
    }
    const [key] = await tx.query<{ expires_at: Date }>(
      `INSERT INTO api_keys (name, key_hash, scopes, created_at, expires_at, owner_id, command_id)
       VALUES ($1, $2, $3, $4, $4::timestamptz + make_interval(days => $5), $6, $7)
       ON CONFLICT (name) DO NOTHING RETURNING expires_at`,
      [name, keyHash, scopes, tx.context.now, days, owner?.id ?? null, tx.context.commandId],
    );
    if (!key)
      return refuse("api_key_name_taken", `There is a key named ${name} already. Choose another name.`, { name });
    const expiresAt = key.expires_at.toISOString();
    const detail = { scopes: [...scopes], expiresAt, ownerLogin };
    await appendAudit(tx, { action: "apiKey.added", objectType: "api_key", objectNo: name, detail });
    return accept({ name, expiresAt });
  },
});
