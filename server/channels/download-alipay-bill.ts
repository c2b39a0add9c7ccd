import "server-only";
import { ALIPAY_METHODS, alipayBillUrl } from "@/contracts/channel-api/alipay";
import { accept, type Result, refuse } from "@/core/result";
import { type AlipayAccess, callAlipay } from "./call-alipay";
import type { BillRefusal, ChannelBill } from "./channel-client";
import { BILL_TIMEOUT_MS, MAX_BILL_BYTES } from "./download-wechat-bill";
import { exchange } from "./exchange";

const ZIP = Buffer.from("PK");

/**
 * Alipay gives no hash of a bill; its zip carries checksums of its own, and its summary is compared with its lines when it
 * is read. The address comes in a signed answer and holds its own key, so nothing of ours goes along.
 */
export async function downloadAlipayBill(access: AlipayAccess, day: string): Promise<Result<ChannelBill, BillRefusal>> {
  const content = { bill_type: "trade", bill_date: day };
  const reply = await callAlipay(access, ALIPAY_METHODS.billUrl, content, alipayBillUrl);
  if (reply.kind === "UNDER_WAY") return refuse("bill_not_ready", "The channel is still writing this bill.");
  if (reply.kind === "REFUSED") return refuseBill(reply.code, reply.message);
  if (reply.kind !== "SAID") return refuse("channel_unreachable", reply.message, { code: reply.code });
  const url = new URL(reply.content.bill_download_url);
  // Never from encrypted to plain: what a bill says decides about money.
  if (url.protocol !== "https:" && url.protocol !== new URL(access.baseUrl).protocol) {
    return refuse("bill_refused", `The bill is said to be at ${url.origin}, which is not encrypted.`);
  }
  const limits = { maxBytes: MAX_BILL_BYTES, timeoutMs: BILL_TIMEOUT_MS };
  const fetched = await exchange({ method: "GET", url, headers: {}, body: "", ...limits });
  if (fetched.kind !== "HEARD") return refuse("channel_unreachable", fetched.message, { code: fetched.code });
  if (fetched.status !== 200)
    return refuse("bill_refused", `The bill's address answered with status ${fetched.status}.`);
  if (!ZIP.equals(fetched.body.subarray(0, ZIP.length))) {
    return refuse("bill_damaged", "What stands at the bill's address is no zip file.");
  }
  return accept({ fileName: `alipay-${day}.zip`, bytes: fetched.body });
}

function refuseBill(code: string, message: string): Result<never, BillRefusal> {
  if (code === "isp.bill_not_exist") return refuse("bill_empty", "The channel has no bill for this day.", { code });
  return refuse("bill_refused", `The channel refuses the bill (${code}): ${message}`, { code });
}
