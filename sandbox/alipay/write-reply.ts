import { toYuanWire } from "@/contracts/channel-api/amounts";
import { toBeijingWire } from "@/contracts/channel-api/times";
import type { Order, RefusalCode } from "../books/books";
import type { Telling } from "../books/telling";
import type { Reply } from "../serve-call";

/** The object within an answer. */
export type AlipayBody = { readonly code: string; readonly msg: string } & Readonly<Record<string, unknown>>;

const OK = { code: "10000", msg: "Success" } as const;

type SubCodes = { readonly REFUND: string; readonly TRANSFER: string };
const REFUSALS = {
  OTHER_BODY: both("ACQ.DISCORDANT_REPEAT_REQUEST", "PAYMENT_INFO_INCONSISTENCY"),
  ORDER_UNKNOWN: both("ACQ.TRADE_NOT_EXIST", "ORDER_NOT_EXIST"),
  ORDER_DIFFERS: both("ACQ.TRADE_NOT_EXIST", "ORDER_NOT_EXIST"),
  PAST_WINDOW: both("ACQ.TRADE_HAS_FINISHED", "INVALID_PARAMETER"),
  TOO_MANY_REFUNDS: both("ACQ.REFUND_AMT_RESTRICTION", "INVALID_PARAMETER"),
  TOO_SOON: both("isv.app-call-limited", "isv.app-call-limited"),
  OVER_REFUND: both("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "INVALID_PARAMETER"),
  NOT_ENOUGH: both("ACQ.SELLER_BALANCE_NOT_ENOUGH", "PAYER_BALANCE_NOT_ENOUGH"),
} as const satisfies Record<RefusalCode, SubCodes>;

function both(refund: string, transfer: string): SubCodes {
  return { REFUND: refund, TRANSFER: transfer };
}

export function refuseAlipay(code: string, subCode: string, subMsg: string): AlipayBody {
  return {
    code,
    msg: code === "20000" ? "Service Currently Unavailable" : "Business Failed",
    sub_code: subCode,
    sub_msg: subMsg,
  };
}

export function writeAlipayReply(
  reply: Reply,
  { operation, isInquiry }: { readonly operation: "REFUND" | "TRANSFER"; readonly isInquiry: boolean },
): AlipayBody {
  switch (reply.kind) {
    case "REFUSED": {
      const code = reply.code === "TOO_SOON" ? "40005" : "40004";
      return refuseAlipay(code, REFUSALS[reply.code][operation], `The sandbox refuses: ${reply.code}.`);
    }
    case "NOT_FOUND":
      // A refund that is not known is answered as a success without any field.
      if (operation === "REFUND" && isInquiry) return OK;
      return refuseAlipay("40004", REFUSALS.ORDER_UNKNOWN[operation], "There is no such record.");
    case "RATE_LIMIT":
      return refuseAlipay("40005", "isv.app-call-limited", "Too many requests.");
    case "SYSTEM_ERROR":
      return refuseAlipay("40004", operation === "REFUND" ? "ACQ.SYSTEM_ERROR" : "SYSTEM_ERROR", "The system is busy.");
    case "HTTP_500":
      return refuseAlipay("20000", "isp.unknow-error", "Bad Gateway");
    case "PAID":
      return paymentBody(reply.order);
    case "TOLD":
      if (reply.intention.operation === "REFUND") return isInquiry ? refundState(reply) : refundBody(reply);
      return isInquiry ? transferState(reply) : transferBody(reply);
  }
}

type Told = Extract<Reply, { kind: "TOLD" }>;

function refundBody({ intention, telling, order }: Told): AlipayBody {
  const isDone = telling.state === "SUCCEEDED" || telling.state === "BOUNCED";
  // Its refund_fee adds up all refunds of the payment.
  const sumMinor = order?.refundedMinor ?? telling.amountMinor;
  return {
    ...OK,
    ...numbersOf(intention),
    buyer_logon_id: "138****0000",
    fund_change: isDone ? "Y" : "N",
    refund_fee: toYuanWire(sumMinor),
    ...(isDone
      ? { send_back_fee: toYuanWire(telling.amountMinor), gmt_refund_pay: toBeijingWire(telling.happenedAt) }
      : {}),
  };
}

export function numbersOf({ tradeNo, orderNo }: Told["intention"]) {
  return { trade_no: tradeNo ?? "", out_trade_no: orderNo ?? "" };
}

function refundState({ intention, telling, order }: Told): AlipayBody {
  const status = { SUCCEEDED: "REFUND_SUCCESS", BOUNCED: "REFUND_SUCCESS", FAILED: "REFUND_FAIL", PROCESSING: null };
  const refund_status = status[telling.state];
  return {
    ...OK,
    ...numbersOf(intention),
    out_request_no: intention.outNo,
    refund_amount: toYuanWire(telling.amountMinor),
    ...(order?.paidMinor == null ? {} : { total_amount: toYuanWire(order.paidMinor) }),
    ...(refund_status === null ? {} : { refund_status }),
    ...(telling.state === "SUCCEEDED" ? { gmt_refund_pay: toBeijingWire(telling.happenedAt) } : {}),
    ...errorOf(telling),
  };
}

export function alipayTransferStatus({ state }: Telling): "SUCCESS" | "DEALING" | "FAIL" | "REFUND" {
  return ({ SUCCEEDED: "SUCCESS", PROCESSING: "DEALING", FAILED: "FAIL", BOUNCED: "REFUND" } as const)[state];
}

export function errorOf({ state, code }: Telling): { error_code?: string; fail_reason?: string } {
  if (code === null || (state !== "FAILED" && state !== "BOUNCED")) return {};
  return { error_code: code, fail_reason: `The sandbox failed it: ${code}.` };
}

function transferBody({ intention, telling }: Told): AlipayBody {
  const status = alipayTransferStatus(telling);
  const { outNo: out_biz_no, channelNo: order_id } = intention;
  const trans_amount = toYuanWire(telling.amountMinor);
  const trans_date = toBeijingWire(telling.happenedAt);
  return { ...OK, out_biz_no, order_id, status, trans_amount, trans_date, ...errorOf(telling) };
}

function transferState({ intention, telling }: Told): AlipayBody {
  const { outNo, channelNo } = intention;
  return {
    ...OK,
    out_biz_no: outNo,
    order_id: channelNo,
    trans_amount: toYuanWire(telling.amountMinor),
    status: alipayTransferStatus(telling),
    ...(telling.state === "SUCCEEDED" ? { pay_date: toBeijingWire(telling.happenedAt) } : {}),
    ...errorOf(telling),
    ...payeeOf(intention),
  };
}

export function payeeOf({ payee }: Told["intention"]) {
  if (payee === null) return {};
  const bankcard_ext_info = { inst_name: payee.bank, account_type: "1" };
  const info = { identity_type: "BANKCARD_ACCOUNT", identity: payee.accountNo, name: payee.holder, bankcard_ext_info };
  return { payee_info: info };
}

export function paymentBody(order: Order): AlipayBody {
  const isAllBack = order.paidMinor !== null && order.refundedMinor === order.paidMinor;
  return {
    ...OK,
    trade_no: order.tradeNo,
    out_trade_no: order.orderNo,
    trade_status: isAllBack ? "TRADE_CLOSED" : "TRADE_SUCCESS",
    total_amount: toYuanWire(order.paidMinor ?? order.refundedMinor),
    send_pay_date: toBeijingWire(order.paidAt),
  };
}
