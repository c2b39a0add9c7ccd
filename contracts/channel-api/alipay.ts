import { z } from "zod";
import { yuanWire } from "./amounts";
import { beijingWire } from "./times";

/*
 * The wire of an Alipay-style channel, after Alipay's open platform. Every request is a form POST to `/gateway.do` in
 * UTF-8 with the fields of `alipayForm`; `biz_content` is JSON. `sign` is base64 of RSA-SHA256 (PKCS #1 v1.5, "RSA2") over
 * `name=value` of all other fields that are not empty, sorted by name and joined by `&`, values not URL-encoded, by the
 * app's key.
 *
 * An answer is `{"alipay_trade_refund_response":{…},"sign":"…"}`, the method with `_` for `.` and `_response` behind it,
 * or `{"error_response":{…}}`; status 200 even for errors. It is signed by Alipay's key over the bytes between the colon
 * and the comma before `sign`, exactly as they were sent.
 *
 * A callback is a form POST; its signature goes over its fields as a request's does, without `sign` and `sign_type`.
 */

export const ALIPAY_GATEWAY = "/gateway.do";
export const ALIPAY_METHODS = {
  refund: "alipay.trade.refund",
  refundQuery: "alipay.trade.fastpay.refund.query",
  transfer: "alipay.fund.trans.uni.transfer",
  transferQuery: "alipay.fund.trans.common.query",
  paymentQuery: "alipay.trade.query",
  billUrl: "alipay.data.dataservice.bill.downloadurl.query",
  /** Only the sandbox has it: a payer who pays at once. */
  sandboxPay: "sandbox.trade.pay",
} as const;
export type AlipayMethod = (typeof ALIPAY_METHODS)[keyof typeof ALIPAY_METHODS];

export function alipayAnswerName(method: AlipayMethod): string {
  return `${method.replaceAll(".", "_")}_response`;
}

export const alipayForm = z.object({
  app_id: z.string().min(1),
  method: z.enum(ALIPAY_METHODS),
  format: z.literal("JSON"),
  charset: z.literal("utf-8"),
  sign_type: z.literal("RSA2"),
  sign: z.string().min(1),
  timestamp: beijingWire,
  version: z.literal("1.0"),
  notify_url: z.url().optional(),
  biz_content: z.string().min(2),
});

/** `10000` done, `10003` under way, `20000` the gateway cannot say, `20001`–`40006` never taken up, `40004` the business refused. */
export const ALIPAY_OK = "10000";
/** What stands in every answer; `sub_code` says more whenever `code` is not 10000. */
export const alipayAnswer = z.object({
  code: z.string().regex(/^\d{5}$/),
  msg: z.string().default(""),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});

const outNo = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const yesNo = z.enum(["Y", "N"]);

export const alipayRefundRequest = z.object({
  out_trade_no: outNo.optional(),
  trade_no: z.string().optional(),
  /** Our number of the refund: the same one again is the same refund. */
  out_request_no: outNo,
  refund_amount: yuanWire,
  refund_reason: z.string().max(256).optional(),
});
/**
 * `refund_fee` adds up all refunds of the payment, so it is never compared with one; `send_back_fee` is this one's amount.
 * `fund_change` Y: money has moved for it. The answer does not repeat `out_request_no`.
 */
export const alipayRefund = alipayAnswer.extend({
  trade_no: z.string(),
  out_trade_no: z.string(),
  fund_change: yesNo.optional(),
  refund_fee: yuanWire,
  send_back_fee: yuanWire.optional(),
  gmt_refund_pay: beijingWire.optional(),
});

/** Alipay finds a refund by its payment and its own number, never by its own alone. */
export const alipayRefundQueryRequest = z.object({
  out_trade_no: outNo.optional(),
  trade_no: z.string().optional(),
  out_request_no: outNo,
  query_options: z.array(z.literal("gmt_refund_pay")).optional(),
});
/** A refund that it does not know is answered with 10000 and without these fields; without a status it has not succeeded yet. */
export const alipayRefundState = alipayAnswer.extend({
  trade_no: z.string().optional(),
  out_trade_no: z.string().optional(),
  out_request_no: z.string().optional(),
  total_amount: yuanWire.optional(),
  refund_amount: yuanWire.optional(),
  refund_status: z.enum(["REFUND_SUCCESS", "REFUND_PROCESSING", "REFUND_FAIL"]).optional(),
  gmt_refund_pay: beijingWire.optional(),
  error_code: z.string().optional(),
});

export const ALIPAY_TRANSFER_PRODUCT = "TRANS_BANKCARD_NO_PWD";
export const ALIPAY_TRANSFER_SCENE = "DIRECT_TRANSFER";
/** A bank account: `identity` is its number, `name` its holder. */
export const alipayPayee = z.object({
  identity_type: z.literal("BANKCARD_ACCOUNT"),
  identity: z.string().min(1).max(64),
  name: z.string().min(1).max(128),
  bankcard_ext_info: z.object({ inst_name: z.string().min(1).max(128), account_type: z.enum(["1", "2"]) }).optional(),
});
export const alipayTransferRequest = z.object({
  out_biz_no: outNo,
  trans_amount: yuanWire,
  product_code: z.literal(ALIPAY_TRANSFER_PRODUCT),
  biz_scene: z.literal(ALIPAY_TRANSFER_SCENE),
  order_title: z.string().max(128),
  payee_info: alipayPayee,
});

export const ALIPAY_TRANSFER_STATUSES = ["SUCCESS", "WAIT_PAY", "DEALING", "CLOSED", "FAIL", "REFUND"] as const;
/** The answer to a transfer. `REFUND`: sent, and come back from the payee's bank. Who gets no amount asks for it. */
export const alipayTransfer = alipayAnswer.extend({
  out_biz_no: z.string(),
  order_id: z.string().min(1).max(64),
  trans_amount: yuanWire.optional(),
  status: z.enum(ALIPAY_TRANSFER_STATUSES),
  trans_date: beijingWire.optional(),
});

export const alipayTransferQueryRequest = z.object({
  out_biz_no: outNo,
  product_code: z.literal(ALIPAY_TRANSFER_PRODUCT),
  biz_scene: z.literal(ALIPAY_TRANSFER_SCENE),
});
export const alipayTransferState = alipayAnswer.extend({
  out_biz_no: z.string(),
  order_id: z.string().min(1).max(64),
  trans_amount: yuanWire,
  status: z.enum(ALIPAY_TRANSFER_STATUSES),
  pay_date: beijingWire.optional(),
  error_code: z.string().optional(),
  fail_reason: z.string().optional(),
  payee_info: alipayPayee.optional(),
});

export const ALIPAY_TRADE_STATUSES = ["WAIT_BUYER_PAY", "TRADE_CLOSED", "TRADE_SUCCESS", "TRADE_FINISHED"] as const;
export const alipayPaymentQueryRequest = z.object({ out_trade_no: outNo.optional(), trade_no: z.string().optional() });
/** `TRADE_CLOSED` is never paid, or refunded in full: with `send_pay_date` it was paid. */
export const alipayPayment = alipayAnswer.extend({
  trade_no: z.string(),
  out_trade_no: z.string(),
  trade_status: z.enum(ALIPAY_TRADE_STATUSES),
  total_amount: yuanWire,
  send_pay_date: beijingWire.optional(),
});

export const alipaySandboxPayRequest = z.object({
  out_trade_no: outNo,
  total_amount: yuanWire,
  subject: z.string().max(256).optional(),
  /** When it was paid; now, if it is left out. */
  send_pay_date: beijingWire.optional(),
});

/** `bill_type` trade; the address answers a zip of GBK CSV files for thirty seconds, and is not signed. */
export const alipayBillUrlRequest = z.object({ bill_type: z.literal("trade"), bill_date: z.iso.date() });
export const alipayBillUrl = alipayAnswer.extend({ bill_download_url: z.url() });

export const ALIPAY_NOTICE_METHODS = {
  refund: "alipay.trade.refund.depositback.completed",
  transfer: "alipay.fund.trans.order.changed",
} as const;
/** A callback's form; `utc_timestamp` is when it was sent, in Unix milliseconds, and new with every sending. */
export const alipayNotice = z.object({
  notify_id: z.string().min(1).max(128),
  utc_timestamp: z.string().regex(/^\d{13}$/),
  msg_method: z.enum(ALIPAY_NOTICE_METHODS),
  app_id: z.string(),
  version: z.string().optional(),
  charset: z.literal("UTF-8"),
  biz_content: z.string().min(2),
  sign_type: z.literal("RSA2"),
  sign: z.string().min(1),
});
/** `biz_content` of a refund's: S is done, F has come back. */
export const alipayRefundNotice = z.object({
  trade_no: z.string(),
  out_trade_no: z.string(),
  out_request_no: z.string(),
  dback_status: z.enum(["S", "F"]),
  dback_amount: yuanWire,
  bank_ack_time: beijingWire.optional(),
  error_code: z.string().optional(),
});
/** `biz_content` of a transfer's. */
export const alipayTransferNotice = z.object({
  out_biz_no: z.string(),
  order_id: z.string(),
  product_code: z.string(),
  biz_scene: z.string(),
  trans_amount: yuanWire,
  status: z.enum(["SUCCESS", "FAIL", "REFUND", "CLOSED"]),
  pay_date: beijingWire.optional(),
  error_code: z.string().optional(),
  fail_reason: z.string().optional(),
  payee_info: alipayPayee.optional(),
});
/** What we answer to a callback that we have kept: this word and nothing else; anything else has it sent again. */
export const ALIPAY_NOTICE_KEPT = "success";
