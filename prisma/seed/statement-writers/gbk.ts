import iconv from "iconv-lite";
import { invariant } from "@/core/result";

/** Chinese channels write GBK. A character outside it would become "?", so it is refused instead. */
export function encodeGbk(text: string): Uint8Array {
  const bytes = iconv.encode(text, "gbk");
  invariant(bytes.length === gbkLengthOf(text), "every character of a statement is in GBK");
  return bytes;
}

/** Bytes in GBK: two for what is not ASCII. */
export function gbkLengthOf(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) length += text.charCodeAt(index) < 0x80 ? 1 : 2;
  return length;
}
