import type { z } from "zod";
import {
  ALIPAY_METHODS,
  type AlipayMethod,
  alipayAnswerName,
  alipayBillUrlRequest,
  alipayForm,
  alipayPaymentQueryRequest,
  alipayRefundQueryRequest,
  alipayRefundRequest,
  alipaySandboxPayRequest,
  alipayTransferQueryRequest,
  alipayTransferRequest,
} from "@/contracts/channel-api/alipay";
import type { Ask } from "../books/books";
import type { SandboxChannel } from "../channel";
import { answer, type Delivery, deliver, type HttpRequest } from "../http/exchange";
import { isSigned, signText, spoilSignature } from "../keys/signatures";
import type { Sandbox } from "../sandbox";
import { type Outcome, serveAct, serveInquiry } from "../serve-call";
import { toSignedText } from "./signed-form";
import { type AlipayBody, paymentBody, refuseAlipay, writeAlipayReply } from "./write-reply";

type Call = { readonly sandbox: Sandbox; readonly channel: SandboxChannel; readonly method: AlipayMethod };
type Said = { readonly outcome: Outcome; readonly body: (reply: Extract<Outcome, { kind: "REPLY" }>) => AlipayBody };

export const BILL_PATH = "/alipay-bills/";

/** `POST /gateway.do`, as Alipay's gateway speaks. */
export async function serveAlipay(sandbox: Sandbox, request: HttpRequest): Promise<Delivery> {
  const fields = new Map(new URLSearchParams(request.body));
  const form = alipayForm.safeParse(Object.fromEntries(fields));
  const appId = fields.get("app_id");
  const channel = [...sandbox.channels.values()].find(
    ({ style, merchantId }) => style === "alipay" && merchantId === appId,
  );
  if (channel === undefined)
    return deliver(answer(200, { error_response: refuseAlipay("40002", "isv.invalid-app-id", "") }));
  const refuse = (subCode: string, because: string) =>
    write({ channel, name: "error_response" }, refuseAlipay("40002", subCode, because), false);
  if (!form.success) return refuse("isv.invalid-parameter", form.error.issues[0]?.path.join(".") ?? "");
  const { method, timestamp, sign, biz_content } = form.data;
  if (!isSigned(toSignedText(fields, ["sign"]), sign, channel.keys.deskPublicKey))
    return refuse("isv.invalid-signature", "The signature is wrong.");
  const skewMs = Math.abs(sandbox.clock().getTime() - timestamp.getTime());
  if (sandbox.maxSkewMs !== null && skewMs > sandbox.maxSkewMs)
    return refuse("isv.invalid-timestamp", "The timestamp is too far from ours.");
  const call = { sandbox, channel, method };
  const said = await ANSWERS[method](call, readJson(biz_content));
  if ("code" in said) return write({ channel, name: alipayAnswerName(method) }, said, false);
  if (said.outcome.kind !== "REPLY") return { kind: said.outcome.kind };
  if (said.outcome.reply.kind === "HTTP_500") return deliver(answer(502, "Bad Gateway"));
  return write({ channel, name: alipayAnswerName(method) }, said.body(said.outcome), said.outcome.isBadlySigned);
}

type Answerer = (call: Call, content: unknown) => Promise<AlipayBody | Said>;

const ANSWERS = {
  [ALIPAY_METHODS.refund]: act(alipayRefundRequest, "REFUND", (channel, read) => {
    const { out_trade_no: orderNo = null, trade_no: tradeNo = null, out_request_no: outNo } = read;
    const named = { channel, outNo, orderNo, tradeNo, orderMinor: null };
    return { kind: "REFUND", ...named, amountMinor: read.refund_amount, reason: read.refund_reason ?? "", fails: null };
  }),
  [ALIPAY_METHODS.transfer]: act(alipayTransferRequest, "TRANSFER", (channel, read) => {
    const { identity: accountNo, name: holder, bankcard_ext_info } = read.payee_info;
    const payee = { holder, bank: bankcard_ext_info?.inst_name ?? "", accountNo };
    const what = { outNo: read.out_biz_no, amountMinor: read.trans_amount, reason: read.order_title };
    return { kind: "TRANSFER", channel, ...what, payee, fails: null };
  }),
  [ALIPAY_METHODS.sandboxPay]: act(alipaySandboxPayRequest, "REFUND", (channel, read) => {
    const { out_trade_no: outNo, total_amount: amountMinor, send_pay_date: paidAt = null } = read;
    return { kind: "PAY", channel, outNo, amountMinor, paidAt };
  }),
  [ALIPAY_METHODS.refundQuery]: ask(alipayRefundQueryRequest, "REFUND", (read) => read.out_request_no),
  [ALIPAY_METHODS.transferQuery]: ask(alipayTransferQueryRequest, "TRANSFER", (read) => read.out_biz_no),
  [ALIPAY_METHODS.paymentQuery]: async ({ sandbox, channel }, content) => {
    const read = alipayPaymentQueryRequest.safeParse(content);
    const { out_trade_no = null, trade_no = null } = read.success ? read.data : {};
    const order = await sandbox.clerk.findOrder(channel.code, out_trade_no, trade_no);
    return order === null ? refuseAlipay("40004", "ACQ.TRADE_NOT_EXIST", "") : paymentBody(order);
  },
  [ALIPAY_METHODS.billUrl]: async ({ sandbox, channel }, content) => {
    const read = alipayBillUrlRequest.safeParse(content);
    if (!read.success) return unreadable(read.error);
    const bill = await sandbox.bills.announce(sandbox, channel, read.data.bill_date);
    if (bill === null) return refuseAlipay("40004", "isp.bill_not_exist", "Nothing happened on that day.");
    const address = `${sandbox.address()}${BILL_PATH}${channel.code}/${bill.token}`;
    return { code: "10000", msg: "Success", bill_download_url: address };
  },
} as const satisfies Record<AlipayMethod, Answerer>;

function act<T>(
  schema: z.ZodType<T>,
  operation: "REFUND" | "TRANSFER",
  toAsk: (channel: string, read: T) => Ask,
): Answerer {
  return async ({ sandbox, channel }, content) => {
    const read = schema.safeParse(content);
    if (!read.success) return unreadable(read.error);
    const wanted = toAsk(channel.code, read.data);
    if (wanted.amountMinor <= 0n) return refuseAlipay("40004", "ACQ.INVALID_PARAMETER", "The amount must be positive.");
    if (wanted.kind === "REFUND" && wanted.orderNo === null && wanted.tradeNo === null)
      return refuseAlipay("40004", "ACQ.INVALID_PARAMETER", "One of out_trade_no and trade_no is needed.");
    const outcome = await serveAct(sandbox, wanted);
    return { outcome, body: ({ reply }) => writeAlipayReply(reply, { operation, isInquiry: false }) };
  };
}

function ask<T>(schema: z.ZodType<T>, operation: "REFUND" | "TRANSFER", outNoOf: (read: T) => string): Answerer {
  return async ({ sandbox, channel }, content) => {
    const read = schema.safeParse(content);
    if (!read.success) return unreadable(read.error);
    const outcome = await serveInquiry(sandbox, { channel: channel.code, operation, outNo: outNoOf(read.data) });
    return { outcome, body: ({ reply }) => writeAlipayReply(reply, { operation, isInquiry: true }) };
  };
}

function unreadable(error: z.ZodError): AlipayBody {
  const [issue] = error.issues;
  return refuseAlipay("40002", "isv.invalid-parameter", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

async function write(
  { channel, name }: { readonly channel: SandboxChannel; readonly name: string },
  body: AlipayBody,
  isForged: boolean,
): Promise<Delivery> {
  // The signature goes over these very bytes.
  const text = JSON.stringify(body);
  const signature = await signText(text, channel.keys.channelPrivateKey);
  const sign = isForged ? spoilSignature(signature) : signature;
  return deliver(answer(200, `{"${name}":${text},"sign":"${sign}"}`));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schemas say that it is no object.
    return null;
  }
}

/** The file behind an address that the gateway gave. It is not signed. */
export function serveAlipayBill(sandbox: Sandbox, { path }: HttpRequest): Delivery {
  const [code = "", token = ""] = path.slice(BILL_PATH.length).split("/");
  const channel = sandbox.channels.get(code);
  const file = channel === undefined ? null : sandbox.bills.fetch(channel, token);
  if (file === null) return deliver(answer(404, { message: "Ask the gateway for the address anew." }));
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${file.fileName}"`,
  };
  return deliver({ status: 200, headers, body: file.bytes });
}
