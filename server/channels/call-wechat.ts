import "server-only";
import type { KeyObject } from "node:crypto";
import type { z } from "zod";
import { wechatError } from "@/contracts/channel-api/wechat";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { doubt } from "./channel-verdict";
import { exchange, type Heard, type Silence } from "./exchange";
import { parseJson } from "./parse-json";
import { authorizeWechat, type WechatSigned } from "./sign-wechat";
import { verifyWechat } from "./verify-wechat";

/** A WeChat-style channel and what we need to speak with it. */
export type WechatAccess = {
  readonly baseUrl: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly transferSceneId: string;
  readonly serial: string;
  readonly privateKey: KeyObject;
  readonly apiV3Key: Uint8Array;
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
  readonly notifyUrl: string | null;
  readonly timeoutMs: number;
  readonly now: () => Date;
};
type Doubt = Extract<ChannelOutcome, { kind: "NO_ANSWER" }>;
/** `SAID` fits the schema; `REFUSED` is the channel's own code below 500. Both bear the channel's signature. */
export type WechatReply<T> =
  | { readonly kind: "SAID"; readonly content: T }
  | { readonly kind: "REFUSED"; readonly code: string; readonly message: string }
  | Silence
  | Doubt;

const MAX_ANSWER_BYTES = 64 * 1024;

/** One signed request and its verified answer. Whatever is not signed by the channel was not said by it. */
export async function callWechat<T>(
  access: WechatAccess,
  request: WechatSigned,
  schema: z.ZodType<T>,
): Promise<WechatReply<T>> {
  const heard = await fetchWechat(access, request, { maxBytes: MAX_ANSWER_BYTES, timeoutMs: access.timeoutMs });
  if (heard.kind !== "HEARD") return heard;
  const verified = verifyWechat(heard.headers, heard.body, access.platformKeys, access.now());
  if (!verified.ok)
    return doubt(verified.refusal.code.toUpperCase(), `Status ${heard.status}: ${verified.refusal.message}`);
  return heard.status === 200 ? readContent(heard.body, schema) : readRefusal(heard);
}

/** The signed request alone, for what is answered without a signature. */
export async function fetchWechat(
  access: WechatAccess,
  request: WechatSigned,
  limits: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<Heard | Silence> {
  const [[sealSerial = ""] = []] = access.platformKeys;
  const headers = {
    Authorization: await authorizeWechat(access, request, access.now()),
    Accept: "application/json",
    "Content-Type": "application/json",
    "User-Agent": "clearing-desk",
    "Wechatpay-Serial": sealSerial,
  };
  return exchange({ ...request, ...limits, url: new URL(request.path, access.baseUrl), headers });
}

function readContent<T>(body: Uint8Array, schema: z.ZodType<T>): WechatReply<T> {
  const content = schema.safeParse(parseJson(body));
  if (content.success) return { kind: "SAID", content: content.data };
  const [issue] = content.error.issues;
  return doubt("ANSWER_UNREADABLE", `The answer is not as agreed: ${issue?.path.join(".")} ${issue?.message}.`);
}

function readRefusal({ status, body }: Heard): WechatReply<never> {
  const said = wechatError.safeParse(parseJson(body));
  if (!said.success) return doubt(`HTTP_${status}`, `The channel answered with status ${status} and no code.`);
  const { code, message } = said.data;
  // Only below 500 has the channel decided something.
  return status >= 400 && status < 500 ? { kind: "REFUSED", code, message } : doubt(code, message);
}
