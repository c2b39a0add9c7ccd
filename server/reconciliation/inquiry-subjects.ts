import "server-only";
import { MAX_INQUIRY_ROUNDS } from "@/core/reconciliation/decide-inquiry";
import type { InquirySubject } from "@/server/channels/channel-inquiry";
import type { DbReader } from "@/server/transact";

/** What is to be asked about now. `round` is the one that this question will be. */
export type DueSubject = InquirySubject & {
  readonly channelId: bigint;
  readonly channel: string;
  readonly matchKey: string;
  readonly round: number;
};

/** A turn's worth: what is left is asked in the next one, oldest questions first. */
const MAX_SUBJECTS = 100;
/** Unknown orders and refunds that are older than any channel keeps them open are nobody's question any more. */
const UNKNOWN_DAYS = 30;

/**
 * Unknown or mismatched payments and refunds whose channel can be asked: whose item is open, or whose status we do not
 * know. Hourly, and not after a final answer or six rounds.
 */
const DUE = `
  WITH unclear AS (
    SELECT channel_id, item_kind, match_key, channel_trade_no, amount_minor, asset FROM suspense_items
    WHERE status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING')
      AND kind IN ('LONG', 'SHORT', 'STATUS_MISMATCH', 'AMOUNT_MISMATCH')
    UNION ALL
    SELECT channel_id, 'PAYMENT', match_key, channel_trade_no, channel_minor, asset FROM orders
    WHERE status = 'UNKNOWN' AND channel_minor > 0 AND ordered_on > $2::date - ${UNKNOWN_DAYS}
    UNION ALL
    SELECT channel_id, 'REFUND', match_key, NULL, channel_minor, asset FROM refunds
    WHERE status = 'UNKNOWN' AND origin <> 'DESK' AND channel_minor > 0 AND received_at > $3::timestamptz - interval '${UNKNOWN_DAYS} days'
  ), subjects AS (
    SELECT channel_id, item_kind, match_key, max(channel_trade_no) AS trade_no, min(amount_minor) AS minor, min(asset) AS asset
    FROM unclear GROUP BY 1, 2, 3
  )
  SELECT c.id AS "channelId", c.code AS channel, s.item_kind AS "itemKind", s.match_key AS "matchKey",
         coalesce(o.order_no, f.order_no) AS "orderNo", f.refund_no AS "refundNo",
         coalesce(CASE s.item_kind WHEN 'PAYMENT' THEN o.channel_trade_no ELSE f.channel_refund_no END, s.trade_no)
           AS "channelTradeNo",
         coalesce(o.channel_minor, f.channel_minor, s.minor) AS "amountMinor", coalesce(o.asset, f.asset, s.asset) AS asset,
         coalesce(last.round, 0) + 1 AS round
  FROM subjects s
  JOIN channels c ON c.id = s.channel_id AND c.code = ANY ($1)
  LEFT JOIN orders o ON s.item_kind = 'PAYMENT' AND o.channel_id = s.channel_id AND o.match_key = s.match_key
  LEFT JOIN refunds f ON s.item_kind = 'REFUND' AND f.channel_id = s.channel_id AND f.match_key = s.match_key
  LEFT JOIN LATERAL (
    SELECT round, outcome, asked_at FROM inquiries i
    WHERE i.channel_id = s.channel_id AND i.item_kind = s.item_kind AND i.match_key = s.match_key
    ORDER BY round DESC LIMIT 1
  ) AS last ON true
  WHERE last.round IS NULL
    OR (last.outcome = 'ASK_AGAIN' AND last.round < ${MAX_INQUIRY_ROUNDS} AND last.asked_at <= $3::timestamptz - interval '1 hour')
  ORDER BY last.asked_at NULLS FIRST, s.channel_id, s.match_key LIMIT ${MAX_SUBJECTS}`;

export function listDueSubjects(
  db: DbReader,
  channels: readonly string[],
  today: string,
  now: Date,
): Promise<DueSubject[]> {
  return db.query<DueSubject>(DUE, [channels, today, now]);
}
