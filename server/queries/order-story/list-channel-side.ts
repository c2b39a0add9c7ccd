import "server-only";
import type { StoryLineDto, StoryResultDto } from "@/contracts/order-views";
import { maskPayerIn } from "@/core/orders/mask-payer";
import { type KeptPlace, readKeptPlaces } from "@/server/statements/kept-reader";
import { reader } from "@/server/transact";
import type { MatchKey } from "./find-subject";

/** The numbers by which a channel's line may name an order or a refund. */
export type LineNumbers = {
  readonly orderNos: readonly string[];
  readonly tradeNos: readonly string[];
  readonly refundNos: readonly string[];
  readonly channelRefundNos: readonly string[];
};
export type StoryLine = StoryLineDto & { readonly key: MatchKey };

type LineRaw = {
  channel_id: bigint;
  match_key: string;
  channel: string;
  channel_name: string;
  statement_no: string;
  file_name: string;
  settles_on: string;
  version: number;
  is_superseded: boolean;
  imported_at: Date;
  line_no: bigint;
  item_kind: "PAYMENT" | "REFUND";
  status: "SUCCEEDED" | "PROCESSING" | "FAILED";
  channel_trade_no: string | null;
  channel_refund_no: string | null;
  refund_no: string | null;
  signed_minor: bigint;
  fee_minor: bigint;
  asset: string;
  occurred_at: Date;
  kept_file: string | null;
  encoding: string;
  byte_offset: bigint;
  own_text: string | null;
};
type ResultRaw = {
  id: bigint;
  batch_no: string;
  batch_on: string;
  run_at: Date;
  channel: string;
  item_kind: "PAYMENT" | "REFUND";
  outcome: string;
  ours_minor: bigint;
  channel_minor: bigint;
  delta_minor: bigint;
  fee_delta_minor: bigint;
  ours_asset: string | null;
  asset: string | null;
  refund_no: string | null;
  is_current: boolean;
};

/** More lines or results than a person reads; the channel that lists one order so often has another problem. */
const MOST = 200;

const LINES = `
  WITH named AS (
    SELECT * FROM lines_named($1::text[] || $2::text[] || $3::text[] || $4::text[])
    WHERE order_no = ANY ($1) OR channel_trade_no = ANY ($2) OR refund_no = ANY ($3) OR channel_refund_no = ANY ($4)
  )
  SELECT l.channel_id, l.match_key, c.code AS channel, c.name AS channel_name, s.statement_no, s.file_name, l.settles_on, s.version,
         s.superseded_by IS NOT NULL AS is_superseded, s.imported_at, l.line_no, l.item_kind, l.status,
         l.channel_trade_no, l.channel_refund_no, l.refund_no, l.signed_minor, l.fee_minor, l.asset, l.occurred_at, s.kept_file,
         s.encoding, l.byte_offset, l.raw AS own_text
  FROM named l JOIN statements s ON s.id = l.statement_id JOIN channels c ON c.id = l.channel_id
  ORDER BY l.occurred_at, l.settles_on, s.version, l.line_no LIMIT ${MOST}`;

/** What the channels' statements say under these numbers. `payerHint` is hidden in the lines' text. */
export async function listStoryLines(numbers: LineNumbers, payerHint: string | null): Promise<StoryLine[]> {
  const raws = await reader.query<LineRaw>(LINES, [
    numbers.orderNos,
    numbers.tradeNos,
    numbers.refundNos,
    numbers.channelRefundNos,
  ]);
  const rawOf = await readKeptPlaces(raws.map(toPlace));
  return raws.map((raw) => ({
    key: { channelId: raw.channel_id, matchKey: raw.match_key },
    channel: raw.channel,
    channelName: raw.channel_name,
    statementNo: raw.statement_no,
    fileName: raw.file_name,
    settlesOn: raw.settles_on,
    version: raw.version,
    isSuperseded: raw.is_superseded,
    importedAt: raw.imported_at.toISOString(),
    lineNo: `${raw.line_no}`,
    itemKind: raw.item_kind,
    status: raw.status,
    channelTradeNo: raw.channel_trade_no,
    channelRefundNo: raw.channel_refund_no,
    refundNo: raw.refund_no,
    signedMinor: `${raw.signed_minor}`,
    feeMinor: `${raw.fee_minor}`,
    asset: raw.asset,
    occurredAt: raw.occurred_at.toISOString(),
    raw: maskPayerIn(rawOf(toPlace(raw)), payerHint),
  }));
}

function toPlace(raw: LineRaw): KeptPlace {
  return { keptFile: raw.kept_file, encoding: raw.encoding, byteOffset: raw.byte_offset, ownText: raw.own_text };
}

const RESULTS = `
  SELECT r.id AS id, b.batch_no, r.batch_on, b.run_at AS run_at, c.code AS channel, r.item_kind AS item_kind, r.outcome, r.ours_minor, r.channel_minor,
         r.delta_minor, r.fee_delta_minor, coalesce(r.ours_asset, r.channel_asset) AS ours_asset,
         coalesce(r.channel_asset, r.ours_asset) AS asset, r.refund_no,
         b.is_current AND r.superseded_by IS NULL AS is_current
  FROM unnest($1::bigint[], $2::text[]) AS k (channel_id, match_key)
  JOIN match_results r ON r.channel_id = k.channel_id AND r.match_key = k.match_key
  JOIN batches b ON b.id = r.batch_id JOIN channels c ON c.id = r.channel_id
  UNION ALL
  -- What is plainly matched is a line without a result: of the batch of its own day, ours and theirs alike.
  SELECT -l.line_no, b.batch_no, b.statement_on, b.run_at, c.code, l.item_kind, 'MATCHED', l.signed_minor, l.signed_minor, 0, 0,
         l.asset, l.asset, l.refund_no, b.is_current
  FROM lines_named($2) AS l
  JOIN unnest($1::bigint[], $2::text[]) AS k (channel_id, match_key) ON k.channel_id = l.channel_id AND k.match_key = l.match_key
  JOIN batches b ON b.channel_id = l.channel_id AND b.statement_on = l.settles_on AND b.statement_id = l.statement_id
  JOIN channels c ON c.id = l.channel_id
  WHERE NOT EXISTS (SELECT 1 FROM match_results r WHERE r.batch_on = b.statement_on AND r.batch_id = b.id
                      AND r.line_statement_id = l.statement_id AND r.line_no = l.line_no)
  ORDER BY run_at, item_kind, id LIMIT ${MOST}`;

/** What every batch made of these keys; those of re-run batches and those that a later batch decided again included. */
export async function listStoryResults(keys: readonly MatchKey[]): Promise<StoryResultDto[]> {
  const raws = await reader.query<ResultRaw>(RESULTS, [
    keys.map((key) => key.channelId),
    keys.map((key) => key.matchKey),
  ]);
  return raws.map((raw) => ({
    id: `${raw.id}`,
    batchNo: raw.batch_no,
    batchOn: raw.batch_on,
    runAt: raw.run_at.toISOString(),
    channel: raw.channel,
    itemKind: raw.item_kind,
    outcome: raw.outcome,
    oursMinor: `${raw.ours_minor}`,
    channelMinor: `${raw.channel_minor}`,
    deltaMinor: `${raw.delta_minor}`,
    feeDeltaMinor: `${raw.fee_delta_minor}`,
    oursAsset: raw.ours_asset ?? "CNY",
    asset: raw.asset ?? "CNY",
    refundNo: raw.refund_no,
    isCurrent: raw.is_current,
  }));
}
