import "server-only";
import type { Actor } from "@/core/permissions/actor";
import type { RefundFacts } from "@/core/refunds/decide-refund";
import { type Refusal, refuse } from "@/core/result";
import type { DbReader } from "@/server/transact";

/** What a refund of an order is decided on, and whose it is. */
export type RefundSubject = Omit<RefundFacts, "legs"> & {
  readonly merchant: { readonly id: bigint; readonly no: string };
  /** Null: paid by coupons alone. */
  readonly channelId: bigint | null;
  readonly channelCode: string | null;
  readonly channelName: string | null;
  readonly legs: readonly (RefundFacts["legs"][number] & { readonly funder: "MERCHANT" | "PLATFORM" | null })[];
};
type SubjectRow = Omit<RefundSubject, "merchant" | "channel" | "legs" | "orderNo"> & {
  merchantId: bigint;
  merchantNo: string;
  timezone: string | null;
  refundWindowDays: number | null;
};

/** Differences about the payment itself: a fee, or a surplus line of the channel's, does not question it. */
const UNDER_REVIEW = `
  SELECT i.item_no FROM suspense_items i
  WHERE i.order_no = o.order_no AND i.item_kind = 'PAYMENT' AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
    AND i.kind NOT IN ('FEE_MISMATCH', 'DUPLICATE') ORDER BY i.id LIMIT 1`;
const SUBJECT = `
  SELECT o.status, o.asset, o.paid_at AS "paidAt", m.id AS "merchantId", m.merchant_no AS "merchantNo",
         m.marketing_policy AS policy, c.id AS "channelId", c.code AS "channelCode", c.name AS "channelName", c.timezone,
         c.refund_window_days::int AS "refundWindowDays", (${UNDER_REVIEW}) AS "underReview",
         (SELECT count(*)::int FROM refunds r WHERE r.order_no = o.order_no AND r.channel_minor > 0 AND r.status <> 'REFUSED'
            AND coalesce(r.route, 'ORIGINAL') = 'ORIGINAL') AS partials,
         EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = o.order_no AND r.status = 'FAILED' AND r.channel_minor > 0
            AND coalesce(r.route, 'ORIGINAL') = 'ORIGINAL') AS "hasFailedBefore"
  FROM orders o JOIN merchants m ON m.id = o.merchant_id LEFT JOIN channels c ON c.id = o.channel_id
  WHERE o.order_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;
const LEGS = `
  SELECT kind, funder, paid_minor AS "paidMinor", refunded_minor AS "refundedMinor", disputed_minor AS "disputedMinor"
  FROM order_legs WHERE order_no = $1 ORDER BY leg_no`;

/** Null when there is no such order, or the actor may not know of it. */
export async function loadRefundFacts(
  db: DbReader,
  scope: Actor["scope"],
  orderNo: string,
): Promise<RefundSubject | null> {
  const [row] = await db.query<SubjectRow>(SUBJECT, [orderNo, scope]);
  if (!row) return null;
  const { merchantId, merchantNo, timezone, refundWindowDays, ...facts } = row;
  return {
    ...facts,
    orderNo,
    merchant: { id: merchantId, no: merchantNo },
    channel: timezone === null || refundWindowDays === null ? null : { timezone, refundWindowDays },
    legs: await db.query<RefundSubject["legs"][number]>(LEGS, [orderNo]),
  };
}

export function orderUnknown(orderNo: string): { ok: false; refusal: Refusal<"order_unknown"> } {
  return refuse("order_unknown", `There is no order ${orderNo} that you may see.`, { orderNo });
}
