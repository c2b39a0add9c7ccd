import "server-only";
import type { MappingTrialDto } from "@/contracts/mapping-views";
import type { PreviewMappingInput } from "@/contracts/statement-mapping";
import { compareMappings } from "@/core/statements/mapping/describe-mapping";
import { findMappingFaults } from "@/core/statements/mapping/find-mapping-faults";
import { previewMapping } from "@/core/statements/mapping/preview-mapping";
import { suggestMapping } from "@/core/statements/mapping/suggest-mapping";
import { findMappedChannel } from "@/server/statements/find-channel-mapping";
import { findNewestMapping } from "@/server/store/statement-mappings";
import { reader } from "@/server/transact";

/** What a mapping makes of the beginning of a file, and how it differs from the approved one. Nothing is kept. */
export async function tryMapping({
  channel,
  mapping,
  head,
  isWhole,
}: PreviewMappingInput): Promise<MappingTrialDto | null> {
  const found = await findMappedChannel(reader, channel);
  if (!found) return null;
  const bytes = new Uint8Array(Buffer.from(head, "base64"));
  const tried = mapping ?? suggestMapping(bytes, isWhole, found.timezone);
  const newest = await findNewestMapping(reader, found.id);
  return {
    mapping: tried,
    preview: previewMapping(tried, bytes, isWhole),
    faults: findMappingFaults(tried),
    changes: compareMappings(newest?.mapping ?? null, tried),
  };
}
