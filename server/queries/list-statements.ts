import "server-only";
import type { StatementFilters, StatementReconciliation, StatementRowDto } from "@/contracts/statement-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";

export type StatementRaw = {
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

export const STATEMENT_FROM = `statements s JOIN channels c ON c.id = s.channel_id
  LEFT JOIN batches b ON b.channel_id = s.channel_id AND b.statement_on = s.settles_on AND b.is_current`;
// A statement does not say its asset by itself: it is the one that most of its lines have.
export const STATEMENT_SELECT = `
  SELECT s.id, s.statement_no, c.code AS channel, c.name AS channel_name, s.channel_id, s.settles_on, s.version,
         s.superseded_by, s.file_name, s.line_count, s.payment_count, s.payment_minor, s.refund_count, s.refund_minor,
         s.fee_minor, s.imported_at, b.batch_no, b.statement_id AS batch_statement_id,
         (SELECT a.asset FROM statement_assets a WHERE a.statement_id = s.id ORDER BY a.lines DESC, a.asset LIMIT 1) AS asset`;

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
    select: STATEMENT_SELECT,
    from: STATEMENT_FROM,
    where,
    keys: ["s.settles_on", "s.id"],
    casts: ["date", "bigint"],
    direction: "DESC",
    page,
    toRow: toStatementRowDto,
    toKey: (raw) => [raw.settles_on, `${raw.id}`],
  });
}

export function toStatementRowDto(raw: StatementRaw): StatementRowDto {
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
