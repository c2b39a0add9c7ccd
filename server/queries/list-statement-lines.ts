import "server-only";
import type { StatementLineDto, StatementLineFilters } from "@/contracts/statement-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { addOrderScope } from "@/server/queries/order-scope";
import { type KeptStatement, readKeptLines } from "@/server/statements/kept-reader";
import { reader } from "@/server/transact";

type LineRaw = {
  line_no: bigint;
  item_kind: "PAYMENT" | "REFUND";
  status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  order_no: string | null;
  refund_no: string | null;
  channel_trade_no: string | null;
  channel_refund_no: string | null;
  signed_minor: bigint;
  amount_minor: bigint;
  fee_minor: bigint;
  contract_fee_minor: bigint;
  asset: string;
  occurred_at: Date;
  byte_offset: bigint;
  own_text: string | null;
  decided: { outcome: string; batchNo: string } | null;
};

// What the newest batches made of the line. A line is decided on its day or, after waiting, within the engine's reach.
const SELECT = `
  SELECT l.line_no, l.item_kind, l.status, l.order_no, l.refund_no, l.channel_trade_no, l.channel_refund_no,
         l.signed_minor, l.amount_minor, l.fee_minor, l.contract_fee_minor, l.asset, l.occurred_at, l.byte_offset,
         l.raw AS own_text,
         coalesce((SELECT jsonb_build_object('outcome', r.outcome, 'batchNo', b.batch_no)
          FROM match_results r JOIN batches b ON b.id = r.batch_id AND b.is_current
          WHERE r.channel_id = l.channel_id AND r.match_key = l.match_key AND r.line_statement_id = l.statement_id
            AND r.line_no = l.line_no AND r.superseded_by IS NULL
            AND r.batch_on BETWEEN l.settles_on AND l.settles_on + 60
          LIMIT 1),
          (SELECT jsonb_build_object('outcome', 'MATCHED', 'batchNo', b.batch_no) FROM batches b
           WHERE b.statement_id = l.statement_id AND b.channel_id = l.channel_id AND b.statement_on = l.settles_on AND b.is_current
         )) AS decided`;

/** The lines of one statement in the file's order, with what was made of each. Unknown statements have no lines. */
export async function listStatementLines(
  actor: Actor,
  filters: StatementLineFilters,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<StatementLineDto>> {
  const [statement] = await reader.query<KeptStatement & { id: bigint; settles_on: string }>(
    `SELECT id, settles_on, kept_file AS "keptFile", encoding FROM statements WHERE statement_no = $1`,
    [filters.statementNo],
  );
  if (!statement) return { rows: [], nextCursor: null, count: { value: 0, capped: false } };
  const where = new Where().add("l.settles_on = ? AND l.statement_id = ?", statement.settles_on, statement.id);
  if (filters.kind) where.add("l.item_kind = ?", filters.kind);
  if (filters.status) where.add("l.status = ?", filters.status);
  if (filters.q)
    where.add("(l.order_no = ? OR l.refund_no = ? OR l.channel_trade_no = ?)", ...Array(3).fill(filters.q));
  addOrderScope(where, actor, "l.order_no");
  const listed = await readPage<LineRaw, ListedLine>({
    select: SELECT,
    from: "statement_lines l",
    where,
    keys: ["l.line_no"],
    casts: ["bigint"],
    direction: "ASC",
    page,
    toRow: toLineDto,
    toKey: (raw) => [`${raw.line_no}`],
  });
  const texts = await readKeptLines(
    statement,
    listed.rows.map((row) => row.byteOffset),
  );
  const rows = listed.rows.map(({ byteOffset, ownText, ...line }) => {
    return { ...line, raw: texts.get(byteOffset) ?? ownText ?? "" };
  });
  return { ...listed, rows };
}

/** A line before its text was read from the kept file. */
type ListedLine = Omit<StatementLineDto, "raw"> & {
  readonly byteOffset: bigint;
  readonly ownText: string | null;
};

function toLineDto(raw: LineRaw): ListedLine {
  return {
    lineNo: Number(raw.line_no),
    kind: raw.item_kind,
    status: raw.status,
    orderNo: raw.order_no,
    refundNo: raw.refund_no,
    channelTradeNo: raw.channel_trade_no,
    channelRefundNo: raw.channel_refund_no,
    signedMinor: `${raw.signed_minor}`,
    amountMinor: `${raw.amount_minor}`,
    feeMinor: `${raw.fee_minor}`,
    contractFeeMinor: `${raw.contract_fee_minor}`,
    asset: raw.asset,
    occurredAt: raw.occurred_at.toISOString(),
    byteOffset: raw.byte_offset,
    ownText: raw.own_text,
    outcome: raw.decided?.outcome ?? null,
    batchNo: raw.decided?.batchNo ?? null,
  };
}
