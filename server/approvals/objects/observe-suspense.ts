import "server-only";
import type { Json } from "@/core/json";
import type { DependedObject } from "@/server/approvals/act";
import type { DbReader } from "@/server/transact";

/** A suspense item with everything that says what it stands for; null when there is none. */
export async function observeSuspense(db: DbReader, itemNo: string): Promise<DependedObject | null> {
  const [row] = await db.query<{ version: number; facts: Json }>(
    `SELECT i.version, jsonb_build_object('status', i.status, 'kind', i.kind, 'itemKind', i.item_kind, 'direction', i.direction,
              'amountMinor', i.amount_minor::text, 'asset', i.asset, 'channel', c.code, 'matchKey', i.match_key,
              'orderNo', i.order_no, 'refundNo', i.refund_no, 'channelTradeNo', i.channel_trade_no,
              'merchantNo', m.merchant_no, 'isTest', i.is_test) AS facts
     FROM suspense_items i JOIN channels c ON c.id = i.channel_id LEFT JOIN merchants m ON m.id = i.merchant_id
     WHERE i.item_no = $1`,
    [itemNo],
  );
  return row ? { type: "suspense", no: itemNo, ...row } : null;
}
