import "server-only";
import { constants, type KeyObject, privateDecrypt, publicEncrypt } from "node:crypto";

// SHA-1 is what the channels' documents prescribe; in OAEP nothing hangs on its collisions.
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" } as const;

/** A name or an account number that only the channel may read, as base64. Two sealings of one text differ. */
export function sealField(text: string, channelKey: KeyObject): string {
  return publicEncrypt({ key: channelKey, ...OAEP }, Buffer.from(text)).toString("base64");
}

/** What the channel sealed for us; null when it was sealed for somebody else. */
export function openField(sealed: string, ownKey: KeyObject): string | null {
  try {
    return privateDecrypt({ key: ownKey, ...OAEP }, Buffer.from(sealed, "base64")).toString("utf8");
  } catch {
    // Wrong key or wrong padding look the same, on purpose.
    return null;
  }
}
