import "server-only";
import type { z } from "zod";
import {
  ALIPAY_NOTICE_METHODS,
  alipayNotice,
  alipayRefundNotice,
  alipayTransferNotice,
} from "@/contracts/channel-api/alipay";
import { accept, type Result, refuse } from "@/core/result";
import type { AlipayAccess } from "./call-alipay";
import type { ChannelNotice, NoticeRefusal, NoticeRequest } from "./channel-client";
import { parseJson } from "./parse-json";
import { readAlipayRefundNotice, readAlipayTransfer } from "./read-alipay";
import { isAlipayNoticeSigned } from "./sign-alipay";
import { isWithinWindow } from "./signature-window";

type Envelope = z.output<typeof alipayNotice>;

/** An Alipay-style callback: first its signature over every field, then when it was sent, then whether it is ours. */
export function readAlipayNotice(
  access: AlipayAccess,
  { body, now }: NoticeRequest,
): Result<ChannelNotice, NoticeRefusal> {
  const fields = readForm(body);
  if (fields === null) return refuse("notice_unreadable", "It is not a form in UTF-8.");
  if (!fields.sign) return refuse("signature_missing", "It carries no signature.");
  if (!isAlipayNoticeSigned(fields, access.alipayKey)) {
    return refuse("signature_wrong", "Its signature does not fit its content.");
  }
  const envelope = alipayNotice.safeParse(fields);
  if (!envelope.success) return refuse("notice_unreadable", "It is signed, and not the notice that was agreed.");
  const { app_id, utc_timestamp } = envelope.data;
  const sentAt = new Date(Number(utc_timestamp));
  if (!isWithinWindow(sentAt, now)) return refuse("signature_stale", "It was not sent within the last five minutes.");
  if (app_id !== access.appId) return refuse("notice_not_ours", `It is meant for app ${app_id}.`, { appId: app_id });
  return readContent(envelope.data, sentAt);
}

function readContent(envelope: Envelope, sentAt: Date): Result<ChannelNotice, NoticeRefusal> {
  const { notify_id: eventId, msg_method } = envelope;
  const content = parseJson(envelope.biz_content);
  if (msg_method === ALIPAY_NOTICE_METHODS.refund) {
    const refund = alipayRefundNotice.safeParse(content);
    if (!refund.success) return refuse("notice_unreadable", "What it says of a refund is not as agreed.");
    const outcome = readAlipayRefundNotice(refund.data, sentAt);
    return accept({ eventId, outNo: refund.data.out_request_no, operation: "REFUND", outcome });
  }
  const transfer = alipayTransferNotice.safeParse(content);
  if (!transfer.success) return refuse("notice_unreadable", "What it says of a transfer is not as agreed.");
  const outcome = readAlipayTransfer(transfer.data, sentAt);
  return accept({ eventId, outNo: transfer.data.out_biz_no, operation: "TRANSFER", outcome });
}

/** Null when it is not in UTF-8. What is signed and what is read are these same fields, whatever else stands in the body. */
function readForm(body: Uint8Array): Readonly<Record<string, string>> | null {
  try {
    return Object.fromEntries(new URLSearchParams(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch {
    // Another encoding than was agreed.
    return null;
  }
}
