import { ALIPAY_NOTICE_METHODS } from "@/contracts/channel-api/alipay";
import { toFenWire, toYuanWire } from "@/contracts/channel-api/amounts";
import { toBeijingWire, toRfc3339Wire } from "@/contracts/channel-api/times";
import { toSignedText } from "../alipay/signed-form";
import { alipayTransferStatus, errorOf, numbersOf, payeeOf } from "../alipay/write-reply";
import type { Intention, Order } from "../books/books";
import type { Telling } from "../books/telling";
import type { SandboxChannel } from "../channel";
import { signText, spoilSignature } from "../keys/signatures";
import { sealResource } from "../wechat/seal";
import { failReason, refundFields, tellsBounces, wechatRefundStatus, wechatTransferState } from "../wechat/write-reply";
import { signHeaders } from "../wechat/write-signed";

export type CallbackContent = {
  readonly eventId: string;
  readonly intention: Intention;
  readonly order: Order | null;
  readonly telling: Telling;
  readonly signedAt: Date;
  readonly isForged: boolean;
};

export type CallbackRequest = { readonly headers: Record<string, string>; readonly body: string };

/** The callback in the channel's own style; null for what this style does not call about. */
export async function writeCallback(
  channel: SandboxChannel,
  content: CallbackContent,
): Promise<CallbackRequest | null> {
  if (content.telling.state === "PROCESSING") return null;
  return channel.style === "wechat" ? writeWechat(channel, content) : writeAlipay(channel, content);
}

async function writeWechat(channel: SandboxChannel, content: CallbackContent): Promise<CallbackRequest | null> {
  const { intention, order, telling, eventId, signedAt, isForged } = content;
  if (telling.state === "BOUNCED" && !tellsBounces(channel)) return null;
  const isRefund = intention.operation === "REFUND";
  const { merchantId } = channel;
  const resource = isRefund
    ? {
        mchid: merchantId,
        ...refundFields(intention, order?.paidMinor ?? null, telling),
        refund_status: wechatRefundStatus(telling),
        ...(telling.state === "SUCCEEDED" ? { success_time: toRfc3339Wire(telling.happenedAt) } : {}),
      }
    : transferResource(channel, intention, telling);
  const kind = isRefund ? "refund" : "mch_payment";
  const body = JSON.stringify({
    id: eventId,
    create_time: toRfc3339Wire(telling.happenedAt),
    event_type: isRefund ? `REFUND.${wechatRefundStatus(telling)}` : "MCHTRANSFER.BILL.FINISHED",
    resource_type: "encrypt-resource",
    summary: isRefund ? "退款结果" : "转账结果",
    resource: {
      ...sealResource(JSON.stringify(resource), channel.keys.apiV3Key, eventId, kind),
      original_type: kind,
    },
  });
  const signature = await signHeaders(channel, body, signedAt, isForged);
  return { headers: { "content-type": "application/json", ...signature }, body };
}

function transferResource(channel: SandboxChannel, intention: Intention, telling: Telling) {
  const { outNo, channelNo, payee, acceptedAt } = intention;
  return {
    mch_id: channel.merchantId,
    out_bill_no: outNo,
    transfer_bill_no: channelNo,
    state: wechatTransferState(channel, telling),
    transfer_amount: toFenWire(telling.amountMinor),
    create_time: toRfc3339Wire(acceptedAt),
    update_time: toRfc3339Wire(telling.happenedAt),
    ...failReason(channel, telling),
    ...(payee === null
      ? {}
      : { bank_account: { account_name: payee.holder, account_number: payee.accountNo, account_bank: payee.bank } }),
  };
}

async function writeAlipay(channel: SandboxChannel, content: CallbackContent): Promise<CallbackRequest> {
  const { intention, telling, eventId, signedAt, isForged } = content;
  const isRefund = intention.operation === "REFUND";
  const fields = new Map([
    ["notify_id", eventId],
    ["utc_timestamp", `${signedAt.getTime()}`],
    ["msg_method", isRefund ? ALIPAY_NOTICE_METHODS.refund : ALIPAY_NOTICE_METHODS.transfer],
    ["app_id", channel.merchantId],
    ["version", "1.1"],
    ["charset", "UTF-8"],
    ["biz_content", JSON.stringify(isRefund ? refundContent(intention, telling) : transferContent(intention, telling))],
    ["sign_type", "RSA2"],
  ]);
  const signature = await signText(toSignedText(fields, ["sign", "sign_type"]), channel.keys.channelPrivateKey);
  fields.set("sign", isForged ? spoilSignature(signature) : signature);
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return { headers, body: new URLSearchParams([...fields]).toString() };
}

function refundContent(intention: Intention, telling: Telling) {
  const isDone = telling.state === "SUCCEEDED";
  return {
    ...numbersOf(intention),
    out_request_no: intention.outNo,
    dback_status: isDone ? "S" : "F",
    dback_amount: toYuanWire(telling.amountMinor),
    ...(isDone ? { bank_ack_time: toBeijingWire(telling.happenedAt) } : {}),
    ...errorOf(telling),
  };
}

function transferContent(intention: Intention, telling: Telling) {
  const isDone = telling.state === "SUCCEEDED";
  return {
    out_biz_no: intention.outNo,
    order_id: intention.channelNo,
    product_code: "TRANS_BANKCARD_NO_PWD",
    biz_scene: "DIRECT_TRANSFER",
    trans_amount: toYuanWire(telling.amountMinor),
    status: alipayTransferStatus(telling),
    ...(isDone ? { pay_date: toBeijingWire(telling.happenedAt) } : {}),
    ...errorOf(telling),
    ...payeeOf(intention),
  };
}
