import { type KeyObject, sign, verify } from "node:crypto";

/**
 * Signs in the thread pool, with the key and digest of both styles (RSA, PKCS #1 v1.5, SHA-256), and gives base64. A
 * signature costs half a millisecond of a core, more than all else in a call, and must not hold the others up.
 */
export function signText(text: string, privateKey: KeyObject): Promise<string> {
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(text, "utf8"), privateKey, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString("base64"));
    });
  });
}

export function isSigned(text: string, signature: string, publicKey: KeyObject): boolean {
  return verify("sha256", Buffer.from(text, "utf8"), publicKey, Buffer.from(signature, "base64"));
}

/** A signature of the right length that is nobody's. */
export function spoilSignature(signature: string): string {
  const bytes = Buffer.from(signature, "base64");
  bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  return bytes.toString("base64");
}
