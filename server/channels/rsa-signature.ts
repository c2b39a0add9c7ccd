import "server-only";
import { createSign, createVerify, type KeyObject } from "node:crypto";

/** RSA-SHA256 (PKCS #1 v1.5) over the text in UTF-8, as base64. */
export function signText(text: string, privateKey: KeyObject): string {
  return createSign("RSA-SHA256").update(text, "utf8").sign(privateKey, "base64");
}

/** False for whatever is no signature at all, too. One signature is one text: base64 written in other ways is refused. */
export function isTextSigned(text: string | Uint8Array, signature: string, publicKey: KeyObject): boolean {
  const bytes = Buffer.from(signature, "base64");
  if (bytes.length === 0 || bytes.toString("base64") !== signature) return false;
  return createVerify("RSA-SHA256").update(text).verify(publicKey, bytes);
}
