import type { Fault, Intention, Operation, Order } from "../books/books";

/** Rows as PostgreSQL gives them, and as `jsonb_to_recordset` takes them: numbers beyond 32 bits as text. */
export type OrderRow = {
  channel: string;
  order_no: string;
  trade_no: string;
  paid_minor: string | null;
  paid_at: Date;
  refunded_minor: string;
  refunds: number;
  last_refund_at: Date | null;
  is_adopted: boolean;
};
export type IntentionRow = {
  channel: string;
  operation: Operation;
  out_no: string;
  body_sha256: string;
  order_no: string | null;
  trade_no: string | null;
  amount_minor: string;
  payee_holder: string | null;
  payee_bank: string | null;
  payee_account_no: string | null;
  reason: string;
  channel_no: string;
  outcome: "SUCCEEDED" | "FAILED";
  fault: Fault | null;
  code: string | null;
  accepted_at: Date;
  settles_at: Date;
  bounces_at: Date | null;
  calls: number;
};

export function toOrder(row: OrderRow): Order {
  return {
    channel: row.channel,
    orderNo: row.order_no,
    tradeNo: row.trade_no,
    paidMinor: row.paid_minor === null ? null : BigInt(row.paid_minor),
    paidAt: row.paid_at,
    refundedMinor: BigInt(row.refunded_minor),
    refunds: row.refunds,
    lastRefundAt: row.last_refund_at,
    isAdopted: row.is_adopted,
  };
}

export function fromOrder(order: Order): OrderRow {
  return {
    channel: order.channel,
    order_no: order.orderNo,
    trade_no: order.tradeNo,
    paid_minor: order.paidMinor === null ? null : `${order.paidMinor}`,
    paid_at: order.paidAt,
    refunded_minor: `${order.refundedMinor}`,
    refunds: order.refunds,
    last_refund_at: order.lastRefundAt,
    is_adopted: order.isAdopted,
  };
}

export function toIntention(row: IntentionRow): Intention {
  const { payee_holder: holder, payee_bank: bank, payee_account_no: accountNo } = row;
  return {
    channel: row.channel,
    operation: row.operation,
    outNo: row.out_no,
    bodySha256: row.body_sha256,
    orderNo: row.order_no,
    tradeNo: row.trade_no,
    amountMinor: BigInt(row.amount_minor),
    payee: holder === null || bank === null || accountNo === null ? null : { holder, bank, accountNo },
    reason: row.reason,
    channelNo: row.channel_no,
    outcome: row.outcome,
    fault: row.fault,
    code: row.code,
    acceptedAt: row.accepted_at,
    settlesAt: row.settles_at,
    bouncesAt: row.bounces_at,
    calls: row.calls,
  };
}

export function fromIntention(intention: Intention): IntentionRow {
  return {
    channel: intention.channel,
    operation: intention.operation,
    out_no: intention.outNo,
    body_sha256: intention.bodySha256,
    order_no: intention.orderNo,
    trade_no: intention.tradeNo,
    amount_minor: `${intention.amountMinor}`,
    payee_holder: intention.payee?.holder ?? null,
    payee_bank: intention.payee?.bank ?? null,
    payee_account_no: intention.payee?.accountNo ?? null,
    reason: intention.reason,
    channel_no: intention.channelNo,
    outcome: intention.outcome,
    fault: intention.fault,
    code: intention.code,
    accepted_at: intention.acceptedAt,
    settles_at: intention.settlesAt,
    bounces_at: intention.bouncesAt,
    calls: intention.calls,
  };
}
