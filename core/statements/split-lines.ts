import { MAX_LINE_BYTES, type StatementEncoding } from "./statement";

export type PhysicalLine = { lineNo: number; byteOffset: number; text: string; bytes: Uint8Array };

/** Where reading had to stop: nothing behind it can be trusted. */
export type SplitFailure = {
  code: "statement_encoding_invalid" | "statement_line_too_long";
  lineNo: number;
  byteOffset: number;
  reason: string;
};

export type LineSplitter = {
  /** The lines that `chunk` completes. The chunk may be reused by the caller afterwards. */
  feed(chunk: Uint8Array): PhysicalLine[];
  /** The last line, where the file doesn't end with a line end. */
  end(): PhysicalLine[];
  failure(): SplitFailure | null;
  encoding(): StatementEncoding;
};

const LF = 10;
const NO_BYTES = new Uint8Array(0);

/**
 * Cuts a stream of bytes into decoded lines. Cutting on the LF byte is safe in UTF-8 and in GB18030: neither uses it
 * inside a character. So only whole lines are decoded, and their byte offsets are exact.
 *
 * The encoding is decided once: a BOM means UTF-8, otherwise the first line with a byte beyond ASCII decides, strict
 * UTF-8 first. Deciding by line and not by chunk makes the answer independent of how the bytes arrive.
 */
export function createLineSplitter(): LineSplitter {
  let pending: Uint8Array = NO_BYTES;
  let pendingLength = 0;
  let lineNo = 0;
  let offset = 0;
  let decoder: { encoding: StatementEncoding; decode: (bytes: Uint8Array) => string | null } | null = null;
  let failure: SplitFailure | null = null;

  function keep(bytes: Uint8Array): void {
    if (pendingLength + bytes.length > MAX_LINE_BYTES) {
      failure = tooLong(lineNo + 1, offset);
      return;
    }
    if (pendingLength + bytes.length > pending.length) {
      const grown = new Uint8Array(Math.min(MAX_LINE_BYTES, Math.max(1024, 2 * (pendingLength + bytes.length))));
      grown.set(pending.subarray(0, pendingLength));
      pending = grown;
    }
    pending.set(bytes, pendingLength);
    pendingLength += bytes.length;
  }

  function takePending(tail: Uint8Array): Uint8Array {
    if (pendingLength === 0) return tail;
    const block = new Uint8Array(pendingLength + tail.length);
    block.set(pending.subarray(0, pendingLength));
    block.set(tail, pendingLength);
    pendingLength = 0;
    return block;
  }

  /** Chooses the decoder from the first lines of `block`, if they already tell. */
  function decide(block: Uint8Array): Uint8Array {
    if (offset === 0 && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) {
      decoder = { encoding: "utf-8", decode: decoderOf("utf-8") };
      offset = 3;
      return block.subarray(3);
    }
    const beyondAscii = block.findIndex((byte) => byte >= 0x80);
    if (beyondAscii < 0) return block;
    const start = block.lastIndexOf(LF, beyondAscii) + 1;
    const lineEnd = block.indexOf(LF, beyondAscii);
    const line = block.subarray(start, lineEnd < 0 ? block.length : lineEnd);
    const encoding = decoderOf("utf-8")(line) === null ? "gb18030" : "utf-8";
    decoder = { encoding, decode: decoderOf(encoding) };
    return block;
  }

  /** Decodes `block`, which holds whole lines only, the last one perhaps without its LF. */
  function cut(whole: Uint8Array): PhysicalLine[] {
    const block = decoder ? whole : decide(whole);
    const decode = decoder?.decode ?? decodeAscii;
    const text = decode(block);
    // A block that cannot be decoded at once is decoded line by line, to name the line.
    const texts = text === null ? null : text.split("\n");
    const lines: PhysicalLine[] = [];
    let start = 0;
    for (let index = 0; start < block.length; index += 1) {
      const lineEnd = block.indexOf(LF, start);
      const end = lineEnd < 0 ? block.length : lineEnd;
      const bytes = block.subarray(start, end);
      const lineText = texts ? (texts[index] ?? "") : decode(bytes);
      lineNo += 1;
      if (bytes.length > MAX_LINE_BYTES) failure = tooLong(lineNo, offset + start);
      else if (lineText === null) failure = invalidBytes(lineNo, offset + start, decoder?.encoding ?? "utf-8");
      if (failure || lineText === null) return lines;
      lines.push({ lineNo, byteOffset: offset + start, text: withoutCr(lineText), bytes });
      start = end + 1;
    }
    offset += block.length;
    return lines;
  }

  return {
    feed(chunk) {
      if (failure) return [];
      const lastLf = chunk.lastIndexOf(LF);
      if (lastLf < 0) {
        keep(chunk);
        return [];
      }
      const lines = cut(takePending(chunk.subarray(0, lastLf + 1)));
      if (!failure) keep(chunk.subarray(lastLf + 1));
      return lines;
    },
    end() {
      if (failure || pendingLength === 0) return [];
      return cut(takePending(NO_BYTES));
    },
    failure: () => failure,
    encoding: () => decoder?.encoding ?? "utf-8",
  };
}

function decoderOf(encoding: StatementEncoding): (bytes: Uint8Array) => string | null {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      // A fatal TextDecoder has no other way to say that the bytes are not text of its encoding.
      return null;
    }
  };
}

const decodeAscii = decoderOf("utf-8");

function withoutCr(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 13) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function tooLong(lineNo: number, byteOffset: number): SplitFailure {
  const reason = `the line is longer than ${MAX_LINE_BYTES} bytes`;
  return { code: "statement_line_too_long", lineNo, byteOffset, reason };
}

function invalidBytes(lineNo: number, byteOffset: number, encoding: StatementEncoding): SplitFailure {
  const reason = `the bytes are not ${encoding === "utf-8" ? "UTF-8" : "UTF-8 and not GB18030"} text`;
  return { code: "statement_encoding_invalid", lineNo, byteOffset, reason };
}
