import "server-only";
import { accept, refuse } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import type { ApiScope } from "@/server/auth/api-key";
import { defineCommand } from "@/server/command";

export type AddApiKey = { name: string; keyHash: string; scopes: readonly ApiScope[]; days: number };

/** Lets another system in by a key, of which only the hash comes here. */
export const addApiKey = defineCommand<AddApiKey, { name: string; expiresAt: string }>({
  action: "apiKey.add",
  permission: "apiKey.edit",
  object: ({ name }) => ({ type: "api_key", no: name }),
  toHashed: (input) => ({ ...input, scopes: [...input.scopes] }),
  async effect(tx, { name, keyHash, scopes, days }) {
    const [key] = await tx.query<{ expires_at: Date }>(
      `INSERT INTO api_keys (name, key_hash, scopes, created_at, expires_at, command_id)
       VALUES ($1, $2, $3, $4, $4::timestamptz + make_interval(days => $5), $6)
       ON CONFLICT (name) DO NOTHING RETURNING expires_at`,
      [name, keyHash, scopes, tx.context.now, days, tx.context.commandId],
    );
    if (!key)
      return refuse("api_key_name_taken", `There is a key named ${name} already. Choose another name.`, { name });
    const expiresAt = key.expires_at.toISOString();
    const detail = { scopes: [...scopes], expiresAt };
    await appendAudit(tx, { action: "apiKey.added", objectType: "api_key", objectNo: name, detail });
    return accept({ name, expiresAt });
  },
});
