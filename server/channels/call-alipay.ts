import "server-only";
import type { KeyObject } from "node:crypto";
import type { z } from "zod";
import {
  ALIPAY_GATEWAY,
  ALIPAY_OK,
  type AlipayMethod,
  alipayAnswer,
  alipayAnswerName,
} from "@/contracts/channel-api/alipay";
import { toBeijingWire } from "@/contracts/channel-api/times";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { doubt } from "./channel-verdict";
import { exchange, type Heard, type Silence } from "./exchange";
import { parseJson } from "./parse-json";
import { isTextSigned } from "./rsa-signature";
import { signAlipayForm } from "./sign-alipay";
import { splitAlipayAnswer } from "./split-alipay-answer";

/** An Alipay-style channel and what we need to speak with it. */
export type AlipayAccess = {
  readonly baseUrl: string;
  readonly appId: string;
  readonly appKey: KeyObject;
  readonly alipayKey: KeyObject;
  readonly notifyUrl: string | null;
  readonly timeoutMs: number;
  readonly now: () => Date;
};
type Doubt = Extract<ChannelOutcome, { kind: "NO_ANSWER" }>;
/** `SAID` fits the schema; `REFUSED` carries the code that says most. Both bear Alipay's signature. */
export type AlipayReply<T> =
  | { readonly kind: "SAID"; readonly content: T }
  | { readonly kind: "UNDER_WAY" }
  | { readonly kind: "REFUSED"; readonly code: string; readonly message: string }
  | Silence
  | Doubt;

const MAX_ANSWER_BYTES = 64 * 1024;
const UNDER_WAY = "10003";
const GATEWAY_UNSURE = "20000";

/** One signed request to the gateway and its verified answer. */
export async function callAlipay<T>(
  access: AlipayAccess,
  method: AlipayMethod,
  content: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Promise<AlipayReply<T>> {
  const heard = await post(access, method, content);
  if (heard.kind !== "HEARD") return heard;
  if (heard.status !== 200) return doubt(`HTTP_${heard.status}`, `The gateway answered with status ${heard.status}.`);
  const text = decode(heard.body);
  const parts = text === null ? null : splitAlipayAnswer(text, alipayAnswerName(method));
  if (parts === null) return doubt("ANSWER_UNREADABLE", "The answer is not JSON as the gateway writes it.");
  if (parts.sign === null) return doubt("SIGNATURE_MISSING", `The answer is not signed: ${parts.signed.slice(0, 200)}`);
  if (!isTextSigned(parts.signed, parts.sign, access.alipayKey)) {
    return doubt("SIGNATURE_WRONG", "The answer's signature does not fit its content.");
  }
  return readSigned(parts.signed, schema);
}

async function post(
  { baseUrl, appId, appKey, notifyUrl, timeoutMs, now }: AlipayAccess,
  method: AlipayMethod,
  content: Readonly<Record<string, unknown>>,
): Promise<Heard | Silence> {
  const fields = {
    app_id: appId,
    method,
    format: "JSON",
    charset: "utf-8",
    sign_type: "RSA2",
    timestamp: toBeijingWire(now()),
    version: "1.0",
    ...(notifyUrl !== null && { notify_url: notifyUrl }),
    biz_content: JSON.stringify(content),
  };
  return exchange({
    method: "POST",
    url: new URL(ALIPAY_GATEWAY, baseUrl),
    headers: { "Content-Type": "application/x-www-form-urlencoded;charset=utf-8", "User-Agent": "clearing-desk" },
    body: await signAlipayForm(fields, appKey),
    ...{ timeoutMs, maxBytes: MAX_ANSWER_BYTES },
  });
}

function readSigned<T>(signed: string, schema: z.ZodType<T>): AlipayReply<T> {
  const content = parseJson(signed);
  const head = alipayAnswer.safeParse(content);
  if (!head.success) return doubt("ANSWER_UNREADABLE", "The answer carries no code.");
  const { code, msg, sub_code, sub_msg } = head.data;
  if (code === UNDER_WAY) return { kind: "UNDER_WAY" };
  const refusal = { code: sub_code || code, message: sub_msg || msg };
  // Whatever stands beside it: the gateway itself does not know what became of the request.
  if (code === GATEWAY_UNSURE) return doubt(refusal.code, refusal.message);
  if (code !== ALIPAY_OK) return { kind: "REFUSED", ...refusal };
  const said = schema.safeParse(content);
  if (said.success) return { kind: "SAID", content: said.data };
  const [issue] = said.error.issues;
  return doubt("ANSWER_UNREADABLE", `The answer is not as agreed: ${issue?.path.join(".")} ${issue?.message}.`);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Another encoding than was agreed, or cut in the middle of a character.
    return null;
  }
}
