import "server-only";
import type { AttemptDto } from "@/contracts/attempt-views";
import type { OrderDto, OrderLegDto, RefundDto } from "@/contracts/order-views";
import type { OrderStatus } from "@/contracts/orders";
import { maskPayer } from "@/core/orders/mask-payer";
import type { RefundOrigin, RefundStatus } from "@/core/orders/order";
import type { Actor } from "@/core/permissions/actor";
import type { RefundRoute } from "@/core/refunds/route";
import { listAttemptViews } from "@/server/queries/list-attempts";
import { reader } from "@/server/transact";

/** What reconciliation knows a payment or refund by. */
export type MatchKey = { readonly channelId: bigint; readonly matchKey: string };
export type StorySubject = {
  readonly order: OrderDto | null;
  readonly legs: readonly OrderLegDto[];
  readonly refunds: readonly RefundDto[];
  readonly keys: readonly MatchKey[];
  /** Unmasked, to find the payer in the lines of files; it stays on the server. */
  readonly payerHint: string | null;
};

type OrderRaw = {
  order_no: string;
  ordered_on: string;
  channel_id: bigint;
  match_key: string;
  received_at: Date;
  paid_at: Date | null;
  expected_on: string | null;
  merchant_no: string;
  merchant_name: string;
  is_test: boolean;
  channel: string | null;
  channel_name: string | null;
  channel_trade_no: string | null;
  status: OrderStatus;
  seen_statuses: string[];
  booked_by: "ARRIVAL" | "SUSPENSE" | null;
  capture_reversed_at: Date | null;
  payer_hint: string | null;
  asset: string;
  due_minor: bigint;
  channel_minor: bigint;
};
type LegRaw = {
  leg_no: number;
  kind: "CHANNEL" | "MARKETING";
  funder: "MERCHANT" | "PLATFORM" | null;
  campaign: string | null;
  paid_minor: bigint;
  refunded_minor: bigint;
  disputed_minor: bigint;
};
type RefundRaw = {
  refund_no: string;
  order_no: string | null;
  channel_id: bigint;
  match_key: string;
  status: RefundStatus;
  origin: RefundOrigin;
  route: RefundRoute | null;
  reason: string;
  approval_no: string | null;
  closed_at: Date | null;
  requested_at: Date | null;
  requested_by: string | null;
  asset: string;
  amount_minor: bigint;
  channel_minor: bigint;
  leg_amounts: bigint[];
  channel_refund_no: string | null;
  received_at: Date;
  succeeded_at: Date | null;
};

const ORDER = `
  SELECT o.order_no, o.ordered_on, o.channel_id, o.match_key, o.received_at, o.paid_at, o.expected_on, m.merchant_no,
         m.name AS merchant_name, m.is_test, c.code AS channel, c.name AS channel_name, o.channel_trade_no, o.status,
         o.seen_statuses, o.booked_by, o.capture_reversed_at, o.payer_hint, o.asset, o.due_minor, o.channel_minor
  FROM order_numbers n
  JOIN orders o ON o.ordered_on = n.ordered_on AND o.channel_id = n.channel_id AND o.match_key = n.match_key
  JOIN merchants m ON m.id = o.merchant_id LEFT JOIN channels c ON c.id = o.channel_id
  WHERE n.order_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;
const LEGS = `
  SELECT leg_no, kind, funder, campaign, paid_minor, refunded_minor, disputed_minor FROM order_legs
  WHERE ordered_on = $1 AND channel_id = $2 AND match_key = $3 ORDER BY leg_no`;
const REFUND_COLUMNS = `r.refund_no, r.order_no, r.channel_id, r.match_key, r.status, r.origin, r.asset, r.amount_minor,
  r.channel_minor, r.leg_amounts, r.channel_refund_no, r.received_at, r.succeeded_at, r.route, r.reason, r.requested_at,
  (SELECT u.display_name FROM users u WHERE u.id = r.requested_by) AS requested_by, p.approval_no, p.closed_at`;
/** A refund is asked for once, under its own number. */
const REFUND_FROM = `refunds r LEFT JOIN approvals p ON p.act = 'MANUAL_REFUND' AND p.object_type = 'refund' AND p.object_no = r.refund_no`;

/** An order with its legs and refunds; null when there is none, or the actor may not know of it. */
export async function findOrderSubject(actor: Actor, orderNo: string): Promise<StorySubject | null> {
  const [raw] = await reader.query<OrderRaw>(ORDER, [orderNo, actor.scope]);
  if (!raw) return null;
  const [legs, refunds] = await Promise.all([
    reader.query<LegRaw>(LEGS, [raw.ordered_on, raw.channel_id, raw.match_key]),
    reader.query<RefundRaw>(`SELECT ${REFUND_COLUMNS} FROM ${REFUND_FROM} WHERE r.order_no = $1 ORDER BY r.id`, [
      orderNo,
    ]),
  ]);
  return {
    order: toOrder(raw),
    legs: legs.map(toLeg),
    refunds: await toRefunds(refunds),
    keys: [raw, ...refunds].map((one) => ({ channelId: one.channel_id, matchKey: one.match_key })),
    payerHint: raw.payer_hint,
  };
}

/** A refund that has no order: it gives back money that nobody could book. */
export async function findLoneRefund(actor: Actor, no: string): Promise<StorySubject | null> {
  const raws = await reader.query<RefundRaw>(
    `SELECT ${REFUND_COLUMNS} FROM ${REFUND_FROM} LEFT JOIN merchants m ON m.id = r.merchant_id
     WHERE (r.refund_no = $1 OR r.channel_refund_no = $1) AND r.order_no IS NULL
       AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2)) ORDER BY r.id`,
    [no, actor.scope],
  );
  if (raws.length === 0) return null;
  return {
    order: null,
    legs: [],
    refunds: await toRefunds(raws),
    keys: raws.map((raw) => ({ channelId: raw.channel_id, matchKey: raw.match_key })),
    payerHint: null,
  };
}

function toOrder(raw: OrderRaw): OrderDto {
  return {
    orderNo: raw.order_no,
    orderedOn: raw.ordered_on,
    receivedAt: raw.received_at.toISOString(),
    paidAt: raw.paid_at?.toISOString() ?? null,
    expectedOn: raw.expected_on,
    merchantNo: raw.merchant_no,
    merchantName: raw.merchant_name,
    isTest: raw.is_test,
    channel: raw.channel,
    channelName: raw.channel_name,
    channelTradeNo: raw.channel_trade_no,
    status: raw.status,
    seenStatuses: raw.seen_statuses,
    bookedBy: raw.booked_by,
    captureReversedAt: raw.capture_reversed_at?.toISOString() ?? null,
    payer: raw.payer_hint ? maskPayer(raw.payer_hint) : null,
    asset: raw.asset,
    dueMinor: `${raw.due_minor}`,
    paidMinor: `${raw.channel_minor}`,
  };
}

function toLeg(raw: LegRaw): OrderLegDto {
  return {
    legNo: raw.leg_no,
    kind: raw.kind,
    funder: raw.funder,
    campaign: raw.campaign,
    paidMinor: `${raw.paid_minor}`,
    refundedMinor: `${raw.refunded_minor}`,
    disputedMinor: `${raw.disputed_minor}`,
  };
}

/** For readers who may not open requests: a number that leads nowhere helps nobody. */
export function withoutRequest(refund: RefundDto): RefundDto {
  return { ...refund, approvalNo: null };
}

async function toRefunds(raws: readonly RefundRaw[]): Promise<RefundDto[]> {
  const attempts = await listAttemptViews(
    "REFUND",
    raws.filter(({ origin }) => origin !== "ARRIVAL").map((raw) => raw.refund_no),
  );
  return raws.map((raw) => toRefund(raw, attempts.get(raw.refund_no) ?? []));
}

/** The refund with this number, whatever it is of; null when there is none, or the actor may not know of it. */
export async function findStoryRefund(actor: Actor, refundNo: string, showsRequest = true): Promise<RefundDto | null> {
  const raws = await reader.query<RefundRaw>(
    `SELECT ${REFUND_COLUMNS} FROM ${REFUND_FROM} LEFT JOIN merchants m ON m.id = r.merchant_id
     WHERE r.refund_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`,
    [refundNo, actor.scope],
  );
  const [refund] = await toRefunds(raws);
  if (!refund) return null;
  return showsRequest ? refund : withoutRequest(refund);
}

function toRefund(raw: RefundRaw, attempts: readonly AttemptDto[]): RefundDto {
  return {
    refundNo: raw.refund_no,
    orderNo: raw.order_no,
    status: raw.status,
    origin: raw.origin,
    route: raw.route,
    reason: raw.reason,
    requestedAt: raw.requested_at?.toISOString() ?? null,
    requestedBy: raw.requested_by,
    approvalNo: raw.approval_no,
    closedAt: raw.closed_at?.toISOString() ?? null,
    attempts,
    asset: raw.asset,
    amountMinor: `${raw.amount_minor}`,
    channelMinor: `${raw.channel_minor}`,
    parts: raw.leg_amounts.map(String),
    channelRefundNo: raw.channel_refund_no,
    receivedAt: raw.received_at.toISOString(),
    succeededAt: raw.succeeded_at?.toISOString() ?? null,
  };
}
