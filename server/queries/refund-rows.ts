import "server-only";
import type { RefundRowDto } from "@/contracts/refund-views";
import type { RefundOrigin, RefundStatus } from "@/core/orders/order";
import type { RefundRoute } from "@/core/refunds/route";

/** A transfer names no channel of its own: its payment's is shown. */
export const REFUND_FROM = `refunds r LEFT JOIN merchants m ON m.id = r.merchant_id
  LEFT JOIN order_numbers n ON n.order_no = r.order_no
  LEFT JOIN channels c ON c.id = coalesce(nullif(r.channel_id, 0), n.channel_id)`;
export const REFUND_SELECT = `SELECT r.id, r.refund_no AS "refundNo", r.order_no AS "orderNo", m.merchant_no AS "merchantNo",
  m.name AS "merchantName", c.code AS "channelCode", c.name AS "channelName", r.status, r.origin, r.route, r.asset,
  r.amount_minor AS "amountMinor", r.channel_minor AS "channelMinor", r.received_at AS "receivedAt",
  r.succeeded_at AS "succeededAt"`;

export type RefundRaw = {
  id: bigint;
  refundNo: string;
  orderNo: string | null;
  merchantNo: string | null;
  merchantName: string | null;
  channelCode: string | null;
  channelName: string | null;
  status: RefundStatus;
  origin: RefundOrigin;
  route: RefundRoute | null;
  asset: string;
  amountMinor: bigint;
  channelMinor: bigint;
  receivedAt: Date;
  succeededAt: Date | null;
};

export function toRefundRow(raw: RefundRaw): RefundRowDto {
  const named = (no: string | null, name: string | null) => (no === null ? null : { no, name: name ?? no });
  return {
    refundNo: raw.refundNo,
    orderNo: raw.orderNo,
    merchant: named(raw.merchantNo, raw.merchantName),
    channel: named(raw.channelCode, raw.channelName),
    status: raw.status,
    origin: raw.origin,
    route: raw.route,
    asset: raw.asset,
    amountMinor: `${raw.amountMinor}`,
    channelMinor: `${raw.channelMinor}`,
    receivedAt: raw.receivedAt.toISOString(),
    succeededAt: raw.succeededAt?.toISOString() ?? null,
  };
}
