import type { StatementEncoding } from "./statement";

/** Decides by one line with bytes beyond ASCII which encoding a file has that doesn't begin with a BOM. */
export type EncodingGuess = (line: Uint8Array) => StatementEncoding;

/** UTF-8 is strict enough to know itself: what is valid UTF-8 by chance is shorter than any header line. */
export const guessUtf8First: EncodingGuess = (line) => (isText("utf-8", line) ? "utf-8" : "gb18030");

/**
 * For a format that is written in GBK and has no Chinese header: 模 in GBK is a valid letter of two bytes in UTF-8, where
 * a Chinese character has three or four.
 */
export const guessGbkNames: EncodingGuess = (line) => {
  const isChinese = isText("utf-8", line) && line.some((byte) => byte >= 0xe0);
  return isChinese || !isText("gb18030", line) ? "utf-8" : "gb18030";
};

/**
 * For banks, which write GBK in China and Latin letters in Europe. Chinese characters are pairs of bytes beyond ASCII;
 * a letter with an accent nearly always stands alone between others.
 */
export const guessBankEncoding: EncodingGuess = (line) => {
  if (isText("utf-8", line)) return "utf-8";
  return hasPairsOnly(line) && isText("gb18030", line) ? "gb18030" : "windows-1252";
};

function isText(encoding: StatementEncoding, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    // A fatal TextDecoder has no other way to say that the bytes are not text of its encoding.
    return false;
  }
}

function hasPairsOnly(bytes: Uint8Array): boolean {
  let run = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) run += 1;
    else if (run % 2 === 1) return false;
    else run = 0;
  }
  return run % 2 === 0;
}
