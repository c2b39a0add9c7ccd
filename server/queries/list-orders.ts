import "server-only";
import type { OrderFilters, OrderRowDto } from "@/contracts/order-views";
import type { OrderStatus } from "@/contracts/orders";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";

type OrderRaw = {
  order_no: string;
  ordered_on: string;
  paid_at: Date | null;
  merchant_no: string;
  merchant_name: string;
  channel: string | null;
  channel_trade_no: string | null;
  status: OrderStatus;
  asset: string;
  due_minor: bigint;
  channel_minor: bigint;
  refunded_minor: bigint;
  open_items: number;
};
type Page = { readonly cursor: string | null; readonly limit: number };

const SELECT = `
  SELECT o.order_no, o.ordered_on, o.paid_at, m.merchant_no, m.name AS merchant_name, c.code AS channel,
         o.channel_trade_no, o.status, o.asset, o.due_minor, o.channel_minor,
         (SELECT coalesce(sum(l.refunded_minor), 0)::bigint FROM order_legs l WHERE l.ordered_on = o.ordered_on
            AND l.channel_id = o.channel_id AND l.match_key = o.match_key) AS refunded_minor,
         (SELECT count(*)::int FROM suspense_items s
          WHERE s.order_no = o.order_no AND s.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')) AS open_items`;
const JOINS = "JOIN merchants m ON m.id = o.merchant_id LEFT JOIN channels c ON c.id = o.channel_id";

/** Orders, the newest day first. */
export async function listOrders(actor: Actor, filters: OrderFilters, page: Page): Promise<PageDto<OrderRowDto>> {
  return readPage<OrderRaw, OrderRowDto>({
    select: SELECT,
    from: "orders o",
    joins: JOINS,
    where: await toWhere(actor, filters),
    keys: ["o.ordered_on", "o.order_no"],
    casts: ["date", "text"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [raw.ordered_on, raw.order_no],
  });
}

async function toWhere(actor: Actor, filters: OrderFilters): Promise<Where> {
  const { no, status, channel, merchant, from, to } = filters;
  const where = new Where();
  if (actor.scope) where.add("o.merchant_id IN (SELECT id FROM merchants WHERE merchant_no = ANY (?))", actor.scope);
  if (no) where.add("o.order_no = ANY (?)", await listOrderNos(no));
  if (status) where.add("o.status = ?", status);
  // A code or number that does not exist finds nothing, rather than everything.
  if (channel) where.add("o.channel_id = (SELECT id FROM channels WHERE code = ?)", channel);
  if (merchant) where.add("o.merchant_id = (SELECT id FROM merchants WHERE merchant_no = ?)", merchant);
  if (from) where.add("o.ordered_on >= ?", from);
  if (to) where.add("o.ordered_on <= ?", to);
  return where;
}

/**
 * The orders that `no` names: as their own number, as the channel's number of the payment, or by one of their refunds'
 * two numbers. Says nothing of who may see them. More than one for a number that a channel used twice.
 */
export async function listOrderNos(no: string): Promise<string[]> {
  const rows = await reader.query<{ order_no: string }>(
    `SELECT order_no FROM order_numbers WHERE order_no = $1
     UNION SELECT order_no FROM orders WHERE channel_trade_no = $1
     UNION SELECT order_no FROM refunds WHERE refund_no = $1 AND order_no IS NOT NULL
     UNION SELECT order_no FROM refunds WHERE channel_refund_no = $1 AND order_no IS NOT NULL
     ORDER BY order_no LIMIT 50`,
    [no],
  );
  return rows.map((row) => row.order_no);
}

function toRow(raw: OrderRaw): OrderRowDto {
  return {
    orderNo: raw.order_no,
    orderedOn: raw.ordered_on,
    paidAt: raw.paid_at?.toISOString() ?? null,
    merchantNo: raw.merchant_no,
    merchantName: raw.merchant_name,
    channel: raw.channel,
    channelTradeNo: raw.channel_trade_no,
    status: raw.status,
    asset: raw.asset,
    dueMinor: `${raw.due_minor}`,
    paidMinor: `${raw.channel_minor}`,
    refundedMinor: `${raw.refunded_minor}`,
    openItems: raw.open_items,
  };
}
