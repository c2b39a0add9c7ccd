import { createHash } from "node:crypto";
import { WECHAT_PATHS } from "@/contracts/channel-api/wechat";
import type { Operation } from "../books/books";
import type { SandboxChannel } from "../channel";
import { answer, type Delivery, deliver, type HttpRequest } from "../http/exchange";
import type { Sandbox } from "../sandbox";
import { type Outcome, serveAct, serveInquiry } from "../serve-call";
import { readBillDay } from "../statements/statement-line";
import { type AskReading, readPay, readRefund, readTransfer } from "./read-ask";
import { readSigner } from "./verify-request";
import { paymentBody, refuseWechat, type WechatReply, writeWechatReply } from "./write-reply";
import { answerSigned } from "./write-signed";

type Call = { readonly sandbox: Sandbox; readonly channel: SandboxChannel; readonly request: HttpRequest };

const ACTS: ReadonlyMap<string, (channel: SandboxChannel, body: string) => AskReading> = new Map([
  [WECHAT_PATHS.refund, readRefund],
  [WECHAT_PATHS.transfer, readTransfer],
  [WECHAT_PATHS.sandboxPay, readPay],
]);
/** Question marks and values stand behind these. */
const REFUND_QUERY = WECHAT_PATHS.refundQuery("");
const TRANSFER_QUERY = WECHAT_PATHS.transferQuery("");
const PAYMENT_QUERY = pathOf(WECHAT_PATHS.paymentQuery("", ""));
const TRADE_BILL = pathOf(WECHAT_PATHS.tradeBill(""));
const BILL_FILE = "/v3/sandbox/bill-file";

/** Everything under `/v3/`, as WeChat Pay's API v3 speaks. */
export async function serveWechat(sandbox: Sandbox, request: HttpRequest): Promise<Delivery> {
  const signer = readSigner(sandbox, request);
  if (!signer.ok) {
    const refusal = refuseWechat(401, "SIGN_ERROR", signer.because);
    if (signer.channel === null) return deliver(answer(refusal.status, refusal.body));
    return deliver(await answerSigned(signer.channel, refusal, sandbox.clock()));
  }
  const call = { sandbox, channel: signer.channel, request };
  const { path, method } = request;
  if (method === "POST") return serveAsk(call);
  if (path.startsWith(REFUND_QUERY)) return serveQuestion(call, "REFUND", path.slice(REFUND_QUERY.length));
  if (path.startsWith(TRANSFER_QUERY)) return serveQuestion(call, "TRANSFER", path.slice(TRANSFER_QUERY.length));
  if (path.startsWith(PAYMENT_QUERY)) return servePayment(call, decodeURIComponent(path.slice(PAYMENT_QUERY.length)));
  if (path === TRADE_BILL) return serveBillAddress(call);
  if (path === BILL_FILE) return serveBill(call);
  return say(call, refuseWechat(404, "RESOURCE_NOT_EXISTS", "There is no such interface."));
}

async function serveAsk(call: Call): Promise<Delivery> {
  const read = ACTS.get(call.request.path);
  if (read === undefined) return say(call, refuseWechat(404, "RESOURCE_NOT_EXISTS", "There is no such interface."));
  const reading = read(call.channel, call.request.body);
  if (!reading.ok) return say(call, refuseWechat(400, "PARAM_ERROR", reading.because));
  return sayOutcome(call, await serveAct(call.sandbox, reading.ask), false);
}

async function serveQuestion(call: Call, operation: Operation, outNo: string): Promise<Delivery> {
  const asked = { channel: call.channel.code, operation, outNo: decodeURIComponent(outNo) };
  return sayOutcome(call, await serveInquiry(call.sandbox, asked), true);
}

async function servePayment(call: Call, orderNo: string): Promise<Delivery> {
  const order = await call.sandbox.clerk.findOrder(call.channel.code, orderNo, null);
  if (order === null) return say(call, refuseWechat(404, "ORDER_NOT_EXIST", "There is no such order."));
  return say(call, { status: 200, body: paymentBody(call.channel, orderNo, { order }) });
}

async function serveBillAddress(call: Call): Promise<Delivery> {
  const day = readBillDay(call.request.query.get("bill_date"));
  if (day === null) return say(call, refuseWechat(400, "PARAM_ERROR", "bill_date is a day, YYYY-MM-DD."));
  const bill = await call.sandbox.bills.announce(call.sandbox, call.channel, day);
  if (bill === null) return say(call, refuseWechat(400, "NO_STATEMENT_EXIST", "Nothing happened on that day."));
  const hash_value = createHash("sha1").update(bill.file.bytes).digest("hex");
  const download_url = `${call.sandbox.address()}${BILL_FILE}?token=${bill.token}`;
  return say(call, { status: 200, body: { hash_type: "SHA1", hash_value, download_url } });
}

async function serveBill(call: Call): Promise<Delivery> {
  const file = call.sandbox.bills.fetch(call.channel, call.request.query.get("token") ?? "");
  if (file === null) return say(call, refuseWechat(400, "NO_STATEMENT_EXIST", "Ask for the bill's address anew."));
  const headers = {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${file.fileName}"`,
  };
  return deliver({ status: 200, headers, body: file.bytes });
}

async function sayOutcome(call: Call, outcome: Outcome, isInquiry: boolean): Promise<Delivery> {
  if (outcome.kind !== "REPLY") return { kind: outcome.kind };
  const reply = writeWechatReply(call.channel, outcome.reply, isInquiry);
  // What answers a 5xx is a gateway in between, which signs nothing.
  if (outcome.reply.kind === "HTTP_500") return deliver(answer(reply.status, reply.body));
  return say(call, reply, outcome.isBadlySigned);
}

async function say({ channel, sandbox }: Call, reply: WechatReply, isForged = false): Promise<Delivery> {
  return deliver(await answerSigned(channel, reply, sandbox.clock(), isForged));
}

function pathOf(target: string): string {
  return target.split("?")[0] ?? target;
}
