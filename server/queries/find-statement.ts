import "server-only";
import type { StatementDto, StatementVersionDto } from "@/contracts/statement-views";
import {
  STATEMENT_FROM,
  STATEMENT_SELECT,
  type StatementRaw,
  toStatementRowDto,
} from "@/server/queries/list-statements";
import { reader } from "@/server/transact";

type StatementDetailRaw = StatementRaw & {
  format: string;
  layout: string;
  encoding: string;
  size_bytes: bigint;
  file_sha256: string;
  content_sha256: string;
  footer: Record<string, string> | null;
  is_kept: boolean;
  mapping_version: number | null;
  imported_by: string | null;
  assets: string[];
};

/** One statement with its file's facts and every version of its day, or null. */
export async function findStatement(statementNo: string): Promise<StatementDto | null> {
  const [raw] = await reader.query<StatementDetailRaw>(
    `${STATEMENT_SELECT}, s.format, s.layout, s.encoding, s.size_bytes, s.file_sha256, s.content_sha256, s.footer,
            s.kept_file IS NOT NULL AS is_kept,
            (SELECT version FROM statement_mappings WHERE id = s.mapping_id) AS mapping_version,
            u.display_name AS imported_by,
            ARRAY(SELECT a.asset FROM statement_assets a WHERE a.statement_id = s.id ORDER BY a.asset) AS assets
     FROM ${STATEMENT_FROM} LEFT JOIN users u ON u.id = s.imported_by WHERE s.statement_no = $1`,
    [statementNo],
  );
  if (!raw) return null;
  return {
    ...toStatementRowDto(raw),
    format: raw.format,
    layout: raw.layout,
    encoding: raw.encoding,
    sizeBytes: Number(raw.size_bytes),
    fileSha256: raw.file_sha256,
    contentSha256: raw.content_sha256,
    footer: raw.footer,
    importedBy: raw.imported_by,
    isKept: raw.is_kept,
    mappingVersion: raw.mapping_version,
    assets: raw.assets,
    versions: await listVersions(raw.channel_id, raw.settles_on),
  };
}

async function listVersions(channelId: bigint, settlesOn: string): Promise<StatementVersionDto[]> {
  const rows = await reader.query<{
    statement_no: string;
    version: number;
    imported_at: Date;
    imported_by: string | null;
    line_count: bigint;
  }>(
    `SELECT s.statement_no, s.version, s.imported_at, u.display_name AS imported_by, s.line_count
     FROM statements s LEFT JOIN users u ON u.id = s.imported_by
     WHERE s.channel_id = $1 AND s.settles_on = $2 ORDER BY s.version DESC`,
    [channelId, settlesOn],
  );
  return rows.map((row) => ({
    statementNo: row.statement_no,
    version: row.version,
    importedAt: row.imported_at.toISOString(),
    importedBy: row.imported_by,
    lines: Number(row.line_count),
  }));
}
