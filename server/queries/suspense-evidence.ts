import "server-only";
import type { BookedDto, EvidenceDto, LineDto, OursDto } from "@/contracts/suspense-views";
import type { Actor } from "@/core/permissions/actor";
import { type KeptPlace, readKeptPlaces } from "@/server/statements/kept-reader";
import { reader } from "@/server/transact";

/** What an item is about, as the item's row names it. */
export type EvidenceKey = {
  readonly channelId: bigint;
  readonly matchKey: string;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly orderNo: string | null;
  readonly signature: string;
  readonly resultId: bigint;
};

export type SideKey = Pick<EvidenceKey, "channelId" | "matchKey" | "itemKind" | "orderNo">;

/** Lines under one number: a payment listed more often than this is a matter for the channel, not for this page. */
const MAX_LINES = 20;

type LineRaw = {
  statementId: bigint;
  statementNo: string;
  lineNo: bigint;
  no: string;
  status: LineDto["status"];
  signedMinor: bigint;
  asset: string;
  feeMinor: bigint;
  contractFeeMinor: bigint;
  at: Date;
  on: string;
  tradeNo: string | null;
  isSuperseded: boolean;
  keptFile: string | null;
  encoding: string;
  byteOffset: bigint;
  ownText: string | null;
  isMain: boolean;
};
type OursRaw = {
  no: string;
  orderNo: string | null;
  status: string;
  signedMinor: bigint;
  asset: string;
  at: Date | null;
  on: string | null;
  tradeNo: string | null;
  bookedBy: "ARRIVAL" | "SUSPENSE" | null;
};
type BookedRaw = {
  voucherNo: string;
  signedMinor: bigint;
  asset: string;
  at: Date;
  on: string;
  isReversed: boolean;
};

/** The three sides of an item: our order or refund, the channel's line, and what the book holds of ours. */
export async function findEvidence(actor: Actor, key: EvidenceKey): Promise<EvidenceDto> {
  const lines = await listLines(key);
  const ours = await findOurSide(actor, key);
  const main = lines.find((line) => line.isMain) ?? null;
  const rawOf = await readKeptPlaces(lines);
  return {
    ours,
    line: main && toLine(main, rawOf),
    booked: ours ? await findBookedSide(ours) : null,
    otherLines: lines.filter((line) => line !== main && !line.isSuperseded).map((line) => toLine(line, rawOf)),
  };
}

/** Our order or refund under a key, as far as the reader may see it. */
export function findOurSide(actor: Actor, key: SideKey): Promise<OursDto | null> {
  return key.itemKind === "PAYMENT" ? findOrder(actor, key) : findRefund(key);
}

/** What the book holds of our side: its capture, or the voucher of the refund. */
export function findBookedSide(ours: OursDto): Promise<BookedDto | null> {
  return findBooked(ours.type === "order" ? `capture:${ours.no}` : `refund-succeed:${ours.no}`);
}

/** The line of the newest batch that found the item; the one that opened it where no batch finds it any more. */
async function listLines(key: EvidenceKey): Promise<LineRaw[]> {
  return reader.query<LineRaw>(
    `WITH found AS (
       SELECT coalesce((SELECT b.result_id FROM live_breaks b
                        WHERE b.channel_id = $1 AND b.match_key = $2 AND b.signature = $4 LIMIT 1), $5::bigint) AS id
     )
     SELECT l.statement_id AS "statementId", s.statement_no AS "statementNo", l.line_no AS "lineNo",
            coalesce(CASE l.item_kind WHEN 'REFUND' THEN l.refund_no END, l.order_no, l.match_key) AS no, l.status,
            l.signed_minor AS "signedMinor", l.asset, l.fee_minor AS "feeMinor",
            l.contract_fee_minor AS "contractFeeMinor", l.occurred_at AS at, l.settles_on AS on,
            coalesce(CASE l.item_kind WHEN 'REFUND' THEN l.channel_refund_no END, l.channel_trade_no) AS "tradeNo",
            s.superseded_by IS NOT NULL AS "isSuperseded", s.kept_file AS "keptFile", s.encoding,
            l.byte_offset AS "byteOffset", l.raw AS "ownText", place.is_main AS "isMain"
     FROM (
       SELECT r.line_settles_on, r.line_statement_id, r.line_no, bool_or(r.id = found.id) AS is_main
       FROM match_results r CROSS JOIN found
       WHERE r.channel_id = $1 AND r.match_key = $2 AND r.item_kind = $3 AND r.line_no IS NOT NULL GROUP BY 1, 2, 3
     ) AS place
     CROSS JOIN LATERAL line_at(place.line_settles_on, place.line_statement_id, place.line_no) AS l
     JOIN statements s ON s.id = l.statement_id
     ORDER BY place.is_main DESC, l.settles_on, l.line_no LIMIT ${MAX_LINES}`,
    [key.channelId, key.matchKey, key.itemKind, key.signature, key.resultId],
  );
}

function toLine(raw: LineRaw, rawOf: (place: KeptPlace) => string): LineDto {
  const {
    statementId: _statementId,
    isMain: _isMain,
    keptFile: _file,
    encoding: _encoding,
    byteOffset: _at,
    ownText: _own,
    ...line
  } = raw;
  return {
    ...line,
    raw: rawOf(raw),
    lineNo: `${raw.lineNo}`,
    signedMinor: `${raw.signedMinor}`,
    feeMinor: `${raw.feeMinor}`,
    contractFeeMinor: `${raw.contractFeeMinor}`,
    at: raw.at.toISOString(),
  };
}

/** The order under the item's number; an order of that number elsewhere counts only if the reader may see it. */
async function findOrder(actor: Actor, key: SideKey): Promise<OursDto | null> {
  const [raw] = await reader.query<OursRaw>(
    `SELECT o.order_no AS no, o.order_no AS "orderNo", o.status, o.channel_minor AS "signedMinor", o.asset,
            o.paid_at AS at, o.expected_on AS on, o.channel_trade_no AS "tradeNo", o.booked_by AS "bookedBy"
     FROM orders o JOIN merchants m ON m.id = o.merchant_id
     WHERE ((o.channel_id = $1 AND o.match_key = $2) OR o.order_no = $3)
       AND ($4::text[] IS NULL OR m.merchant_no = ANY ($4))
     ORDER BY (o.channel_id = $1 AND o.match_key = $2) DESC LIMIT 1`,
    [key.channelId, key.matchKey, key.orderNo, actor.scope],
  );
  return raw ? toOurs("order", raw, raw.status === "PAID") : null;
}

async function findRefund(key: SideKey): Promise<OursDto | null> {
  const [raw] = await reader.query<OursRaw>(
    `SELECT refund_no AS no, order_no AS "orderNo", status, -channel_minor AS "signedMinor", asset,
            succeeded_at AS at, expected_on AS on, channel_refund_no AS "tradeNo", NULL AS "bookedBy"
     FROM refunds WHERE channel_id = $1 AND match_key = $2`,
    [key.channelId, key.matchKey],
  );
  return raw ? toOurs("refund", raw, raw.status === "SUCCEEDED") : null;
}

function toOurs(type: OursDto["type"], raw: OursRaw, isSettled: boolean): OursDto {
  return { ...raw, type, isSettled, signedMinor: `${raw.signedMinor}`, at: raw.at?.toISOString() ?? null };
}

async function findBooked(idempotencyKey: string): Promise<BookedDto | null> {
  const [raw] = await reader.query<BookedRaw>(
    `SELECT v.voucher_no AS "voucherNo", v.occurred_at AS at, v.accounting_on AS on, e.asset,
            sum(CASE e.side WHEN 'DEBIT' THEN e.amount_minor ELSE -e.amount_minor END)::bigint AS "signedMinor",
            EXISTS (SELECT 1 FROM vouchers back WHERE back.reverses_voucher_id = v.id)
              OR EXISTS (SELECT 1 FROM orders o WHERE v.object_type = 'order' AND o.order_no = v.object_no
                         AND o.capture_reversed_at IS NOT NULL) AS "isReversed"
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
     JOIN accounts a ON a.id = e.account_id AND a.gl_code = '1122'
     WHERE is_key(v.idempotency_key, $1) GROUP BY v.id, e.asset`,
    [idempotencyKey],
  );
  return raw ? { ...raw, signedMinor: `${raw.signedMinor}`, at: raw.at.toISOString() } : null;
}
