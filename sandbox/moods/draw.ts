import { createHash } from "node:crypto";

/**
 * A number below `limit` (at most 2^32) that depends on the seed and the words alone. The sandbox draws by what a request
 * is about and not by when it comes: calls that overtake one another meet the same fate in every run of a seed.
 */
export function draw(seed: string, words: readonly string[], limit: number): number {
  const hash = createHash("sha256")
    .update(JSON.stringify([seed, ...words]))
    .digest();
  return Math.floor((hash.readUInt32BE(0) / 4_294_967_296) * limit);
}

/** Digits that look like a channel's own number, drawn as above. */
export function drawDigits(seed: string, words: readonly string[], length: number): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([seed, ...words]))
    .digest("hex");
  return BigInt(`0x${hash}`).toString().slice(-length).padStart(length, "0");
}
