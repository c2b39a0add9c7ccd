import "server-only";
import type { SuspenseStatus } from "@/core/suspense/item";
import type { DbReader } from "@/server/transact";

/** Both sides of an open status mismatch where the channel calls done what we do not. Minor units, never negative. */
export type Adoptable = {
  readonly itemNo: string;
  readonly itemStatus: SuspenseStatus;
  readonly itemVersion: number;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly channelId: bigint;
  readonly matchKey: string;
  readonly no: string | null;
  readonly orderNo: string | null;
  readonly ourStatus: string | null;
  readonly oursMinor: bigint | null;
  readonly oursAsset: string | null;
  readonly lineStatus: string;
  readonly lineMinor: bigint;
  readonly lineAsset: string;
  readonly channelNo: string | null;
  readonly occurredAt: Date;
  readonly settlesOn: string;
};

/** More than a day's worth of any channel; what is left comes with the next batch. */
const MAX_ADOPTABLE = 500;

/**
 * The open items, worked by people or not, of which the newest batch says that the channel moved the money and we did
 * not. One whose proposal waits for a checker is left to them.
 */
export async function listAdoptable(db: DbReader, channel: string): Promise<Adoptable[]> {
  return db.query<Adoptable>(
    `SELECT i.item_no AS "itemNo", i.status AS "itemStatus", i.version AS "itemVersion", i.item_kind AS "itemKind",
            i.channel_id AS "channelId", i.match_key AS "matchKey", coalesce(o.order_no, f.refund_no) AS no,
            coalesce(o.order_no, f.order_no) AS "orderNo", coalesce(o.status, f.status) AS "ourStatus",
            coalesce(o.channel_minor, f.channel_minor) AS "oursMinor", coalesce(o.asset, f.asset) AS "oursAsset",
            l.status AS "lineStatus", l.amount_minor AS "lineMinor", l.asset AS "lineAsset",
            CASE i.item_kind WHEN 'PAYMENT' THEN l.channel_trade_no ELSE l.channel_refund_no END AS "channelNo",
            l.occurred_at AS "occurredAt", l.settles_on AS "settlesOn"
     FROM suspense_items i
     JOIN channels c ON c.id = i.channel_id AND c.code = $1
     JOIN match_results r ON r.channel_id = i.channel_id AND r.match_key = i.match_key AND r.item_kind = i.item_kind
       AND r.outcome = 'STATUS_MISMATCH' AND r.superseded_by IS NULL AND r.duplicate_no = 0
     JOIN batches b ON b.id = r.batch_id AND b.is_current
     CROSS JOIN LATERAL line_at(r.line_settles_on, r.line_statement_id, r.line_no) AS l
     LEFT JOIN orders o ON i.item_kind = 'PAYMENT' AND o.channel_id = i.channel_id AND o.match_key = i.match_key
       AND o.booked_by IS NULL
     LEFT JOIN refunds f ON i.item_kind = 'REFUND' AND f.channel_id = i.channel_id AND f.match_key = i.match_key
     WHERE i.kind = 'STATUS_MISMATCH' AND i.status IN ('OPEN', 'ASSIGNED', 'INVESTIGATING')
       AND i.direction = CASE i.item_kind WHEN 'PAYMENT' THEN 'LONG' ELSE 'SHORT' END
     ORDER BY i.id LIMIT ${MAX_ADOPTABLE}`,
    [channel],
  );
}

/** As core decides on them. */
export function toAdoptionFacts(one: Adoptable) {
  const { itemKind, ourStatus, oursMinor, oursAsset } = one;
  const ours = oursMinor === null || oursAsset === null ? null : { amountMinor: oursMinor, asset: oursAsset };
  const channel = { status: one.lineStatus, amountMinor: one.lineMinor, asset: one.lineAsset };
  return { itemKind, ourStatus, ours, channel };
}
