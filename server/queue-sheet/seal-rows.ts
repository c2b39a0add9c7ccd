import "server-only";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { DIGEST_CHARS, plainCell, type RowIdentity, sealedText } from "@/core/suspense/queue-sheet";

/** 16 bytes: nobody guesses one, and a row stays short. */
const SIGNATURE_BYTES = 16;

/** What tells which locked cells were changed: the beginning of each one's hash. */
export function digestCells(texts: readonly string[]): string {
  return texts
    .map((text) => createHash("sha256").update(plainCell(text)).digest("hex").slice(0, DIGEST_CHARS))
    .join("");
}

/** `key` is the export's own, in hex; it never leaves the server. */
export function signRow(key: string, identity: RowIdentity): string {
  const signature = createHmac("sha256", Buffer.from(key, "hex")).update(sealedText(identity)).digest();
  return signature.subarray(0, SIGNATURE_BYTES).toString("base64url");
}

export function isSignedBy(key: string, identity: RowIdentity, signature: string): boolean {
  const [expected, given] = [Buffer.from(signRow(key, identity)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
