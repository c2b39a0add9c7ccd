import { constants, createCipheriv, createHash, type KeyObject, privateDecrypt, publicEncrypt } from "node:crypto";

// SHA-1 as the real channel has it.
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" } as const;

export function sealField(text: string, publicKey: KeyObject): string {
  return publicEncrypt({ key: publicKey, ...OAEP }, Buffer.from(text, "utf8")).toString("base64");
}

/** Null when it was not sealed for this key. */
export function openField(sealed: string, privateKey: KeyObject): string | null {
  try {
    return privateDecrypt({ key: privateKey, ...OAEP }, Buffer.from(sealed, "base64")).toString("utf8");
  } catch {
    // Another key and broken padding look alike.
    return null;
  }
}

/** A callback's resource under the API v3 key. The nonce is drawn from the event: one event is the same bytes each time. */
export function sealResource(text: string, key: Buffer, eventId: string, associatedData: string) {
  const nonce = createHash("sha256").update(eventId).update(text).digest("hex").slice(0, 12);
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.from(nonce, "utf8"));
  cipher.setAAD(Buffer.from(associatedData, "utf8"));
  const sealed = [cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
  return {
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: Buffer.concat(sealed).toString("base64"),
    nonce,
    associated_data: associatedData,
  };
}
