import "server-only";
import { constants, createCipheriv, createSign, generateKeyPairSync, type KeyObject, publicEncrypt } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { AlipayAccess } from "./call-alipay";
import type { WechatAccess } from "./call-wechat";

/** Keys of both sides, made for a run of the tests. What signs and seals here shares no code with what it is to test. */
export const OURS = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const THEIRS = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const STRANGERS = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const API_V3_KEY = "0123456789abcdef0123456789abcdef";
export const SERIAL = "PUB_KEY_ID_1";
export const NOW = new Date("2026-11-20T12:00:00+08:00");

export function wechatAccess(baseUrl: string, change: Partial<WechatAccess> = {}): WechatAccess {
  return {
    ...{ baseUrl, merchantId: "1900000109", appId: "wx1", transferSceneId: "1000", serial: "OUR_SERIAL" },
    ...{ privateKey: OURS.privateKey, apiV3Key: Buffer.from(API_V3_KEY), notifyUrl: null, timeoutMs: 10_000 },
    platformKeys: new Map([[SERIAL, THEIRS.publicKey]]),
    now: () => NOW,
    ...change,
  };
}

export function alipayAccess(baseUrl: string, change: Partial<AlipayAccess> = {}): AlipayAccess {
  return {
    ...{ baseUrl, appId: "2021000000000000", appKey: OURS.privateKey, alipayKey: THEIRS.publicKey },
    ...{ notifyUrl: null, timeoutMs: 10_000, now: () => NOW },
    ...change,
  };
}

export function signBy(text: string, key: KeyObject = THEIRS.privateKey): string {
  return createSign("RSA-SHA256").update(text).sign(key, "base64");
}

/** Sealed as the channel seals a field for us. */
export function sealForUs(text: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key: OURS.publicKey, padding, oaepHash: "sha1" }, Buffer.from(text)).toString("base64");
}

export function wechatHeaders(
  body: string,
  { at = NOW, nonce = "N0NCE", serial = SERIAL, key = THEIRS.privateKey } = {},
): Record<string, string> {
  const timestamp = `${Math.trunc(at.getTime() / 1000)}`;
  return {
    "Wechatpay-Timestamp": timestamp,
    "Wechatpay-Nonce": nonce,
    "Wechatpay-Serial": serial,
    "Wechatpay-Signature": signBy(`${timestamp}\n${nonce}\n${body}\n`, key),
  };
}

/** The body of a WeChat-style callback. */
export function wechatNoticeBody(
  content: Readonly<Record<string, unknown>>,
  { id = "EV-1", type = "MCHTRANSFER.BILL.FINISHED", apiV3Key = API_V3_KEY } = {},
): string {
  const [nonce, associated_data] = ["abcdef123456", "transfer"];
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associated_data));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  const resource = { algorithm: "AEAD_AES_256_GCM", ciphertext: sealed.toString("base64"), nonce, associated_data };
  const create_time = "2026-11-20T12:00:00+08:00";
  return JSON.stringify({ id, create_time, event_type: type, resource_type: "encrypt-resource", resource });
}

/** The form of an Alipay-style callback. */
export function alipayNoticeBody(
  content: Readonly<Record<string, unknown>>,
  { id = "NT-1", at = NOW, method = "alipay.fund.trans.order.changed", key = THEIRS.privateKey, app = "" } = {},
): string {
  const fields: Record<string, string> = {
    notify_id: id,
    utc_timestamp: `${at.getTime()}`,
    msg_method: method,
    app_id: app || "2021000000000000",
    version: "1.1",
    charset: "UTF-8",
    biz_content: JSON.stringify(content),
  };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  return new URLSearchParams({ ...fields, sign_type: "RSA2", sign: signBy(text.join("&"), key) }).toString();
}

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
};
type Handler = (asked: Asked, response: http.ServerResponse) => void;

/** A server on this machine that answers as it was last told to. */
export class ChannelDouble {
  readonly asked: Asked[] = [];
  answer: Handler = (_, response) => response.destroy();
  readonly #server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = new Headers(request.headers as Record<string, string>);
      const body = Buffer.concat(parts).toString();
      const asked = { method: request.method ?? "", path: request.url ?? "", headers, body };
      this.asked.push(asked);
      this.answer(asked, response);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Signed as WeChat signs. */
  saysWechat(status: number, content: unknown): void {
    const body = JSON.stringify(content);
    this.answer = (_, response) => response.writeHead(status, wechatHeaders(body)).end(body);
  }

  /** Signed as Alipay signs, under the name that goes with the method; one after the other, the last one for ever. */
  saysAlipay(...contents: readonly Readonly<Record<string, unknown>>[]): void {
    let turn = 0;
    this.answer = ({ body }, response) => {
      const name = `${(new URLSearchParams(body).get("method") ?? "").replaceAll(".", "_")}_response`;
      const text = JSON.stringify(contents[Math.min(turn, contents.length - 1)]);
      turn += 1;
      response.end(`{"${name}":${text},"sign":"${signBy(text)}"}`);
    };
  }
}
