import "server-only";
import type { MappingPageDto, MappingRequestDto, MappingVersionDto } from "@/contracts/mapping-views";
import type { Json } from "@/core/json";
import { compareMappings } from "@/core/statements/mapping/describe-mapping";
import { requestedMapping } from "@/server/approvals/acts/statement-mapping";
import { findMappedChannel } from "@/server/statements/find-channel-mapping";
import { findMapping, parseMapping } from "@/server/store/statement-mappings";
import { reader } from "@/server/transact";

/** Older versions than this stay in the database and are not listed. */
const MAX_VERSIONS = 50;

type VersionRaw = Omit<MappingVersionDto, "approvedAt" | "changes"> & { approvedAt: Date; definition: Json };

/** A channel's mapping with its history; null when the channel is not one whose files are read by a mapping. */
export async function getMapping(code: string): Promise<MappingPageDto | null> {
  const channel = await findMappedChannel(reader, code);
  if (!channel) return null;
  const raws = await reader.query<VersionRaw>(
    `SELECT m.version, a.approval_no AS "approvalNo", u.display_name AS "madeBy", m.approved_at AS "approvedAt", m.reason,
            m.definition, (SELECT count(*)::int FROM statements WHERE mapping_id = m.id AND channel_id = m.channel_id) AS statements,
            (SELECT string_agg(k.display_name, ', ' ORDER BY d.id) FROM approval_decisions d JOIN users k ON k.id = d.checker_id
             WHERE d.approval_id = a.id) AS "checkedBy"
     FROM statement_mappings m JOIN approvals a ON a.id = m.approval_id JOIN users u ON u.id = m.made_by
     WHERE m.channel_id = $1 ORDER BY m.version DESC LIMIT ${MAX_VERSIONS}`,
    [channel.id],
  );
  const [waiting] = await reader.query<{ approvalNo: string }>(
    `SELECT approval_no AS "approvalNo" FROM approvals
     WHERE object_type = 'mapping' AND object_no = $1 AND status = 'PENDING'`,
    [code],
  );
  const mappings = raws.map(({ definition }) => parseMapping(definition));
  const versions = raws.map(({ definition: _definition, ...raw }, index): MappingVersionDto => {
    const [own, before] = [mappings[index], mappings[index + 1]];
    return {
      ...raw,
      approvedAt: raw.approvedAt.toISOString(),
      changes: own ? compareMappings(before ?? null, own) : [],
    };
  });
  const [newest] = mappings;
  return {
    channel: channel.code,
    name: channel.name,
    timezone: channel.timezone,
    version: raws[0]?.version ?? 0,
    mapping: newest ?? null,
    waitingNo: waiting?.approvalNo ?? null,
    parts: newest ? compareMappings(null, newest) : [],
    versions,
  };
}

/** What a request about a mapping changes against the version that it was made for. */
export async function getMappingRequest(code: string, baseVersion: number, payload: Json): Promise<MappingRequestDto> {
  const [channel] = await reader.query<{ id: bigint; name: string }>("SELECT id, name FROM channels WHERE code = $1", [
    code,
  ]);
  const base = channel && baseVersion > 0 ? await findMapping(reader, channel.id, baseVersion) : null;
  const changes = compareMappings(base?.mapping ?? null, requestedMapping(payload));
  return { channel: code, channelName: channel?.name ?? code, baseVersion, changes };
}
