import "server-only";
import { mappingWire } from "@/contracts/statement-mapping";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import type { DbReader, DbTransaction } from "@/server/transact";

/** An approved version of a channel's mapping. It never changes; statements name the one that read them. */
export type MappingVersion = { readonly id: bigint; readonly version: number; readonly mapping: StatementMapping };

/** The newest approved version of a channel's mapping, by which its next file is read; null before the first. */
export async function findNewestMapping(db: DbReader, channelId: bigint): Promise<MappingVersion | null> {
  const [row] = await db.query<{ id: bigint; version: number; definition: Json }>(
    "SELECT id, version, definition FROM statement_mappings WHERE channel_id = $1 ORDER BY version DESC LIMIT 1",
    [channelId],
  );
  return row ? { id: row.id, version: row.version, mapping: parseMapping(row.definition) } : null;
}

/** An approved version of a channel's mapping; null where there is none of that number. */
export async function findMapping(db: DbReader, channelId: bigint, version: number): Promise<MappingVersion | null> {
  const [row] = await db.query<{ id: bigint; definition: Json }>(
    "SELECT id, definition FROM statement_mappings WHERE channel_id = $1 AND version = $2",
    [channelId, version],
  );
  return row ? { id: row.id, version, mapping: parseMapping(row.definition) } : null;
}

/** A stored definition. It was checked when it was proposed, so one that does not parse is a fault of ours. */
export function parseMapping(definition: Json): StatementMapping {
  const parsed = mappingWire.safeParse(definition);
  invariant(parsed.success, "a stored mapping is of its contract");
  return parsed.data;
}

export type NewMappingVersion = {
  readonly channelId: bigint;
  readonly version: number;
  readonly mapping: StatementMapping;
  readonly reason: string;
  readonly approvalId: bigint;
  readonly makerId: bigint;
};

/** The caller has closed the approval as EXECUTED; the database refuses a version that is not what it says. */
export async function insertMapping(tx: DbTransaction, version: NewMappingVersion): Promise<void> {
  await tx.query(
    `INSERT INTO statement_mappings (channel_id, version, definition, reason, approval_id, made_by, approved_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      version.channelId,
      version.version,
      JSON.stringify(version.mapping),
      version.reason,
      version.approvalId,
      version.makerId,
      tx.context.now,
      tx.context.commandId,
    ],
  );
}
