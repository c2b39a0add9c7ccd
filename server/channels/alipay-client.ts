import "server-only";
import type { z } from "zod";
import {
  ALIPAY_METHODS,
  ALIPAY_NOTICE_KEPT,
  ALIPAY_TRANSFER_PRODUCT,
  ALIPAY_TRANSFER_SCENE,
  alipayPayment,
  alipayRefund,
  alipayRefundState,
  alipayTransfer,
  alipayTransferState,
} from "@/contracts/channel-api/alipay";
import { toYuanWire } from "@/contracts/channel-api/amounts";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { ALIPAY_SEND_CODES, ALIPAY_UNKNOWN_CODES } from "./alipay-codes";
import { type AlipayAccess, type AlipayReply, callAlipay } from "./call-alipay";
import type { ChannelClient, RefundInstruction, TransferInstruction } from "./channel-client";
import type { ChannelAnswer, InquirySubject } from "./channel-inquiry";
import { doubt, judgeCode } from "./channel-verdict";
import { downloadAlipayBill } from "./download-alipay-bill";
import { readAlipayPayment, readAlipayRefund, readAlipayTransfer, succeed } from "./read-alipay";
import { readAlipayNotice } from "./read-alipay-notice";
import { believeFinal, clip, laterUnlessSent, ownNoOf, refuseAsset, speaksOf, toInquiryAnswer } from "./weigh-answer";

const MAX_REASON_CHARACTERS = 256;
const MAX_TITLE_CHARACTERS = 128;

/** A channel in the style of Alipay's open platform. */
export function makeAlipayClient(access: AlipayAccess): ChannelClient {
  return {
    refund: async (instruction) => laterUnlessSent(await refund(access, instruction)),
    transfer: async (instruction) => laterUnlessSent(await transfer(access, instruction)),
    askRefund: (outNo, orderNo) => askRefund(access, outNo, orderNo),
    askTransfer: (outNo) => askTransfer(access, outNo),
    ask: (subject) => ask(access, subject),
    readNotice: async (request) => readAlipayNotice(access, request),
    downloadBill: (day) => downloadAlipayBill(access, day),
    thankForNotice: () => new Response(ALIPAY_NOTICE_KEPT, { headers: { "Content-Type": "text/plain" } }),
  };
}

async function refund(access: AlipayAccess, instruction: RefundInstruction): Promise<ChannelOutcome> {
  const { outNo, orderNo, amountMinor, asset, reason } = instruction;
  const refused = refuseAsset(asset);
  if (refused) return refused;
  const content = {
    out_trade_no: orderNo,
    out_request_no: outNo,
    refund_amount: toYuanWire(amountMinor),
    refund_reason: clip(reason, MAX_REASON_CHARACTERS) || undefined,
  };
  const reply = await callAlipay(access, ALIPAY_METHODS.refund, content, alipayRefund);
  if (reply.kind !== "SAID") return judgeSending(reply);
  return speaksOf(orderNo, reply.content.out_trade_no, await readSentRefund(access, instruction, reply.content));
}

/** The sum that the answer gives is of all refunds of the payment: without this one's own amount it is asked for. */
async function readSentRefund(
  access: AlipayAccess,
  { outNo, orderNo }: RefundInstruction,
  { trade_no, fund_change, send_back_fee, gmt_refund_pay }: z.output<typeof alipayRefund>,
): Promise<ChannelOutcome> {
  const underWay = { kind: "PROCESSING", channelNo: trade_no } as const;
  if (fund_change !== "Y") return underWay;
  if (send_back_fee !== undefined) return succeed(trade_no, send_back_fee, gmt_refund_pay ?? access.now());
  return believeFinal(await askRefund(access, outNo, orderNo), underWay);
}

async function transfer(access: AlipayAccess, instruction: TransferInstruction): Promise<ChannelOutcome> {
  const { outNo, amountMinor, asset, payee, purpose } = instruction;
  const refused = refuseAsset(asset);
  if (refused) return refused;
  const content = {
    out_biz_no: outNo,
    trans_amount: toYuanWire(amountMinor),
    product_code: ALIPAY_TRANSFER_PRODUCT,
    biz_scene: ALIPAY_TRANSFER_SCENE,
    order_title: clip(purpose, MAX_TITLE_CHARACTERS),
    payee_info: {
      identity_type: "BANKCARD_ACCOUNT",
      identity: payee.accountNo,
      name: payee.holder,
      bankcard_ext_info: { inst_name: payee.bank, account_type: "2" },
    },
  };
  const reply = await callAlipay(access, ALIPAY_METHODS.transfer, content, alipayTransfer);
  if (reply.kind !== "SAID") return judgeSending(reply);
  const { out_biz_no, order_id, status, trans_amount, trans_date } = reply.content;
  if (out_biz_no !== outNo) return speaksOf(outNo, out_biz_no, { kind: "NOT_FOUND" });
  const underWay = { kind: "PROCESSING", channelNo: order_id } as const;
  if (status === "WAIT_PAY" || status === "DEALING") return underWay;
  if (status === "SUCCESS" && trans_amount !== undefined) {
    return succeed(order_id, trans_amount, trans_date ?? access.now());
  }
  // How it ended, and with which amount, stands in the answer to a question.
  return believeFinal(await askTransfer(access, outNo), underWay);
}

async function askRefund(access: AlipayAccess, outNo: string, orderNo: string): Promise<ChannelOutcome> {
  const content = { out_trade_no: orderNo, out_request_no: outNo, query_options: ["gmt_refund_pay"] };
  const reply = await callAlipay(access, ALIPAY_METHODS.refundQuery, content, alipayRefundState);
  if (reply.kind !== "SAID") return judgeQuestion(reply);
  const outcome = readAlipayRefund(reply.content, access.now());
  return outcome.kind === "NOT_FOUND" ? outcome : speaksOf(outNo, reply.content.out_request_no, outcome);
}

async function askTransfer(access: AlipayAccess, outNo: string): Promise<ChannelOutcome> {
  const content = { out_biz_no: outNo, product_code: ALIPAY_TRANSFER_PRODUCT, biz_scene: ALIPAY_TRANSFER_SCENE };
  const reply = await callAlipay(access, ALIPAY_METHODS.transferQuery, content, alipayTransferState);
  if (reply.kind !== "SAID") return judgeQuestion(reply);
  return speaksOf(outNo, reply.content.out_biz_no, readAlipayTransfer(reply.content, access.now()));
}

async function ask(access: AlipayAccess, subject: InquirySubject): Promise<ChannelAnswer> {
  const ownNo = ownNoOf(subject);
  if (subject.itemKind === "REFUND") return toInquiryAnswer(await askAboutRefund(access, ownNo, subject.orderNo));
  const reply = await callAlipay(access, ALIPAY_METHODS.paymentQuery, { out_trade_no: ownNo }, alipayPayment);
  if (reply.kind !== "SAID") return toInquiryAnswer(judgeQuestion(reply));
  const answer = reply.content.out_trade_no === ownNo ? readAlipayPayment(reply.content) : null;
  if (!answer)
    throw new Error(`The channel's answer about payment ${ownNo} speaks of another one, or is not complete.`);
  return answer;
}

function askAboutRefund(access: AlipayAccess, refundNo: string, orderNo: string | null): Promise<ChannelOutcome> {
  if (orderNo !== null) return askRefund(access, refundNo, orderNo);
  return Promise.resolve(doubt("ORDER_NO_MISSING", "Alipay finds a refund only together with its order's number."));
}

type Unsaid = Exclude<AlipayReply<never>, { kind: "SAID" }>;

function judgeSending(reply: Unsaid): ChannelOutcome {
  if (reply.kind === "UNDER_WAY") return { kind: "PROCESSING", channelNo: null };
  return reply.kind === "REFUSED" ? judgeCode(ALIPAY_SEND_CODES, reply.code, reply.message) : reply;
}

/** That a question was turned away says nothing about the money. */
function judgeQuestion(reply: Unsaid): ChannelOutcome {
  if (reply.kind === "UNDER_WAY") return { kind: "PROCESSING", channelNo: null };
  if (reply.kind !== "REFUSED") return reply;
  return ALIPAY_UNKNOWN_CODES.has(reply.code) ? { kind: "NOT_FOUND" } : doubt(reply.code, reply.message);
}
