import { z } from "zod";
import { fenWire } from "./amounts";
import { rfc3339Wire } from "./times";

/*
 * The wire of a WeChat-style channel, after WeChat Pay's API v3. JSON in UTF-8.
 *
 * A request carries `Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"`;
 * its signature is base64 of RSA-SHA256 (PKCS #1 v1.5) over `METHOD\npath?query\ntimestamp\nnonce\nbody\n`, by the merchant's
 * key; the timestamp is in Unix seconds. Every answer, errors too, and every callback carry `Wechatpay-Timestamp`,
 * `Wechatpay-Nonce`, `Wechatpay-Serial` and `Wechatpay-Signature`: the same over `timestamp\nnonce\nbody\n`, by the platform's
 * key that the serial names. The file of a bill is not signed: its SHA-1 stands in the signed answer that led to it.
 *
 * A field marked "sealed" is base64 of RSA-OAEP (SHA-1, as the real one has it): in requests with the platform's public
 * key, whose serial the request names in `Wechatpay-Serial`, in answers with the merchant's public key.
 */

export const WECHAT_AUTH_SCHEME = "WECHATPAY2-SHA256-RSA2048";
export const WECHAT_PATHS = {
  /** POST */
  refund: "/v3/refund/domestic/refunds",
  /** GET */
  refundQuery: (outRefundNo: string) => `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`,
  /** POST */
  transfer: "/v3/fund-app/mch-transfer/transfer-bills",
  /** GET */
  transferQuery: (outBillNo: string) =>
    `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${encodeURIComponent(outBillNo)}`,
  /** GET */
  paymentQuery: (outTradeNo: string, mchid: string) =>
    `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${encodeURIComponent(mchid)}`,
  /** GET; `day` is YYYY-MM-DD. Leads to the address of the file. */
  tradeBill: (day: string) => `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`,
  /** POST. Only the sandbox has it: a payer who pays at once. Signed like everything else. */
  sandboxPay: "/v3/sandbox/pay",
} as const;

const outNo = z.string().regex(/^[A-Za-z0-9_\-|*@]{1,64}$/);
const currency = z.literal("CNY").default("CNY");

/** What every refused request is answered with; the status of HTTP goes with the code. */
export const wechatError = z.object({ code: z.string().min(1).max(64), message: z.string().default("") });

export const wechatRefundRequest = z.object({
  out_trade_no: outNo.optional(),
  transaction_id: z.string().min(1).max(32).optional(),
  out_refund_no: outNo,
  reason: z.string().max(80).optional(),
  notify_url: z.url().optional(),
  amount: z.object({ refund: fenWire, total: fenWire, currency }),
});

export const WECHAT_REFUND_STATUSES = ["SUCCESS", "CLOSED", "PROCESSING", "ABNORMAL"] as const;
/** The answer to a refund and to the question about one. */
export const wechatRefund = z.object({
  refund_id: z.string().min(1).max(64),
  out_refund_no: z.string(),
  transaction_id: z.string(),
  out_trade_no: z.string(),
  channel: z.string().optional(),
  user_received_account: z.string().optional(),
  success_time: rfc3339Wire.optional(),
  create_time: rfc3339Wire,
  status: z.enum(WECHAT_REFUND_STATUSES),
  amount: z.object({ total: fenWire, refund: fenWire, currency }),
});

/** A bank account; name and number are sealed in requests and answers, and plain within an encrypted callback. */
export const wechatBankAccount = z.object({
  account_name: z.string().min(1),
  account_number: z.string().min(1),
  account_bank: z.string().min(1).max(128),
});

export const wechatTransferRequest = z.object({
  appid: z.string(),
  out_bill_no: outNo,
  transfer_scene_id: z.string(),
  bank_account: wechatBankAccount,
  transfer_amount: fenWire,
  transfer_remark: z.string().max(32),
  notify_url: z.url().optional(),
});

export const WECHAT_TRANSFER_STATES = [
  "ACCEPTED",
  "PROCESSING",
  "WAIT_USER_CONFIRM",
  "TRANSFERING", // as WeChat Pay spells it
  "SUCCESS",
  "FAIL",
  "CANCELING",
  "CANCELLED",
] as const;
/**
 * The answer to a transfer; `fail_reason` whenever it is in the state FAIL. The real channel gives no amount here: who gets
 * none with a success asks for it.
 */
export const wechatTransferAnswer = z.object({
  out_bill_no: z.string(),
  transfer_bill_no: z.string().min(1).max(64),
  create_time: rfc3339Wire,
  state: z.enum(WECHAT_TRANSFER_STATES),
  fail_reason: z.string().optional(),
  transfer_amount: fenWire.optional(),
  update_time: rfc3339Wire.optional(),
});
export const wechatTransfer = wechatTransferAnswer.extend({
  mch_id: z.string(),
  transfer_amount: fenWire,
  transfer_remark: z.string().optional(),
  bank_account: wechatBankAccount.optional(),
  update_time: rfc3339Wire,
});

export const WECHAT_TRADE_STATES = [
  "SUCCESS",
  "REFUND", // paid, and at least in part refunded since
  "NOTPAY",
  "CLOSED",
  "REVOKED",
  "USERPAYING",
  "PAYERROR",
] as const;
export const wechatPayment = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.enum(WECHAT_TRADE_STATES),
  trade_state_desc: z.string().optional(),
  success_time: rfc3339Wire.optional(),
  amount: z.object({ total: fenWire, currency }).optional(),
});

export const wechatSandboxPayRequest = z.object({
  mchid: z.string(),
  out_trade_no: outNo,
  description: z.string().max(127).optional(),
  amount: z.object({ total: fenWire, currency }),
  /** When it was paid; now, if it is left out. */
  success_time: rfc3339Wire.optional(),
});

/** `download_url` is fetched by a signed GET and answers the bill's bytes; the hash is of the bill not compressed. */
export const wechatTradeBill = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  download_url: z.url(),
});

export const WECHAT_EVENTS = [
  "REFUND.SUCCESS",
  "REFUND.ABNORMAL",
  "REFUND.CLOSED",
  "MCHTRANSFER.BILL.FINISHED",
] as const;
/**
 * A callback's body. The ciphertext is base64 of AES-256-GCM under the 32 bytes of the API v3 key, with `nonce` (12 bytes)
 * and `associated_data` as they stand, and the tag of 16 bytes behind it.
 */
export const wechatNotice = z.object({
  id: z.string().min(1).max(64),
  create_time: rfc3339Wire,
  event_type: z.enum(WECHAT_EVENTS),
  resource_type: z.literal("encrypt-resource"),
  summary: z.string().optional(),
  resource: z.object({
    algorithm: z.literal("AEAD_AES_256_GCM"),
    original_type: z.string().optional(),
    ciphertext: z.base64().min(24),
    nonce: z.string().length(12),
    associated_data: z.string().max(16).default(""),
  }),
});
/** Within a callback of a refund. */
export const wechatRefundNotice = z.object({
  mchid: z.string(),
  transaction_id: z.string(),
  out_trade_no: z.string(),
  refund_id: z.string(),
  out_refund_no: z.string(),
  refund_status: z.enum(["SUCCESS", "CLOSED", "ABNORMAL"]),
  success_time: rfc3339Wire.optional(),
  user_received_account: z.string().optional(),
  amount: z.object({ total: fenWire, refund: fenWire, currency }),
});
/** Within a callback of a transfer that has ended. */
export const wechatTransferNotice = z.object({
  mch_id: z.string(),
  out_bill_no: z.string(),
  transfer_bill_no: z.string(),
  state: z.enum(["SUCCESS", "FAIL", "CANCELLED"]),
  transfer_amount: fenWire,
  bank_account: wechatBankAccount.optional(),
  fail_reason: z.string().optional(),
  create_time: rfc3339Wire,
  update_time: rfc3339Wire,
});
/** What we answer to a callback that we have kept; any other status has it sent again. */
export const WECHAT_NOTICE_KEPT = { code: "SUCCESS", message: "成功" } as const;
