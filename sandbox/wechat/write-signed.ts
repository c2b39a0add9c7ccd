import { randomBytes } from "node:crypto";
import type { SandboxChannel } from "../channel";
import { answer, type HttpAnswer } from "../http/exchange";
import { signText, spoilSignature } from "../keys/signatures";

export type SignedHeaders = Readonly<Record<string, string>>;

/** The headers by which an answer or a callback of a WeChat-style channel is known to be its own. */
export async function signHeaders(
  channel: SandboxChannel,
  body: string,
  signedAt: Date,
  isForged: boolean,
): Promise<SignedHeaders> {
  const timestamp = `${Math.floor(signedAt.getTime() / 1_000)}`;
  const nonce = randomBytes(16).toString("hex");
  const signature = await signText(`${timestamp}\n${nonce}\n${body}\n`, channel.keys.channelPrivateKey);
  return {
    "Wechatpay-Timestamp": timestamp,
    "Wechatpay-Nonce": nonce,
    "Wechatpay-Serial": channel.keys.channelSerial,
    "Wechatpay-Signature": isForged ? spoilSignature(signature) : signature,
  };
}

export async function answerSigned(
  channel: SandboxChannel,
  { status, body }: { readonly status: number; readonly body: unknown },
  signedAt: Date,
  isForged = false,
): Promise<HttpAnswer> {
  const text = JSON.stringify(body);
  return answer(status, text, await signHeaders(channel, text, signedAt, isForged));
}
