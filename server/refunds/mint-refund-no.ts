import "server-only";
import { randomBytes } from "node:crypto";

/** Digits and letters that nobody reads for one another. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LETTERS = 12;

/**
 * `RF`, the day, and sixty random bits. It is also the number under which the channel is asked for the refund, and a
 * sequence would give numbers twice after a restore.
 */
export function mintRefundNo(on: string): string {
  const random = Array.from(randomBytes(RANDOM_LETTERS), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return `RF${on.replaceAll("-", "")}${random}`;
}
