import "server-only";
import type { z } from "zod";
import { toFenWire } from "@/contracts/channel-api/amounts";
import {
  WECHAT_NOTICE_KEPT,
  WECHAT_PATHS,
  type wechatBankAccount,
  wechatPayment,
  wechatRefund,
  wechatTransfer,
  wechatTransferAnswer,
} from "@/contracts/channel-api/wechat";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { invariant } from "@/core/result";
import { callWechat, type WechatAccess, type WechatReply } from "./call-wechat";
import type { ChannelClient, Payee, RefundInstruction, TransferInstruction } from "./channel-client";
import type { ChannelAnswer, InquirySubject } from "./channel-inquiry";
import { doubt, judgeCode } from "./channel-verdict";
import { downloadWechatBill } from "./download-wechat-bill";
import {
  failTransfer,
  type PlainAccount,
  readWechatPayment,
  readWechatRefund,
  readWechatTransfer,
} from "./read-wechat";
import { readWechatNotice } from "./read-wechat-notice";
import { openField, sealField } from "./seal-field";
import { WECHAT_RETURNED, WECHAT_SEND_CODES, WECHAT_UNKNOWN_CODES } from "./wechat-codes";
import { believeFinal, clip, laterUnlessSent, ownNoOf, refuseAsset, speaksOf, toInquiryAnswer } from "./weigh-answer";

/** 80 bytes, of which a Chinese character takes three. */
const MAX_REASON_CHARACTERS = 26;
const MAX_REMARK_CHARACTERS = 32;

/** A channel in the style of WeChat Pay v3. Banks may speak it too, with keys of their own. */
export function makeWechatClient(access: WechatAccess): ChannelClient {
  return {
    refund: async (instruction) => laterUnlessSent(await refund(access, instruction)),
    transfer: async (instruction) => laterUnlessSent(await transfer(access, instruction)),
    askRefund: (outNo) => askRefund(access, outNo),
    askTransfer: (outNo) => askTransfer(access, outNo),
    ask: (subject) => ask(access, subject),
    readNotice: async (request) => readWechatNotice(access, request),
    downloadBill: (day) => downloadWechatBill(access, day),
    thankForNotice: () => Response.json(WECHAT_NOTICE_KEPT),
  };
}

async function refund(access: WechatAccess, instruction: RefundInstruction): Promise<ChannelOutcome> {
  const { outNo, orderNo, orderMinor, amountMinor, asset, reason } = instruction;
  const refused = refuseAsset(asset);
  if (refused) return refused;
  const body = JSON.stringify({
    out_trade_no: orderNo,
    out_refund_no: outNo,
    reason: clip(reason, MAX_REASON_CHARACTERS) || undefined,
    notify_url: access.notifyUrl ?? undefined,
    amount: { refund: toFenWire(amountMinor), total: toFenWire(orderMinor), currency: "CNY" },
  });
  const reply = await callWechat(access, { method: "POST", path: WECHAT_PATHS.refund, body }, wechatRefund);
  if (reply.kind !== "SAID") return judgeSending(reply);
  return speaksOf(outNo, reply.content.out_refund_no, readWechatRefund(reply.content));
}

async function transfer(access: WechatAccess, instruction: TransferInstruction): Promise<ChannelOutcome> {
  const { outNo, amountMinor, asset, payee, purpose } = instruction;
  const refused = refuseAsset(asset);
  if (refused) return refused;
  const body = JSON.stringify({
    appid: access.appId,
    out_bill_no: outNo,
    transfer_scene_id: access.transferSceneId,
    bank_account: sealPayee(access, payee),
    transfer_amount: toFenWire(amountMinor),
    transfer_remark: clip(purpose, MAX_REMARK_CHARACTERS),
    notify_url: access.notifyUrl ?? undefined,
  });
  const reply = await callWechat(access, { method: "POST", path: WECHAT_PATHS.transfer, body }, wechatTransferAnswer);
  if (reply.kind !== "SAID") return judgeSending(reply);
  if (reply.content.out_bill_no !== outNo) return speaksOf(outNo, reply.content.out_bill_no, { kind: "NOT_FOUND" });
  return readSentTransfer(access, reply.content);
}

/** Without an amount nothing counts as paid: where the answer to a transfer names none, it is asked for. */
async function readSentTransfer(
  access: WechatAccess,
  said: z.output<typeof wechatTransferAnswer>,
): Promise<ChannelOutcome> {
  const { out_bill_no, transfer_bill_no: channelNo, state, fail_reason, transfer_amount, update_time } = said;
  const underWay = { kind: "PROCESSING", channelNo } as const;
  if (state === "FAIL" && fail_reason !== WECHAT_RETURNED) return failTransfer(fail_reason);
  if (state !== "SUCCESS" && state !== "FAIL" && state !== "CANCELLED") return underWay;
  if (state === "SUCCESS" && transfer_amount !== undefined && update_time !== undefined) {
    return {
      kind: "SUCCEEDED",
      ...{ channelNo, amountMinor: transfer_amount, asset: "CNY", happenedAt: update_time },
    };
  }
  return believeFinal(await askTransfer(access, out_bill_no), underWay);
}

async function askRefund(access: WechatAccess, outNo: string): Promise<ChannelOutcome> {
  const path = WECHAT_PATHS.refundQuery(outNo);
  const reply = await callWechat(access, { method: "GET", path, body: "" }, wechatRefund);
  if (reply.kind !== "SAID") return judgeQuestion(reply);
  return speaksOf(outNo, reply.content.out_refund_no, readWechatRefund(reply.content));
}

async function askTransfer(access: WechatAccess, outNo: string): Promise<ChannelOutcome> {
  const path = WECHAT_PATHS.transferQuery(outNo);
  const reply = await callWechat(access, { method: "GET", path, body: "" }, wechatTransfer);
  if (reply.kind !== "SAID") return judgeQuestion(reply);
  const { mch_id, out_bill_no, bank_account } = reply.content;
  const payee = bank_account && openPayee(access, bank_account);
  if (mch_id !== access.merchantId) return doubt("ANSWER_MISFITS", "The answer speaks of another merchant's transfer.");
  if (payee === null) return doubt("ANSWER_UNREADABLE", "The payee in the answer was not sealed for us.");
  return speaksOf(outNo, out_bill_no, readWechatTransfer(reply.content, payee));
}

async function ask(access: WechatAccess, subject: InquirySubject): Promise<ChannelAnswer> {
  const ownNo = ownNoOf(subject);
  if (subject.itemKind === "REFUND") return toInquiryAnswer(await askRefund(access, ownNo));
  const path = WECHAT_PATHS.paymentQuery(ownNo, access.merchantId);
  const reply = await callWechat(access, { method: "GET", path, body: "" }, wechatPayment);
  if (reply.kind !== "SAID") return toInquiryAnswer(judgeQuestion(reply));
  const { mchid, out_trade_no } = reply.content;
  const answer = mchid === access.merchantId && out_trade_no === ownNo ? readWechatPayment(reply.content) : null;
  if (!answer)
    throw new Error(`The channel's answer about payment ${ownNo} speaks of another one, or is not complete.`);
  return answer;
}

type Unsaid = Exclude<WechatReply<never>, { kind: "SAID" }>;

function judgeSending(reply: Unsaid): ChannelOutcome {
  return reply.kind === "REFUSED" ? judgeCode(WECHAT_SEND_CODES, reply.code, reply.message) : reply;
}

/** That a question was turned away says nothing about the money. */
function judgeQuestion(reply: Unsaid): ChannelOutcome {
  if (reply.kind !== "REFUSED") return reply;
  return WECHAT_UNKNOWN_CODES.has(reply.code) ? { kind: "NOT_FOUND" } : doubt(reply.code, reply.message);
}

function sealPayee(
  { platformKeys }: WechatAccess,
  { holder, bank, accountNo }: Payee,
): z.output<typeof wechatBankAccount> {
  const [key] = platformKeys.values();
  invariant(key, "settings without a platform's key are refused");
  return { account_name: sealField(holder, key), account_number: sealField(accountNo, key), account_bank: bank };
}

/** Null when it was sealed for somebody else. */
function openPayee({ privateKey }: WechatAccess, sealed: z.output<typeof wechatBankAccount>): PlainAccount | null {
  const account_name = openField(sealed.account_name, privateKey);
  const account_number = openField(sealed.account_number, privateKey);
  if (account_name === null || account_number === null) return null;
  return { account_name, account_number, account_bank: sealed.account_bank };
}
