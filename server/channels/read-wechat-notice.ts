import "server-only";
import type { z } from "zod";
import { wechatNotice, wechatRefundNotice, wechatTransferNotice } from "@/contracts/channel-api/wechat";
import { accept, type Result, refuse } from "@/core/result";
import type { WechatAccess } from "./call-wechat";
import type { ChannelNotice, NoticeRefusal, NoticeRequest } from "./channel-client";
import { openResource } from "./open-resource";
import { parseJson } from "./parse-json";
import { readWechatRefundNotice, readWechatTransfer } from "./read-wechat";
import { verifyWechat } from "./verify-wechat";

type Envelope = z.output<typeof wechatNotice>;

/** A WeChat-style callback: first its signature, then its envelope, then what is sealed in it, then whether it is ours. */
export function readWechatNotice(
  access: WechatAccess,
  { headers, body, now }: NoticeRequest,
): Result<ChannelNotice, NoticeRefusal> {
  const verified = verifyWechat(headers, body, access.platformKeys, now);
  if (!verified.ok) return verified;
  const envelope = wechatNotice.safeParse(parseJson(body));
  if (!envelope.success) return refuseUnreadable("It is signed, and not the notice that was agreed.");
  const opened = openResource(envelope.data.resource, access.apiV3Key);
  if (opened === null) return refuseUnreadable("What it holds was not sealed with our API v3 key.");
  const content = parseJson(opened);
  return envelope.data.event_type.startsWith("REFUND.")
    ? readRefund(access, envelope.data, content)
    : readTransfer(access, envelope.data, content);
}

function readRefund(access: WechatAccess, envelope: Envelope, content: unknown): Result<ChannelNotice, NoticeRefusal> {
  const refund = wechatRefundNotice.safeParse(content);
  if (!refund.success) return refuseUnreadable("What it says of a refund is not as agreed.");
  const { mchid, refund_status, out_refund_no: outNo } = refund.data;
  // The type stands outside of the seal; a notice that contradicts itself is not guessed at.
  if (envelope.event_type !== `REFUND.${refund_status}`) return refuseUnreadable("Its type and its content differ.");
  if (mchid !== access.merchantId) return refuseForeign(mchid);
  const outcome = readWechatRefundNotice(refund.data, envelope.create_time);
  return accept({ eventId: envelope.id, outNo, operation: "REFUND", outcome });
}

function readTransfer(
  access: WechatAccess,
  envelope: Envelope,
  content: unknown,
): Result<ChannelNotice, NoticeRefusal> {
  const transfer = wechatTransferNotice.safeParse(content);
  if (!transfer.success) return refuseUnreadable("What it says of a transfer is not as agreed.");
  const { mch_id, out_bill_no: outNo, bank_account } = transfer.data;
  if (mch_id !== access.merchantId) return refuseForeign(mch_id);
  const outcome = readWechatTransfer(transfer.data, bank_account);
  return accept({ eventId: envelope.id, outNo, operation: "TRANSFER", outcome });
}

function refuseUnreadable(message: string): Result<never, NoticeRefusal> {
  return refuse("notice_unreadable", message);
}

function refuseForeign(merchantId: string): Result<never, NoticeRefusal> {
  return refuse("notice_not_ours", `It is meant for merchant ${merchantId}.`, { merchantId });
}
