import "server-only";
import { type KeyObject, randomBytes } from "node:crypto";
import { WECHAT_AUTH_SCHEME } from "@/contracts/channel-api/wechat";
import { signText } from "./rsa-signature";

export type WechatSigner = { readonly merchantId: string; readonly serial: string; readonly privateKey: KeyObject };
/** `path` with its question mark and what follows; `body` empty for a GET. */
export type WechatSigned = { readonly method: "GET" | "POST"; readonly path: string; readonly body: string };

/** The header `Authorization` of a request to a WeChat-style channel. */
export async function authorizeWechat(
  signer: WechatSigner,
  request: WechatSigned,
  now: Date,
  nonce = newNonce(),
): Promise<string> {
  const timestamp = Math.trunc(now.getTime() / 1000);
  const signature = await signText(toSignedRequest(request, timestamp, nonce), signer.privateKey);
  const fields = [
    `mchid="${signer.merchantId}"`,
    `nonce_str="${nonce}"`,
    `signature="${signature}"`,
    `timestamp="${timestamp}"`,
    `serial_no="${signer.serial}"`,
  ];
  return `${WECHAT_AUTH_SCHEME} ${fields.join(",")}`;
}

function toSignedRequest({ method, path, body }: WechatSigned, timestamp: number, nonce: string): string {
  return `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`;
}

function newNonce(): string {
  return randomBytes(16).toString("hex").toUpperCase();
}
