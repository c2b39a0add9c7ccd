import "server-only";
import type {
  StatementDto,
  StatementFilters,
  StatementReconciliation,
  StatementRowDto,
  StatementVersionDto,
} from "@/contracts/statement-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type StatementRaw = {
  id: bigint;
  statement_no: string;
  channel: string;
  channel_name: string;
  channel_id: bigint;
  settles_on: string;
  version: number;
  superseded_by: bigint | null;
  file_name: string;
  asset: string | null;
  line_count: bigint;
  payment_count: bigint;
  payment_minor: bigint;
  refund_count: bigint;
  refund_minor: bigint;
  fee_minor: bigint;
  imported_at: Date;
  batch_no: string | null;
  batch_statement_id: bigint | null;
};

const FROM = `statements s JOIN channels c ON c.id = s.channel_id
  LEFT JOIN batches b ON b.channel_id = s.channel_id AND b.statement_on = s.settles_on AND b.is_current`;
// A statement does not say its asset by itself; all its lines have the same one.
const SELECT = `
  SELECT s.id, s.statement_no, c.code AS channel, c.name AS channel_name, s.channel_id, s.settles_on, s.version,
         s.superseded_by, s.file_name, s.line_count, s.payment_count, s.payment_minor, s.refund_count, s.refund_minor,
         s.fee_minor, s.imported_at, b.batch_no, b.statement_id AS batch_statement_id,
         (SELECT l.asset FROM statement_lines l WHERE l.statement_id = s.id AND l.settles_on = s.settles_on LIMIT 1) AS asset`;

/** Statements, the newest day first. They are a channel's as a whole, so no merchant scope narrows them. */
export function listStatements(
  _actor: Actor,
  filters: StatementFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<StatementRowDto>> {
  const where = new Where();
  if (filters.channel) where.add("c.code = ?", filters.channel);
  if (filters.on) where.add("s.settles_on = ?", filters.on);
  if (filters.state === "newest") where.add("s.superseded_by IS NULL");
  if (filters.state === "superseded") where.add("s.superseded_by IS NOT NULL");
  if (filters.state === "unreconciled") {
    where.add("s.superseded_by IS NULL AND b.statement_id IS DISTINCT FROM s.id");
  }
  if (filters.q)
    where.add("(s.statement_no = ? OR s.file_sha256 = ? OR strpos(s.file_name, ?) > 0)", ...Array(3).fill(filters.q));
  return readPage<StatementRaw, StatementRowDto>({
    select: SELECT,
    from: FROM,
    where,
    keys: ["s.settles_on", "s.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    toRow: toStatementRowDto,
    toKey: (raw) => [raw.settles_on, `${raw.id}`],
  });
}

type StatementDetailRaw = StatementRaw & {
  format: string;
  layout: string;
  encoding: string;
  size_bytes: bigint;
  file_sha256: string;
  content_sha256: string;
  footer: Record<string, string> | null;
  imported_by: string | null;
};

/** One statement with its file's facts and every version of its day, or null. */
export async function findStatement(statementNo: string): Promise<StatementDto | null> {
  const [raw] = await reader.query<StatementDetailRaw>(
    `${SELECT}, s.format, s.layout, s.encoding, s.size_bytes, s.file_sha256, s.content_sha256, s.footer,
            u.display_name AS imported_by
     FROM ${FROM} LEFT JOIN users u ON u.id = s.imported_by WHERE s.statement_no = $1`,
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

function toStatementRowDto(raw: StatementRaw): StatementRowDto {
  return {
    statementNo: raw.statement_no,
    channel: raw.channel,
    channelName: raw.channel_name,
    settlesOn: raw.settles_on,
    version: raw.version,
    isNewest: raw.superseded_by === null,
    fileName: raw.file_name,
    asset: raw.asset ?? "CNY",
    lines: Number(raw.line_count),
    payments: { count: Number(raw.payment_count), amountMinor: `${raw.payment_minor}` },
    refunds: { count: Number(raw.refund_count), amountMinor: `${raw.refund_minor}` },
    feeMinor: `${raw.fee_minor}`,
    importedAt: raw.imported_at.toISOString(),
    reconciliation: reconciliationOf(raw),
    batchNo: raw.batch_no,
  };
}

function reconciliationOf(raw: StatementRaw): StatementReconciliation {
  if (raw.batch_statement_id === null) return "NONE";
  return raw.batch_statement_id === raw.id ? "CURRENT" : "OUTDATED";
}
