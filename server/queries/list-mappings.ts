import "server-only";
import type { MappingRowDto } from "@/contracts/mapping-views";
import { MAPPED_FORMAT } from "@/server/statements/find-channel-mapping";
import { reader } from "@/server/transact";

type Raw = Omit<MappingRowDto, "approvedAt"> & { approvedAt: Date | null };

/** Every channel whose files are read by a mapping. Channels are few, so the list is whole. */
export async function listMappings(): Promise<MappingRowDto[]> {
  const rows = await reader.query<Raw>(
    `SELECT c.code AS channel, c.name, m.version, m.approved_at AS "approvedAt", u.display_name AS "madeBy",
            (SELECT approval_no FROM approvals WHERE object_type = 'mapping' AND object_no = c.code AND status = 'PENDING') AS "waitingNo",
            s.statements, s.last_on AS "lastReadOn"
     FROM channels c
     LEFT JOIN LATERAL (
       SELECT * FROM statement_mappings WHERE channel_id = c.id ORDER BY version DESC LIMIT 1
     ) AS m ON true
     LEFT JOIN users u ON u.id = m.made_by
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS statements, max(settles_on) AS last_on FROM statements
       WHERE channel_id = c.id AND mapping_id IS NOT NULL
     ) AS s
     WHERE c.format = $1 ORDER BY c.name`,
    [MAPPED_FORMAT],
  );
  return rows.map((row) => ({ ...row, approvedAt: row.approvedAt?.toISOString() ?? null }));
}
