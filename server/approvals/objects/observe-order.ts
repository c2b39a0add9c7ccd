import "server-only";
import type { Json } from "@/core/json";
import type { DependedObject } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";

/** An order with who is paid, what was paid, what went back of it, and how far it is; null when there is none. */
export async function observeOrder(db: DbReader, orderNo: string): Promise<DependedObject | null> {
  const [row] = await db.query<{ version: number; facts: Json }>(
    `SELECT o.version, jsonb_build_object('status', o.status, 'merchantNo', m.merchant_no, 'channel', c.code, 'asset', o.asset,
              'dueMinor', o.due_minor::text, 'channelMinor', o.channel_minor::text, 'bookedBy', o.booked_by,
              'captureReversed', o.capture_reversed_at IS NOT NULL, 'payer', o.payer_hint, 'channelTradeNo', o.channel_trade_no,
              'seenStatuses', o.seen_statuses,
              'legs', (SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'funder', l.funder, 'paidMinor', l.paid_minor::text,
                                                           'refundedMinor', l.refunded_minor::text) ORDER BY l.leg_no)
                       FROM order_legs l WHERE l.order_no = o.order_no)) AS facts
     FROM orders o JOIN merchants m ON m.id = o.merchant_id JOIN channels c ON c.id = o.channel_id WHERE o.order_no = $1`,
    [orderNo],
  );
  return row ? { type: "order", no: orderNo, ...row } : null;
}
