import { type EncodingGuess, guessUtf8First } from "./guess-encoding";
import { LoneReturns } from "./lone-returns";
import { MAX_LINE_BYTES, type StatementEncoding } from "./statement";

/** `bytes` is only valid until the next chunk. The last line of a file may lack its line end: a cut looks like that. */
export type PhysicalLine = {
  lineNo: number;
  byteOffset: number;
  text: string;
  bytes: Uint8Array;
  isTerminated: boolean;
};

/** Where reading had to stop: nothing behind it can be trusted. */
export type SplitFailure = {
  code: "statement_encoding_invalid" | "statement_line_too_long";
  lineNo: number;
  byteOffset: number;
  reason: string;
};

const LF = 10;
const CR = 13;
/** The end-of-file mark of DOS, which some programs still write. */
const CTRL_Z = 26;
const NO_BYTES = new Uint8Array(0);

type Decoder = { encoding: StatementEncoding; decode: (bytes: Uint8Array) => string | null };

/**
 * Cuts a stream of bytes into decoded lines. Cutting on the LF byte is safe in UTF-8 and in GB18030: neither uses it
 * inside a character. So only whole lines are decoded, and their byte offsets are exact.
 *
 * The encoding is decided once: a BOM means UTF-8, otherwise the first line with a byte beyond ASCII decides. Deciding
 * by line and not by chunk makes the answer independent of how the bytes arrive.
 */
export class LineSplitter {
  failure: SplitFailure | null = null;
  private pending: Uint8Array = NO_BYTES;
  private pendingLength = 0;
  private lineNo = 0;
  private offset = 0;
  private decoder: Decoder | null = null;
  private readonly returns = new LoneReturns();

  constructor(private readonly guess: EncodingGuess = guessUtf8First) {}

  get encoding(): StatementEncoding {
    return this.decoder?.encoding ?? "utf-8";
  }

  /** The lines that `bytes` complete. They may be reused by the caller afterwards. */
  feed(bytes: Uint8Array): PhysicalLine[] {
    if (this.failure) return [];
    const chunk = this.returns.translate(bytes);
    const lastLf = chunk.lastIndexOf(LF);
    if (lastLf < 0) {
      this.keep(chunk);
      return [];
    }
    const lines = this.cut(this.takePending(chunk.subarray(0, lastLf + 1)));
    if (!this.failure) this.keep(chunk.subarray(lastLf + 1));
    return lines;
  }

  /** The last line, where the file doesn't end with a line end. */
  end(): PhysicalLine[] {
    if (this.failure) return [];
    const whole = this.takePending(this.returns.end());
    return whole.length === 0 || (whole.length === 1 && whole[0] === CTRL_Z) ? [] : this.cut(whole);
  }

  private keep(bytes: Uint8Array): void {
    const length = this.pendingLength + bytes.length;
    if (length > MAX_LINE_BYTES) {
      this.failure = tooLong(this.lineNo + 1, this.offset);
      return;
    }
    if (length > this.pending.length) {
      const grown = new Uint8Array(Math.min(MAX_LINE_BYTES, Math.max(1024, 2 * length)));
      grown.set(this.pending.subarray(0, this.pendingLength));
      this.pending = grown;
    }
    this.pending.set(bytes, this.pendingLength);
    this.pendingLength = length;
  }

  private takePending(tail: Uint8Array): Uint8Array {
    if (this.pendingLength === 0) return tail;
    const block = new Uint8Array(this.pendingLength + tail.length);
    block.set(this.pending.subarray(0, this.pendingLength));
    block.set(tail, this.pendingLength);
    this.pendingLength = 0;
    return block;
  }

  /** Chooses the decoder from `block`, if it already tells; a BOM is no part of the text. */
  private decide(block: Uint8Array): Uint8Array {
    if (this.offset === 0 && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) {
      this.decoder = { encoding: "utf-8", decode: decoderOf("utf-8") };
      this.offset = 3;
      return block.subarray(3);
    }
    let beyondAscii = 0;
    while (beyondAscii < block.length && (block[beyondAscii] ?? 0) < 0x80) beyondAscii += 1;
    if (beyondAscii === block.length) return block;
    const start = block.lastIndexOf(LF, beyondAscii) + 1;
    const lineEnd = block.indexOf(LF, beyondAscii);
    const line = block.subarray(start, lineEnd < 0 ? block.length : lineEnd);
    const encoding = this.guess(line);
    this.decoder = { encoding, decode: decoderOf(encoding) };
    return block;
  }

  /** Decodes `whole`, which holds whole lines only, the last one perhaps without its LF. */
  private cut(whole: Uint8Array): PhysicalLine[] {
    const block = this.decoder ? whole : this.decide(whole);
    const decode = this.decoder?.decode ?? decodeUtf8;
    // A block that cannot be decoded at once is decoded line by line, to name the line.
    const texts = decode(block)?.split("\n");
    const lines: PhysicalLine[] = [];
    let start = 0;
    for (let index = 0; start < block.length; index += 1) {
      this.lineNo += 1;
      // Blank lines are counted and dropped here: a bomb of nothing but line ends must not cost an object each.
      const blank = blankAt(block, start);
      if (blank > 0) {
        start += blank;
        continue;
      }
      const lf = block.indexOf(LF, start);
      const end = lf < 0 ? block.length : lf;
      const byteOffset = this.offset + start;
      const text = texts ? (texts[index] ?? "") : decode(block.subarray(start, end));
      if (end - start > MAX_LINE_BYTES) this.failure = tooLong(this.lineNo, byteOffset);
      else if (text === null) this.failure = invalidBytes(this.lineNo, byteOffset, this.encoding);
      if (this.failure || text === null) return lines;
      lines.push(new CutLine(this.lineNo, byteOffset, withoutCr(text), lf >= 0, block, start, end));
      start = end + 1;
    }
    this.offset += block.length;
    return lines;
  }
}

/** Its bytes are only looked at where a format needs them: a view of each line would cost more than the line's text. */
class CutLine implements PhysicalLine {
  constructor(
    readonly lineNo: number,
    readonly byteOffset: number,
    readonly text: string,
    readonly isTerminated: boolean,
    private readonly block: Uint8Array,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get bytes(): Uint8Array {
    return this.block.subarray(this.start, this.end);
  }
}

/** The length of a blank line at `start`, with its line end; 0 where there is text. */
function blankAt(block: Uint8Array, start: number): number {
  if (block[start] === LF) return 1;
  return block[start] === CR && (block[start + 1] === LF || start + 1 === block.length) ? 2 : 0;
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

const decodeUtf8 = decoderOf("utf-8");

function withoutCr(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === CR) end -= 1;
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
