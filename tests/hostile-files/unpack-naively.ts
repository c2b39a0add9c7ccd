import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";

/** What a file holds when it is unpacked by other code than the desk's: the member that is no companion, or the file. */
export function unpackNaively(bytes: Uint8Array): Uint8Array | null {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return bytes;
    const members = Object.values(unzipSync(bytes)).sort((left, right) => right.length - left.length);
    return members[0] ?? null;
  } catch {
    // What other code cannot unpack, the desk must not have taken: the caller says so.
    return null;
  }
}

/** Text as the document says it is decoded: UTF-8 where it is UTF-8, otherwise GB18030. */
export function decodeNaively(bytes: Uint8Array): string {
  const utf8 = Buffer.from(bytes).toString("utf8");
  return utf8.includes("\ufffd") ? new TextDecoder("gb18030").decode(bytes) : utf8.replace(/^\ufeff/, "");
}
