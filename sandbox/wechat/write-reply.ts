import { toFenWire } from "@/contracts/channel-api/amounts";
import { toRfc3339Wire } from "@/contracts/channel-api/times";
import type { Intention, Payee, RefusalCode } from "../books/books";
import type { Telling } from "../books/telling";
import type { SandboxChannel } from "../channel";
import type { Reply } from "../serve-call";
import { sealField } from "./seal";

export type WechatReply = { readonly status: number; readonly body: unknown };

const REFUSALS = {
  OTHER_BODY: [400, "INVALID_REQUEST", "The same number came before with another content."],
  ORDER_UNKNOWN: [404, "RESOURCE_NOT_EXISTS", "There is no such order."],
  ORDER_DIFFERS: [400, "PARAM_ERROR", "The total is not what was paid."],
  PAST_WINDOW: [400, "TRADE_OVERDUE", "The order is too old to be refunded."],
  TOO_MANY_REFUNDS: [400, "PARAM_ERROR", "The order has had as many refunds as there may be."],
  TOO_SOON: [429, "FREQUENCY_LIMITED", "The order had a refund within the last minute."],
  OVER_REFUND: [400, "PARAM_ERROR", "Refunds would exceed what was paid."],
  NOT_ENOUGH: [403, "NOT_ENOUGH", "The balance is not enough."],
} as const satisfies Record<RefusalCode, readonly [status: number, code: string, message: string]>;

export function refuseWechat(status: number, code: string, message: string): WechatReply {
  return { status, body: { code, message } };
}

export function writeWechatReply(channel: SandboxChannel, reply: Reply, isInquiry: boolean): WechatReply {
  switch (reply.kind) {
    case "REFUSED": {
      const [status, code, message] = REFUSALS[reply.code];
      return refuseWechat(status, code, message);
    }
    case "NOT_FOUND":
      return refuseWechat(404, isInquiry ? "NOT_FOUND" : "RESOURCE_NOT_EXISTS", "There is no such record.");
    case "RATE_LIMIT":
      return refuseWechat(429, "FREQUENCY_LIMITED", "Too many requests.");
    case "SYSTEM_ERROR":
      return refuseWechat(500, "SYSTEM_ERROR", "The system is busy; ask with the same number.");
    case "HTTP_500":
      return { status: 502, body: "<html>Bad Gateway</html>" };
    case "PAID":
      return { status: 200, body: paymentBody(channel, reply.order.orderNo, reply) };
    case "TOLD":
      return {
        status: 200,
        body: reply.intention.operation === "REFUND" ? refundBody(reply) : transferBody(channel, reply, isInquiry),
      };
  }
}

type Told = Extract<Reply, { kind: "TOLD" }>;

export function wechatRefundStatus({ state, fault }: Telling): "SUCCESS" | "CLOSED" | "PROCESSING" | "ABNORMAL" {
  if (state === "PROCESSING") return "PROCESSING";
  if (state === "FAILED") return fault === "PAYEE" ? "ABNORMAL" : "CLOSED";
  return "SUCCESS";
}

/** What every saying of a refund holds: answers and callbacks alike. */
export function refundFields(intention: Intention, paidMinor: bigint | null, { amountMinor }: Telling) {
  const { channelNo, outNo, tradeNo, orderNo } = intention;
  return {
    refund_id: channelNo,
    out_refund_no: outNo,
    transaction_id: tradeNo ?? "",
    out_trade_no: orderNo ?? "",
    user_received_account: "支付用户零钱",
    amount: { total: toFenWire(paidMinor ?? intention.amountMinor), refund: toFenWire(amountMinor), currency: "CNY" },
  };
}

function refundBody({ intention, telling, order }: Told) {
  const isDone = telling.state === "SUCCEEDED";
  return {
    ...refundFields(intention, order?.paidMinor ?? null, telling),
    channel: "ORIGINAL",
    create_time: toRfc3339Wire(intention.acceptedAt),
    status: wechatRefundStatus(telling),
    ...(isDone ? { success_time: toRfc3339Wire(telling.happenedAt) } : {}),
  };
}

/** Whether it says by itself that a transfer has come back: a bank does, WeChat Pay leaves it to the bank's statement. */
export function tellsBounces({ format }: SandboxChannel): boolean {
  return format === "unionpay-zm";
}

/** A transfer that came back stays a success where the channel does not tell of it. */
export function wechatTransferState(channel: SandboxChannel, { state }: Telling): "PROCESSING" | "SUCCESS" | "FAIL" {
  if (state === "PROCESSING") return "PROCESSING";
  return state === "FAILED" || (state === "BOUNCED" && tellsBounces(channel)) ? "FAIL" : "SUCCESS";
}

export function failReason(channel: SandboxChannel, { state, code }: Telling): { fail_reason?: string } {
  if (state === "BOUNCED" && tellsBounces(channel)) return { fail_reason: "RETURNED_BY_BANK" };
  return state === "FAILED" && code !== null ? { fail_reason: code } : {};
}

function transferBody(channel: SandboxChannel, { intention, telling }: Told, isInquiry: boolean) {
  const { outNo, channelNo, acceptedAt, payee, reason } = intention;
  const answer = {
    out_bill_no: outNo,
    transfer_bill_no: channelNo,
    create_time: toRfc3339Wire(acceptedAt),
    state: wechatTransferState(channel, telling),
    transfer_amount: toFenWire(telling.amountMinor),
    update_time: toRfc3339Wire(telling.happenedAt),
    ...failReason(channel, telling),
  };
  if (!isInquiry) return answer;
  return {
    ...answer,
    mch_id: channel.merchantId,
    transfer_remark: reason,
    ...(payee === null ? {} : { bank_account: sealedPayee(channel, payee) }),
  };
}

function sealedPayee({ keys }: SandboxChannel, { holder, bank, accountNo }: Payee) {
  return {
    account_name: sealField(holder, keys.deskPublicKey),
    account_number: sealField(accountNo, keys.deskPublicKey),
    account_bank: bank,
  };
}

export function paymentBody(
  { merchantId }: SandboxChannel,
  orderNo: string,
  { order }: { readonly order: Extract<Reply, { kind: "PAID" }>["order"] | null },
) {
  if (order === null) return { mchid: merchantId, out_trade_no: orderNo, trade_state: "NOTPAY" };
  return {
    mchid: merchantId,
    out_trade_no: order.orderNo,
    transaction_id: order.tradeNo,
    trade_state: order.refundedMinor > 0n ? "REFUND" : "SUCCESS",
    success_time: toRfc3339Wire(order.paidAt),
    ...(order.paidMinor === null ? {} : { amount: { total: toFenWire(order.paidMinor), currency: "CNY" } }),
  };
}
