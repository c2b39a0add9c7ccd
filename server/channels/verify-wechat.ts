import "server-only";
import type { KeyObject } from "node:crypto";
import { accept, type Result, refuse } from "@/core/result";
import type { SignatureRefusal } from "./channel-client";
import { isTextSigned } from "./rsa-signature";
import { isWithinWindow } from "./signature-window";

const TIMESTAMP = /^\d{10}$/;

/**
 * Whether an answer or a callback is the channel's own and of this minute: its signature goes over the timestamp, the nonce
 * and the raw body, by the key that its serial names. `platformKeys` are the channel's public keys by serial.
 */
export function verifyWechat(
  headers: Headers,
  body: Uint8Array,
  platformKeys: ReadonlyMap<string, KeyObject>,
  now: Date,
): Result<null, SignatureRefusal> {
  const [timestamp, nonce, serial, signature] = ["Timestamp", "Nonce", "Serial", "Signature"].map(
    (name) => headers.get(`Wechatpay-${name}`) ?? "",
  );
  if (!timestamp || !nonce || !serial || !signature) {
    return refuse("signature_missing", "It carries no complete signature in its Wechatpay headers.");
  }
  if (!TIMESTAMP.test(timestamp) || !isWithinWindow(new Date(Number(timestamp) * 1000), now)) {
    return refuse("signature_stale", "It was not signed within the last five minutes.");
  }
  const key = platformKeys.get(serial);
  if (!key) return refuse("signature_wrong", "It names the serial of a key that is not in the channel's settings.");
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from("\n")]);
  if (!isTextSigned(signed, signature, key))
    return refuse("signature_wrong", "Its signature does not fit its content.");
  return accept(null);
}
