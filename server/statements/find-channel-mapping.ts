import "server-only";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { type ChannelRow, findChannel } from "@/server/store/channels";
import { findNewestMapping, type MappingVersion } from "@/server/store/statement-mappings";
import type { DbReader } from "@/server/transact";

/** The format of channels whose file is read by a mapping: it belongs to the channel and is never found by content. */
export const MAPPED_FORMAT = "csv-mapped";

/** The channel of this code, if its files are read by a mapping. */
export async function findMappedChannel(db: DbReader, code: string | null): Promise<ChannelRow | null> {
  const channel = code === null ? null : await findChannel(db, code);
  return channel?.format === MAPPED_FORMAT ? channel : null;
}

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
