import "server-only";
import { createHash } from "node:crypto";
import { WECHAT_PATHS, wechatTradeBill } from "@/contracts/channel-api/wechat";
import { accept, type Result, refuse } from "@/core/result";
import { callWechat, fetchWechat, type WechatAccess } from "./call-wechat";
import type { BillRefusal, ChannelBill } from "./channel-client";

/** The largest bill that is held in memory; a larger one is fetched by hand and uploaded. */
export const MAX_BILL_BYTES = 256 * 1024 ** 2;
export const BILL_TIMEOUT_MS = 300_000;

/** Where the bill is, by a signed answer, and then the bill, which has to have the SHA-1 that this answer gave. */
export async function downloadWechatBill(access: WechatAccess, day: string): Promise<Result<ChannelBill, BillRefusal>> {
  const path = WECHAT_PATHS.tradeBill(day);
  const reply = await callWechat(access, { method: "GET", path, body: "" }, wechatTradeBill);
  if (reply.kind === "REFUSED") return refuseBill(reply.code, reply.message);
  if (reply.kind !== "SAID") return refuse("channel_unreachable", reply.message, { code: reply.code });
  const { hash_value, download_url } = reply.content;
  const address = new URL(download_url);
  // Our signature goes to the channel's own hosts alone, whatever an answer names.
  if (address.origin !== new URL(access.baseUrl).origin) {
    return refuse("bill_refused", `The bill is said to be at ${address.origin}, which is not the channel's address.`);
  }
  const fetched = await fetchWechat(
    access,
    { method: "GET", path: `${address.pathname}${address.search}`, body: "" },
    { maxBytes: MAX_BILL_BYTES, timeoutMs: BILL_TIMEOUT_MS },
  );
  if (fetched.kind !== "HEARD") return refuse("channel_unreachable", fetched.message, { code: fetched.code });
  if (fetched.status !== 200)
    return refuse("bill_refused", `The bill's address answered with status ${fetched.status}.`);
  if (sha1Of(fetched.body) !== hash_value.toLowerCase()) {
    return refuse("bill_damaged", "The bill does not have the SHA-1 that the channel gave for it; fetch it again.");
  }
  return accept({ fileName: `wechat-${day}.csv`, bytes: fetched.body });
}

function sha1Of(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("hex");
}

function refuseBill(code: string, message: string): Result<never, BillRefusal> {
  if (code === "NO_STATEMENT_EXIST") return refuse("bill_empty", "The channel has no bill for this day.", { code });
  if (code === "STATEMENT_CREATING")
    return refuse("bill_not_ready", "The channel is still writing this bill.", { code });
  return refuse("bill_refused", `The channel refuses the bill (${code}): ${message}`, { code });
}
