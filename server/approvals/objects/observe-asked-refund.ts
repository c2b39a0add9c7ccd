import "server-only";
import type { Json } from "@/core/json";
import type { DependedObject } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";

/** A refund as it was asked for: what goes back over which leg, by which route and to whom; null when there is none. */
export async function observeAskedRefund(db: DbReader, refundNo: string): Promise<DependedObject | null> {
  const [row] = await db.query<{ version: number; facts: Json }>(
    `SELECT r.version, jsonb_build_object('status', r.status, 'orderNo', r.order_no, 'merchantNo', m.merchant_no,
              'asset', r.asset, 'amountMinor', r.amount_minor::text, 'channelMinor', r.channel_minor::text,
              'parts', r.leg_amounts::text[], 'route', r.route, 'payee', r.payee, 'payeeDigest', r.payee_digest,
              'reason', r.reason, 'requestedBy', r.requested_by::text) AS facts
     FROM refunds r LEFT JOIN merchants m ON m.id = r.merchant_id WHERE r.refund_no = $1`,
    [refundNo],
  );
  return row ? { type: "refund", no: refundNo, ...row } : null;
}
