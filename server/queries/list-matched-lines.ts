import "server-only";
import type { ResultRowDto } from "@/contracts/reconciliation-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { decodeCursor, encodeCursor, Where } from "@/server/queries/keyset";
import { addOrderScope } from "@/server/queries/order-scope";
import { reader } from "@/server/transact";

export type BatchPlace = { readonly id: bigint; readonly statementOn: string; readonly statementId: bigint };

/** Lines are found by their place alone, so a page looks at so many places at a time, and at so many times that. */
const WINDOW_LINES = 2_000n;
const MAX_WINDOWS = 100;

export type MatchedRaw = {
  lineNo: bigint;
  itemKind: "PAYMENT" | "REFUND";
  orderNo: string | null;
  refundNo: string | null;
  channelTradeNo: string | null;
  minor: bigint;
  oursMinor: bigint;
  feeMinor: bigint;
  asset: string;
  on: string;
  isReleased: boolean;
};

/** A matched line: one without a result, or with one that says so. A line that moves no money meets nothing of ours. */
export const MATCHED_SELECT = `
  SELECT l.line_no AS "lineNo", l.item_kind AS "itemKind", coalesce(l.order_no, r.order_no) AS "orderNo",
         coalesce(l.refund_no, r.refund_no) AS "refundNo", coalesce(l.channel_trade_no, r.channel_trade_no) AS "channelTradeNo",
         l.signed_minor AS minor, coalesce(r.ours_minor, l.signed_minor) AS "oursMinor", l.fee_minor AS "feeMinor", l.asset,
         l.settles_on AS on, coalesce(r.is_released, false) AS "isReleased"`;
const ITS_RESULT = `LEFT JOIN match_results r ON r.batch_on = $1 AND r.batch_id = $3 AND r.line_statement_id = l.statement_id
    AND r.line_no = l.line_no`;
const IS_MATCHED = "l.settles_on = $1 AND l.statement_id = $2 AND (r.id IS NULL OR r.outcome = 'MATCHED')";

/** The lines of a batch's own statement that are matched, in the file's order; with `q` those that name this number. */
export async function listMatchedLines(
  actor: Actor,
  batch: BatchPlace,
  q: string | null,
  page: { cursor: string | null; limit: number },
): Promise<PageDto<ResultRowDto>> {
  if (q !== null) {
    const rows = await readMatched(actor, batch, { from: "lines_named(ARRAY[?]) l", names: [q] }, page.limit);
    return { rows: rows.map(toMatchedRow), nextCursor: null, count: { value: rows.length, capped: false } };
  }
  const { lines, matched } = await countMatched(batch);
  const [after = "0"] = decodeCursor(page.cursor, 1) ?? [];
  const found: MatchedRaw[] = [];
  let at = BigInt(after);
  let isAtEnd = false;
  for (let window = 0; window < MAX_WINDOWS && found.length <= page.limit && !isAtEnd; window++) {
    const rows = await readMatched(actor, batch, { after: at, upTo: at + WINDOW_LINES }, page.limit + 1 - found.length);
    // A line's number is its place in the file, which has other lines as well: the last one may lie behind the count.
    isAtEnd = rows.length === 0 && at >= lines;
    found.push(...rows);
    at += WINDOW_LINES;
  }
  const rows = found.slice(0, page.limit);
  const last = rows.at(-1)?.lineNo;
  const next = found.length > page.limit ? last : isAtEnd ? undefined : at;
  return {
    rows: rows.map(toMatchedRow),
    nextCursor: next === undefined ? null : encodeCursor([`${next}`]),
    count: { value: Number(matched), capped: actor.scope !== null },
  };
}

type Source =
  | { readonly from: string; readonly names: readonly string[] }
  | { readonly after: bigint; readonly upTo: bigint };

function readMatched(actor: Actor, batch: BatchPlace, source: Source, limit: number): Promise<MatchedRaw[]> {
  const where = new Where().add(IS_MATCHED);
  where.params.push(batch.statementOn, batch.statementId, batch.id);
  let from = "statement_lines l";
  if ("from" in source) from = source.from.replace("?", `$${where.params.push(...source.names)}`);
  else where.add("l.line_no > ? AND l.line_no <= ?", source.after, source.upTo);
  addOrderScope(where, actor, "l.order_no");
  const sql = `${MATCHED_SELECT} FROM ${from} ${ITS_RESULT} ${where.toSql()} ORDER BY l.line_no LIMIT ${limit}`;
  return reader.query<MatchedRaw>(sql, where.params);
}

/** The file's last line, and how many the batch says are matched. */
async function countMatched(batch: BatchPlace): Promise<{ lines: bigint; matched: bigint }> {
  const [found] = await reader.query<{ lines: bigint; matched: bigint }>(
    `SELECT s.line_count AS lines, (SELECT coalesce(sum(count), 0)::bigint FROM batch_sums
            WHERE batch_id = $2 AND outcome = 'MATCHED' AND from_file) AS matched
     FROM statements s WHERE s.id = $1`,
    [batch.statementId, batch.id],
  );
  return found ?? { lines: 0n, matched: 0n };
}

/** `L` and the line's number is the id of a matched line, which has no result to be named by. */
export function toMatchedRow(raw: MatchedRaw): ResultRowDto {
  return {
    id: `L${raw.lineNo}`,
    itemKind: raw.itemKind,
    outcome: "MATCHED",
    isReleased: raw.isReleased,
    isSuperseded: false,
    orderNo: raw.orderNo,
    refundNo: raw.refundNo,
    channelTradeNo: raw.channelTradeNo,
    oursStatus: null,
    oursMinor: `${raw.oursMinor}`,
    channelMinor: `${raw.minor}`,
    deltaMinor: "0",
    feeMinor: `${raw.feeMinor}`,
    feeDeltaMinor: "0",
    asset: raw.asset,
    lineNo: Number(raw.lineNo),
    lineOn: raw.on,
    waitsSince: raw.on,
    itemNo: null,
  };
}
