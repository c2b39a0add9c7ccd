import "server-only";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { findNewestMapping, type MappingVersion } from "@/server/store/statement-mappings";
import type { DbReader } from "@/server/transact";

/** The format of channels whose file is read by a mapping: it belongs to the channel and is never found by content. */
export const MAPPED_FORMAT = "csv-mapped";

/**
 * By what a channel's file is read: the newest approved version of its mapping, or null for the formats that say
 * themselves what they are. Refused where a channel needs a mapping and has none.
 */
export async function findChannelMapping(
  db: DbReader,
  channel: { readonly id: bigint; readonly code: string; readonly format: string },
): Promise<Result<MappingVersion | null, Refusal<"statement_mapping_missing">>> {
  if (channel.format !== MAPPED_FORMAT) return accept(null);
  const newest = await findNewestMapping(db, channel.id);
  if (newest) return accept(newest);
  const message = `Channel ${channel.code} has no approved mapping yet, so its files cannot be read. Make one, and have it approved.`;
  return refuse("statement_mapping_missing", message, { channel: channel.code });
}
