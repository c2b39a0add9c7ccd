/**
 * What can change in an object that a request depends on: each significant field with the SQL that changes it and nothing
 * else of the object; `$1` is the object's number. Whatever `observe` calls a fact has to stand here.
 */
export type FieldChange = { readonly of: string; readonly field: string; readonly sql: string };

function changes(of: string, table: string, no: string, fields: Readonly<Record<string, string>>): FieldChange[] {
  return Object.entries(fields).map(([field, set]) => ({
    of,
    field,
    sql: set.startsWith("UPDATE") ? set : `UPDATE ${table} SET ${set} WHERE ${no} = $1`,
  }));
}

const OTHER_CHANNEL = "channel_id = (SELECT id FROM channels WHERE code = 'other')";
const OTHER_MERCHANT = "merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')";

const SUSPENSE = {
  version: "version = version + 1",
  amountMinor: "amount_minor = amount_minor + 1",
  asset: "asset = 'USD'",
  direction: "direction = CASE direction WHEN 'LONG' THEN 'SHORT' ELSE 'LONG' END",
  kind: "kind = 'DUPLICATE'",
  itemKind: "item_kind = 'REFUND'",
  channel: OTHER_CHANNEL,
  matchKey: "match_key = match_key || 'x'",
  orderNo: "order_no = concat(order_no, 'x')",
  refundNo: "refund_no = 'R9'",
  channelTradeNo: "channel_trade_no = 'T9'",
  merchantNo: OTHER_MERCHANT,
  isTest: "is_test = NOT is_test",
};
export const OPEN_ITEM = changes("suspense", "suspense_items", "item_no", {
  ...SUSPENSE,
  status: "status = 'INVESTIGATING'",
});
export const RESOLVED_ITEM = changes("suspense", "suspense_items", "item_no", {
  ...SUSPENSE,
  status: "status = 'AUTO_RESOLVED'",
});
/** The other item of a pair; each of its fields is significant as the first one's are. */
export const COUNTERPART = OPEN_ITEM.map((change) => ({ ...change, of: "counterpart" }));

const legs = (set: string) => `UPDATE order_legs SET ${set} WHERE order_no = $1`;
export const ORDER = [
  ...changes("order", "orders", "order_no", {
    version: "version = version + 1",
    status: "status = CASE status WHEN 'CREATED' THEN 'CLOSED' ELSE 'CREATED' END",
    merchantNo: OTHER_MERCHANT,
    channel: OTHER_CHANNEL,
    asset: "asset = 'USD'",
    dueMinor: "due_minor = due_minor + 1",
    channelMinor: "channel_minor = channel_minor + 1",
    bookedBy: "booked_by = CASE booked_by WHEN 'SUSPENSE' THEN 'ARRIVAL' ELSE 'SUSPENSE' END",
    captureReversed: "capture_reversed_at = CASE WHEN capture_reversed_at IS NULL THEN now() END",
    payer: "payer_hint = 'somebody'",
    channelTradeNo: "channel_trade_no = 'T9'",
    seenStatuses: "seen_statuses = seen_statuses || '{UNKNOWN}'",
    legs: legs("paid_minor = paid_minor + 1"),
  }),
  ...[
    "refunded_minor = refunded_minor + 1",
    "funder = CASE kind WHEN 'MARKETING' THEN CASE funder WHEN 'PLATFORM' THEN 'MERCHANT' ELSE 'PLATFORM' END ELSE funder END",
  ].map((set) => ({ of: "order", field: "legs", sql: legs(set) })),
];
export const REFUND = changes("refund", "refunds", "refund_no", {
  version: "version = version + 1",
  status: "status = 'UNKNOWN'",
  orderNo: "order_no = concat(order_no, 'x')",
  merchantNo: OTHER_MERCHANT,
  channel: OTHER_CHANNEL,
  asset: "asset = 'USD'",
  amountMinor: "amount_minor = amount_minor + 1",
  channelMinor: "channel_minor = channel_minor - 1",
  channelRefundNo: "channel_refund_no = 'C9'",
  matchKey: "match_key = match_key || 'x'",
});
/** A refund that was asked for at the desk, to somebody's bank account. */
export const ASKED_REFUND = changes("refund", "refunds", "refund_no", {
  version: "version = version + 1",
  status: "status = 'ACCEPTED'",
  orderNo: "order_no = concat(order_no, 'x')",
  merchantNo: OTHER_MERCHANT,
  asset: "asset = 'USD'",
  amountMinor: "amount_minor = amount_minor + 1",
  channelMinor: "channel_minor = channel_minor - 1",
  parts: "leg_amounts = leg_amounts || 0::bigint",
  route: "route = 'B2C'",
  payee: `payee = payee || '{"accountNo": "6222020200099999999"}'`,
  payeeDigest: "payee_digest = 'other'",
  reason: "reason = 'another'",
  requestedBy: "requested_by = (SELECT id FROM users WHERE login = 'colleague')",
});
/** The payment that it gives back, whatever else was refunded of it. */
export const PAYMENT = [
  ...changes("payment", "orders", "order_no", {
    status: "status = 'CLOSED'",
    asset: "asset = 'USD'",
    paidAt: "paid_at = paid_at - interval '1 day'",
    isRouteOpen: "paid_at = now()",
    merchantNo: OTHER_MERCHANT,
    channel: OTHER_CHANNEL,
    payer: "payer_hint = 'somebody'",
    tradeNo: "channel_trade_no = 'T9'",
    bookedBy: "booked_by = 'SUSPENSE'",
    underReview:
      "UPDATE suspense_items SET order_no = $1 WHERE id = (SELECT max(id) FROM suspense_items WHERE kind = 'SHORT')",
    isHeld: `${legs("refunded_minor = refunded_minor - 1")} AND kind = 'CHANNEL'`,
    legs: legs("paid_minor = paid_minor + 1"),
  }),
  { of: "payment", field: "legs", sql: `${legs("disputed_minor = 1")} AND kind = 'CHANNEL'` },
];
export const CLAIM = changes("claim", "claims", "claim_no", {
  version: "version = version + 1",
  status: "status = 'TAKEN_BACK', closed_at = now()",
  itemNo: "item_id = (SELECT max(id) FROM suspense_items WHERE id NOT IN (SELECT item_id FROM claims))",
  channel: OTHER_CHANNEL,
  merchantNo: `UPDATE suspense_items SET ${OTHER_MERCHANT} WHERE id = (SELECT item_id FROM claims WHERE claim_no = $1)`,
  asset: "asset = 'USD'",
  claimedMinor: "claimed_minor = claimed_minor + 1",
  recoveredMinor: "recovered_minor = recovered_minor + 1",
  writtenOffMinor: "written_off_minor = written_off_minor + 1",
});
/** Where the money comes in, or what is taken back: nothing of an object's own, and yet another voucher. */
export const CLAIM_PLAN: readonly FieldChange[] = [
  {
    of: "plan",
    field: "bank account",
    sql: "UPDATE channels SET bank_account = CASE bank_account WHEN 'reserve' THEN 'operating' ELSE 'reserve' END WHERE id = (SELECT channel_id FROM claims WHERE claim_no = $1)",
  },
];
