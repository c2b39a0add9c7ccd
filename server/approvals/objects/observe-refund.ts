import "server-only";
import type { Json } from "@/core/json";
import type { DependedObject } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";

/** A refund with whose it is, how much it gives back and how far it is; null when there is none. */
export async function observeRefund(db: DbReader, refundNo: string): Promise<DependedObject | null> {
  const [row] = await db.query<{ version: number; facts: Json }>(
    `SELECT r.version, jsonb_build_object('status', r.status, 'orderNo', r.order_no,
              'merchantNo', m.merchant_no, 'channel', c.code, 'asset', r.asset, 'amountMinor', r.amount_minor::text,
              'channelMinor', r.channel_minor::text, 'channelRefundNo', r.channel_refund_no, 'matchKey', r.match_key) AS facts
     FROM refunds r JOIN channels c ON c.id = r.channel_id LEFT JOIN merchants m ON m.id = r.merchant_id
     WHERE r.refund_no = $1`,
    [refundNo],
  );
  return row ? { type: "refund", no: refundNo, ...row } : null;
}
