import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import type { Refusal } from "@/core/result";
import { appendRefusal } from "@/server/audit/append-audit";
import { findChannelClient } from "@/server/channels/find-channel-client";
import { getClock } from "@/server/clock";
import { failpoint } from "@/server/failpoint";
import { getLog } from "@/server/log";
import { readBody } from "@/server/money-out/read-body";
import { receiveNotice } from "@/server/money-out/receive-notice";
import { problem } from "@/server/problem";

const MAX_NOTICE_BYTES = 64 * 1024;

/**
 * `POST /api/v1/callbacks/{channel}`: what a channel tells us by itself. The channel's signature over the raw body stands in
 * for a key. 200 in the channel's own form once the notice is kept, 401 for what is not signed by the channel or not of this
 * minute, 400 for what is signed and cannot be read; anything that fails with us is a 500, and the channel sends it again.
 */
export async function answerCallback(
  request: Request,
  { params }: { params: Promise<{ channel: string }> },
): Promise<Response> {
  const { channel } = await params;
  const client = findChannelClient(channel);
  // Nobody is named in the trail for it: there is no such channel, and anybody may invent one.
  if (!client) return problem(404, "not_found", "There is no such channel, or it sends no notices here.");
  const body = await readBody(request, MAX_NOTICE_BYTES);
  const now = getClock().now();
  if (body === null) return refuseNotice(channel, null, now, TOO_LARGE);
  const read = await client.readNotice({ headers: request.headers, body, now });
  if (!read.ok) return refuseNotice(channel, body, now, read.refusal);
  await failpoint("notice.verified");
  try {
    const received = await receiveNotice(channel, read.value, body);
    await failpoint("notice.applied");
    if (received.ok) return client.thankForNotice();
    getLog().error({ channel, refusal: received.refusal.code }, "a notice could not be kept");
  } catch (error) {
    getLog().error({ err: error, channel }, "a notice could not be kept");
  }
  return problem(500, "notice_not_kept", "The notice could not be kept; send it again.");
}

const TOO_LARGE: Refusal = { code: "notice_too_large", message: `It is longer than ${MAX_NOTICE_BYTES} bytes.` };

async function refuseNotice(
  channel: string,
  body: Uint8Array | null,
  now: Date,
  { code, message }: Refusal,
): Promise<Response> {
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now };
  const detail = { code, message, ...(body && { bodySha256: createHash("sha256").update(body).digest("hex") }) };
  await appendRefusal(context, { action: "notice.receive", objectType: "channel", objectNo: channel, detail });
  return problem(statusOf(code), code, `The notice was refused. ${message}`);
}

function statusOf(code: string): number {
  if (code === TOO_LARGE.code) return 413;
  return code.startsWith("signature_") ? 401 : 400;
}
