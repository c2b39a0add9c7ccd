import "server-only";
import type { ResultFilters, ResultOutcome, ResultRowDto } from "@/contracts/reconciliation-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { type BatchPlace, listMatchedLines } from "@/server/queries/list-matched-lines";
import { addOrderScope } from "@/server/queries/order-scope";
import { reader } from "@/server/transact";

export type ResultRaw = {
  id: bigint;
  item_kind: "PAYMENT" | "REFUND";
  outcome: ResultOutcome;
  is_released: boolean;
  superseded_by: bigint | null;
  order_no: string | null;
  refund_no: string | null;
  channel_trade_no: string | null;
  ours_status: string | null;
  ours_minor: bigint;
  ours_asset: string | null;
  channel_minor: bigint;
  channel_asset: string | null;
  delta_minor: bigint;
  fee_minor: bigint;
  fee_delta_minor: bigint;
  line_no: bigint | null;
  line_settles_on: string | null;
  waits_since: string;
  item_no: string | null;
};

// An item keeps the number under which the break was first seen, so it is found by its key and not by its batch.
export const RESULT_SELECT = `
  SELECT r.id, r.item_kind, r.outcome, r.is_released, r.superseded_by, r.order_no, r.refund_no, r.channel_trade_no,
         r.ours_status, r.ours_minor, r.ours_asset, r.channel_minor, r.channel_asset, r.delta_minor, r.fee_minor,
         r.fee_delta_minor, r.line_no, r.line_settles_on, r.waits_since,
         CASE WHEN r.outcome IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL') THEN NULL ELSE (
           SELECT i.item_no FROM suspense_items i
           WHERE i.channel_id = r.channel_id AND i.match_key = r.match_key AND i.item_kind = r.item_kind
           ORDER BY i.result_id = r.id DESC, i.status = 'AUTO_RESOLVED', i.id DESC LIMIT 1
         ) END AS item_no`;

// Written out rather than as a parameter: only then may the planner use the index over what did not match.
const GROUPS = {
  matched: "r.outcome = 'MATCHED'",
  waiting: "r.outcome IN ('BUFFERED_OURS', 'BUFFERED_CHANNEL')",
  broken: "r.outcome NOT IN ('MATCHED', 'BUFFERED_OURS', 'BUFFERED_CHANNEL')",
  released: "r.is_released",
} as const satisfies Record<NonNullable<ResultFilters["group"]>, string>;

type Page = { cursor: string | null; limit: number };

/**
 * The results of one batch in the order in which they were written, merchants outside the actor's scope left out; the
 * matched ones by the lines of its statement, since plain matches have no result. Unknown batches have none.
 */
export async function listMatchResults(
  actor: Actor,
  filters: ResultFilters,
  page: Page,
): Promise<PageDto<ResultRowDto>> {
  const [batch] = await reader.query<BatchPlace>(
    `SELECT id, statement_on AS "statementOn", statement_id AS "statementId" FROM batches WHERE batch_no = $1`,
    [filters.batchNo],
  );
  if (!batch) return { rows: [], nextCursor: null, count: { value: 0, capped: false } };
  const wantsMatched = filters.group === "matched" || (!filters.group && filters.outcome === "MATCHED");
  if (wantsMatched) return listMatchedLines(actor, batch, filters.q || null, page);
  const where = new Where().add("r.batch_on = ? AND r.batch_id = ?", batch.statementOn, batch.id);
  if (filters.group) where.add(GROUPS[filters.group]);
  if (filters.outcome) where.add("r.outcome = ?", filters.outcome);
  if (filters.q)
    where.add(
      "(r.order_no = ? OR r.refund_no = ? OR r.channel_trade_no = ? OR r.match_key = ?)",
      ...Array(4).fill(filters.q),
    );
  addOrderScope(where, actor, "r.order_no");
  return readPage<ResultRaw, ResultRowDto>({
    select: RESULT_SELECT,
    from: "match_results r",
    where,
    keys: ["r.id"],
    casts: ["bigint"],
    direction: "ASC",
    page,
    toRow: toResultDto,
    toKey: (raw) => [`${raw.id}`],
  });
}

export function toResultDto(raw: ResultRaw): ResultRowDto {
  return {
    id: `${raw.id}`,
    itemKind: raw.item_kind,
    outcome: raw.outcome,
    isReleased: raw.is_released,
    isSuperseded: raw.superseded_by !== null,
    orderNo: raw.order_no,
    refundNo: raw.refund_no,
    channelTradeNo: raw.channel_trade_no,
    oursStatus: raw.ours_status,
    oursMinor: `${raw.ours_minor}`,
    channelMinor: `${raw.channel_minor}`,
    deltaMinor: `${raw.delta_minor}`,
    feeMinor: `${raw.fee_minor}`,
    feeDeltaMinor: `${raw.fee_delta_minor}`,
    asset: raw.channel_asset ?? raw.ours_asset ?? "CNY",
    lineNo: raw.line_no === null ? null : Number(raw.line_no),
    lineOn: raw.line_settles_on,
    waitsSince: raw.waits_since,
    itemNo: raw.item_no,
  };
}
