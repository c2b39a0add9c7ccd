import "server-only";
import { createDecipheriv } from "node:crypto";

const TAG_BYTES = 16;

export type SealedResource = {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
};

/** The text within a WeChat callback (AES-256-GCM under the API v3 key); null when it was not sealed with this key. */
export function openResource({ ciphertext, nonce, associated_data }: SealedResource, key: Uint8Array): string | null {
  const sealed = Buffer.from(ciphertext, "base64");
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(associated_data));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    return opened.toString("utf8");
  } catch {
    // Another key, or altered on the way: the tag does not fit, which is all that can be said.
    return null;
  }
}
