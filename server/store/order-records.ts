import "server-only";
import type { RefundPayee } from "@/contracts/refunds";
import type { OrderStatus, RefundOrigin, RefundStatus } from "@/core/orders/order";
import type { RefundRoute } from "@/core/refunds/route";
import type { DbTransaction } from "@/server/transact";

export type LegRecord = {
  readonly legNo: number;
  readonly kind: "CHANNEL" | "MARKETING";
  readonly funder: "MERCHANT" | "PLATFORM" | null;
  readonly campaign: string | null;
  readonly paidMinor: bigint;
  refundedMinor: bigint;
  /** What an open or lost dispute holds of it: nobody gives that back a second time. */
  readonly disputedMinor: bigint;
};
/** An order with its legs as the store holds it; commands change the copy and save what they changed. */
export type OrderRecord = {
  readonly orderNo: string;
  readonly orderedOn: string;
  readonly channelId: bigint;
  readonly matchKey: string;
  readonly merchantId: bigint;
  readonly asset: string;
  readonly dueMinor: bigint;
  readonly channelMinor: bigint;
  readonly contentHash: string;
  readonly payerHint: string | null;
  readonly legs: LegRecord[];
  status: OrderStatus;
  seenStatuses: string[];
  channelTradeNo: string | null;
  paidAt: Date | null;
  expectedOn: string | null;
  bookedBy: "ARRIVAL" | "SUSPENSE" | null;
};
export type RefundRecord = {
  readonly refundNo: string;
  readonly orderNo: string | null;
  readonly merchantId: bigint | null;
  readonly channelId: bigint;
  readonly matchKey: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  readonly channelMinor: bigint;
  readonly legAmounts: readonly bigint[];
  readonly contentHash: string;
  readonly origin: RefundOrigin;
  status: RefundStatus;
  seenStatuses: string[];
  channelRefundNo: string | null;
  succeededAt: Date | null;
  expectedOn: string | null;
} & AskedPart;

/** What a refund has that was asked for at the desk. */
type AskedPart = {
  readonly route: RefundRoute | null;
  /** The suspense item whose money it gives back. */
  readonly itemNo: string | null;
  readonly payee: RefundPayee | null;
  readonly payeeDigest: string;
  readonly reason: string;
  readonly requestedBy: bigint | null;
  readonly requestedAt: Date | null;
  approvalId: bigint | null;
};
/** For refunds that nobody asked for here. */
export const NOT_ASKED: AskedPart = {
  route: null,
  itemNo: null,
  payee: null,
  payeeDigest: "",
  reason: "",
  requestedBy: null,
  requestedAt: null,
  approvalId: null,
};

const ORDER_COLUMNS = `order_no AS "orderNo", ordered_on AS "orderedOn", channel_id AS "channelId", match_key AS "matchKey",
  merchant_id AS "merchantId", asset, due_minor AS "dueMinor", channel_minor AS "channelMinor",
  content_hash AS "contentHash", payer_hint AS "payerHint", status, seen_statuses AS "seenStatuses",
  channel_trade_no AS "channelTradeNo", paid_at AS "paidAt", expected_on AS "expectedOn", booked_by AS "bookedBy"`;
const REFUND_COLUMNS = `refund_no AS "refundNo", order_no AS "orderNo", merchant_id AS "merchantId", channel_id AS "channelId",
  match_key AS "matchKey", asset, amount_minor AS "amountMinor", channel_minor AS "channelMinor",
  leg_amounts AS "legAmounts", content_hash AS "contentHash", origin, status, seen_statuses AS "seenStatuses",
  channel_refund_no AS "channelRefundNo", succeeded_at AS "succeededAt", expected_on AS "expectedOn", route, payee, item_no AS "itemNo",
  payee_digest AS "payeeDigest", reason, requested_by AS "requestedBy", requested_at AS "requestedAt",
  approval_id AS "approvalId"`;

/** The orders with these numbers, locked until the command ends, by number. */
export async function lockOrders(tx: DbTransaction, orderNos: readonly string[]): Promise<Map<string, OrderRecord>> {
  const orders = await tx.query<Omit<OrderRecord, "legs">>(
    `SELECT ${ORDER_COLUMNS} FROM orders WHERE order_no = ANY ($1) ORDER BY order_no FOR UPDATE`,
    [orderNos],
  );
  const legs = await tx.query<LegRecord & { orderNo: string }>(
    `SELECT order_no AS "orderNo", leg_no AS "legNo", kind, funder, campaign, paid_minor AS "paidMinor",
            refunded_minor AS "refundedMinor", disputed_minor AS "disputedMinor"
     FROM order_legs WHERE order_no = ANY ($1) ORDER BY order_no, leg_no`,
    [orders.map((order) => order.orderNo)],
  );
  const found = new Map<string, OrderRecord>(orders.map((order) => [order.orderNo, { ...order, legs: [] }]));
  for (const { orderNo, ...leg } of legs) found.get(orderNo)?.legs.push(leg);
  return found;
}

export async function lockRefunds(tx: DbTransaction, refundNos: readonly string[]): Promise<Map<string, RefundRecord>> {
  const rows = await tx.query<RefundRecord>(
    `SELECT ${REFUND_COLUMNS} FROM refunds WHERE refund_no = ANY ($1) ORDER BY refund_no FOR UPDATE`,
    [refundNos],
  );
  return new Map(rows.map((row) => [row.refundNo, row]));
}

/** JSON for `jsonb_to_recordset`: bigints as digits, which PostgreSQL reads exactly. */
function toRows(records: readonly object[]): string {
  return JSON.stringify(records, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

export async function insertOrders(tx: DbTransaction, orders: readonly OrderRecord[]): Promise<void> {
  if (orders.length === 0) return;
  const rows = toRows(orders);
  await tx.query(
    "SELECT ensure_month(d) FROM (SELECT DISTINCT date_trunc('month', d)::date AS d FROM unnest($1::date[]) d) m",
    [orders.map((order) => order.orderedOn)],
  );
  await tx.query(
    `INSERT INTO order_numbers (order_no, ordered_on, channel_id, match_key)
     SELECT "orderNo", "orderedOn", "channelId", "matchKey"
     FROM jsonb_to_recordset($1) AS o ("orderNo" text, "orderedOn" date, "channelId" bigint, "matchKey" text)`,
    [rows],
  );
  await tx.query(
    `INSERT INTO orders (ordered_on, channel_id, match_key, order_no, merchant_id, asset, due_minor, channel_minor, status,
                         channel_trade_no, paid_at, expected_on, booked_by, payer_hint, content_hash, seen_statuses,
                         received_at, command_id)
     SELECT "orderedOn", "channelId", "matchKey", "orderNo", "merchantId", asset, "dueMinor", "channelMinor", status,
            "channelTradeNo", "paidAt", "expectedOn", "bookedBy", "payerHint", "contentHash",
            ARRAY(SELECT jsonb_array_elements_text("seenStatuses")), $2, $3
     FROM jsonb_to_recordset($1) AS o ("orderedOn" date, "channelId" bigint, "matchKey" text, "orderNo" text,
       "merchantId" bigint, asset text, "dueMinor" bigint, "channelMinor" bigint, status text, "channelTradeNo" text,
       "paidAt" timestamptz, "expectedOn" date, "bookedBy" text, "payerHint" text, "contentHash" text, "seenStatuses" jsonb)`,
    [rows, tx.context.now, tx.context.commandId],
  );
  await tx.query(
    `INSERT INTO order_legs (ordered_on, channel_id, match_key, leg_no, order_no, kind, funder, campaign, paid_minor, refunded_minor)
     SELECT "orderedOn", "channelId", "matchKey", "legNo", "orderNo", kind, funder, campaign, "paidMinor", "refundedMinor"
     FROM jsonb_to_recordset($1) AS l ("orderedOn" date, "channelId" bigint, "matchKey" text, "legNo" smallint,
       "orderNo" text, kind text, funder text, campaign text, "paidMinor" bigint, "refundedMinor" bigint)`,
    [
      toRows(
        orders.flatMap(({ orderedOn, channelId, matchKey, orderNo, legs }) =>
          legs.map((leg) => ({ orderedOn, channelId, matchKey, orderNo, ...leg })),
        ),
      ),
    ],
  );
}

/** Saves what may change of orders that were locked: status, dates, trade number, and what their legs have refunded. */
export async function updateOrders(tx: DbTransaction, orders: readonly OrderRecord[]): Promise<void> {
  if (orders.length === 0) return;
  await tx.query(
    `UPDATE orders SET status = o.status, seen_statuses = ARRAY(SELECT jsonb_array_elements_text(o."seenStatuses")),
       channel_trade_no = o."channelTradeNo", paid_at = o."paidAt", expected_on = o."expectedOn", booked_by = o."bookedBy",
       version = orders.version + 1, command_id = $2
     FROM jsonb_to_recordset($1) AS o ("orderedOn" date, "channelId" bigint, "matchKey" text, status text,
       "seenStatuses" jsonb, "channelTradeNo" text, "paidAt" timestamptz, "expectedOn" date, "bookedBy" text)
     WHERE orders.ordered_on = o."orderedOn" AND orders.channel_id = o."channelId" AND orders.match_key = o."matchKey"`,
    [toRows(orders), tx.context.commandId],
  );
  await tx.query(
    `UPDATE order_legs SET refunded_minor = l."refundedMinor"
     FROM jsonb_to_recordset($1) AS l ("orderedOn" date, "channelId" bigint, "matchKey" text, "legNo" smallint, "refundedMinor" bigint)
     WHERE order_legs.ordered_on = l."orderedOn" AND order_legs.channel_id = l."channelId"
       AND order_legs.match_key = l."matchKey" AND order_legs.leg_no = l."legNo"
       AND order_legs.refunded_minor <> l."refundedMinor"`,
    [
      toRows(
        orders.flatMap(({ orderedOn, channelId, matchKey, legs }) =>
          legs.map((leg) => ({ orderedOn, channelId, matchKey, legNo: leg.legNo, refundedMinor: leg.refundedMinor })),
        ),
      ),
    ],
  );
}

/** Inserts refunds, or saves the status, dates and channel number of known ones. */
export async function saveRefunds(tx: DbTransaction, refunds: readonly RefundRecord[]): Promise<void> {
  if (refunds.length === 0) return;
  await tx.query(
    `INSERT INTO refunds (refund_no, order_no, merchant_id, channel_id, match_key, asset, amount_minor, channel_minor,
                          leg_amounts, status, origin, channel_refund_no, succeeded_at, expected_on, content_hash,
                          seen_statuses, route, item_no, payee, payee_digest, reason, requested_by, requested_at, approval_id,
                          received_at, command_id)
     SELECT "refundNo", "orderNo", "merchantId", "channelId", "matchKey", asset, "amountMinor", "channelMinor",
            ARRAY(SELECT jsonb_array_elements_text("legAmounts")::bigint), status, origin, "channelRefundNo", "succeededAt",
            "expectedOn", "contentHash", ARRAY(SELECT jsonb_array_elements_text("seenStatuses")), route, "itemNo",
            nullif(payee, 'null'), "payeeDigest", reason, "requestedBy", "requestedAt", "approvalId", $2, $3
     FROM jsonb_to_recordset($1) AS r ("refundNo" text, "orderNo" text, "merchantId" bigint, "channelId" bigint,
       "matchKey" text, asset text, "amountMinor" bigint, "channelMinor" bigint, "legAmounts" jsonb, status text,
       origin text, "channelRefundNo" text, "succeededAt" timestamptz, "expectedOn" date, "contentHash" text,
       "seenStatuses" jsonb, route text, "itemNo" text, payee jsonb, "payeeDigest" text, reason text, "requestedBy" bigint,
       "requestedAt" timestamptz, "approvalId" bigint)
     ON CONFLICT (refund_no) DO UPDATE SET status = excluded.status, seen_statuses = excluded.seen_statuses,
       channel_refund_no = excluded.channel_refund_no, succeeded_at = excluded.succeeded_at,
       expected_on = excluded.expected_on, approval_id = excluded.approval_id, version = refunds.version + 1, command_id = excluded.command_id`,
    [toRows(refunds), tx.context.now, tx.context.commandId],
  );
}
