import "server-only";
import type { ResultDto, ResultRowDto } from "@/contracts/reconciliation-views";
import type { EvidenceDto, LineDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { RESULT_SELECT, type ResultRaw, toResultDto } from "@/server/queries/list-match-results";
import { MATCHED_SELECT, type MatchedRaw, toMatchedRow } from "@/server/queries/list-matched-lines";
import { findBookedSide, findOurSide } from "@/server/queries/suspense-evidence";
import { reader } from "@/server/transact";

type Place = { settlesOn: string; statementId: bigint; lineNo: bigint };
type Found = { row: ResultRowDto; channelId: bigint; matchKey: string; place: Place | null };

/**
 * One result of a batch with its order or refund, its line and its voucher side by side. `id` is a result's, or `L` and
 * the number of a line that is plainly matched. Null where there is none, or its order is outside the actor's scope.
 */
export async function findResult(actor: Actor, batchNo: string, id: string): Promise<ResultDto | null> {
  const found = id.startsWith("L") ? await findMatched(batchNo, id.slice(1)) : await findStored(batchNo, id);
  if (!found || !(await isInScope(actor, found.row.orderNo))) return null;
  const { row, channelId, matchKey, place } = found;
  const ours = await findOurSide(actor, { channelId, matchKey, itemKind: row.itemKind, orderNo: row.orderNo });
  const [booked, line, items] = await Promise.all([
    ours ? findBookedSide(ours) : null,
    place ? findLine(place) : null,
    reader.query<ResultDto["items"][number]>(
      `SELECT item_no AS "itemNo", kind, status FROM suspense_items
       WHERE channel_id = $1 AND match_key = $2 AND item_kind = $3 ORDER BY id DESC LIMIT 20`,
      [channelId, matchKey, row.itemKind],
    ),
  ]);
  const evidence: EvidenceDto = { ours, line, booked, otherLines: [] };
  return { row, evidence, items };
}

async function findStored(batchNo: string, id: string): Promise<Found | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [raw] = await reader.query<
    ResultRaw & { channel_id: bigint; match_key: string; line_statement_id: bigint | null }
  >(
    `${RESULT_SELECT}, r.channel_id, r.match_key, r.line_statement_id
     FROM batches b JOIN match_results r ON r.batch_on = b.statement_on AND r.batch_id = b.id
     WHERE b.batch_no = $1 AND r.id = $2`,
    [batchNo, id],
  );
  if (!raw) return null;
  const { line_settles_on: settlesOn, line_statement_id: statementId, line_no: lineNo } = raw;
  const place = settlesOn && statementId !== null && lineNo !== null ? { settlesOn, statementId, lineNo } : null;
  return { row: toResultDto(raw), channelId: raw.channel_id, matchKey: raw.match_key, place };
}

// A line that names us by the channel's number alone has no key of ours: the order with that number lends it.
const MATCHED = `
  SELECT matched.*, coalesce(known.match_key, matched.key) AS "matchKey", coalesce(matched."orderNo", known.order_no) AS "orderNo"
  FROM (
    ${MATCHED_SELECT}, l.channel_id AS "channelId", l.statement_id AS "statementId", coalesce(r.match_key, l.match_key) AS key
    FROM batches b JOIN statement_lines l ON l.settles_on = b.statement_on AND l.statement_id = b.statement_id AND l.line_no = $2
    LEFT JOIN match_results r ON r.batch_on = b.statement_on AND r.batch_id = b.id AND r.line_no = l.line_no
      AND r.line_statement_id = l.statement_id
    WHERE b.batch_no = $1 AND (r.id IS NULL OR r.outcome = 'MATCHED')
  ) AS matched
  LEFT JOIN LATERAL (
    SELECT o.match_key, o.order_no FROM orders o
    WHERE matched."itemKind" = 'PAYMENT' AND starts_with(matched.key, '#') AND o.channel_id = matched."channelId"
      AND o.channel_trade_no = matched."channelTradeNo"
    UNION ALL
    SELECT f.match_key, f.order_no FROM refunds f
    WHERE matched."itemKind" = 'REFUND' AND starts_with(matched.key, '#') AND f.channel_id = matched."channelId"
      AND '#' || f.channel_refund_no = matched.key
    LIMIT 1
  ) AS known ON true`;

async function findMatched(batchNo: string, lineNo: string): Promise<Found | null> {
  if (!/^\d{1,15}$/.test(lineNo)) return null;
  const [raw] = await reader.query<MatchedRaw & { channelId: bigint; statementId: bigint; matchKey: string }>(MATCHED, [
    batchNo,
    lineNo,
  ]);
  if (!raw) return null;
  const place = { settlesOn: raw.on, statementId: raw.statementId, lineNo: raw.lineNo };
  return { row: toMatchedRow(raw), channelId: raw.channelId, matchKey: raw.matchKey, place };
}

async function isInScope(actor: Actor, orderNo: string | null): Promise<boolean> {
  if (actor.scope === null) return true;
  const found = await reader.query(
    `SELECT 1 FROM orders o JOIN merchants m ON m.id = o.merchant_id WHERE o.order_no = $1 AND m.merchant_no = ANY ($2)`,
    [orderNo, actor.scope],
  );
  return found.length > 0;
}

type LineRaw = Omit<LineDto, "lineNo" | "signedMinor" | "feeMinor" | "contractFeeMinor" | "at" | "raw"> & {
  lineNo: bigint;
  signedMinor: bigint;
  feeMinor: bigint;
  contractFeeMinor: bigint;
  at: Date;
};

async function findLine({ settlesOn, statementId, lineNo }: Place): Promise<LineDto | null> {
  const [raw] = await reader.query<LineRaw>(
    `SELECT s.statement_no AS "statementNo", l.line_no AS "lineNo",
            coalesce(CASE l.item_kind WHEN 'REFUND' THEN l.refund_no END, l.order_no, l.match_key) AS no, l.status,
            l.signed_minor AS "signedMinor", l.asset, l.fee_minor AS "feeMinor", l.contract_fee_minor AS "contractFeeMinor",
            l.occurred_at AS at, l.settles_on AS on,
            coalesce(CASE l.item_kind WHEN 'REFUND' THEN l.channel_refund_no END, l.channel_trade_no) AS "tradeNo",
            s.superseded_by IS NOT NULL AS "isSuperseded"
     FROM statement_lines l JOIN statements s ON s.id = l.statement_id
     WHERE l.settles_on = $1 AND l.statement_id = $2 AND l.line_no = $3`,
    [settlesOn, statementId, lineNo],
  );
  if (!raw) return null;
  return {
    ...raw,
    lineNo: `${raw.lineNo}`,
    signedMinor: `${raw.signedMinor}`,
    feeMinor: `${raw.feeMinor}`,
    contractFeeMinor: `${raw.contractFeeMinor}`,
    at: raw.at.toISOString(),
    // The text of the line is one press away, on its statement.
    raw: "",
  };
}
