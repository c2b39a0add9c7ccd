import "server-only";
import type { KeyObject } from "node:crypto";
import { isTextSigned, signText } from "./rsa-signature";

type Fields = Readonly<Record<string, string>>;

/** What RSA2 signs: every field that is not empty, sorted by name, as it is before it is encoded for a form. */
export function toSignedFields(fields: Fields, unsigned: readonly string[]): string {
  return Object.entries(fields)
    .filter(([name, value]) => value !== "" && !unsigned.includes(name))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The form of a request with its signature. */
export async function signAlipayForm(fields: Fields, appKey: KeyObject): Promise<string> {
  const sign = await signText(toSignedFields(fields, ["sign"]), appKey);
  return new URLSearchParams({ ...fields, sign }).toString();
}

/** A callback is signed without the kind of its signature, other than a request. */
export function isAlipayNoticeSigned(fields: Fields, alipayKey: KeyObject): boolean {
  return isTextSigned(toSignedFields(fields, ["sign", "sign_type"]), fields.sign ?? "", alipayKey);
}
