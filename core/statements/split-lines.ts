import { type EncodingGuess, guessUtf8First } from "./guess-encoding";
import { isUtf8 } from "./is-utf8";
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

type Decode = (bytes: Uint8Array) => string | null;
type Decoder = { encoding: StatementEncoding; decode: Decode };

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
  feed(bytes: Uint8Array): CutLine[] {
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
  end(): CutLine[] {
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

  /** Always a copy: lines make their texts from it later, and the caller may reuse what it fed. */
  private takePending(tail: Uint8Array): Uint8Array {
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

  /** Cuts `whole`, which holds whole lines only, the last one perhaps without its LF. */
  private cut(whole: Uint8Array): CutLine[] {
    const block = this.decoder ? whole : this.decide(whole);
    const texts = new BlockTexts(block, this.encoding, this.decoder?.decode ?? decodeUtf8);
    const lines: CutLine[] = [];
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
      if (end - start > MAX_LINE_BYTES) this.failure = tooLong(this.lineNo, byteOffset);
      else if (!texts.isText(start, end)) this.failure = invalidBytes(this.lineNo, byteOffset, this.encoding);
      if (this.failure) return lines;
      lines.push(new CutLine(this.lineNo, byteOffset, lf >= 0, texts, index, start, end));
      start = end + 1;
    }
    this.offset += block.length;
    return lines;
  }
}

/** More lines of one block are decoded with all the others: that is cheaper than one by one. */
const DECODED_APART = 8;

/** The lines of one block as texts, which are made when somebody asks: a plain line is read from its bytes. */
class BlockTexts {
  private readonly isWhole: boolean;
  private texts: readonly string[] | null = null;
  private apart = 0;

  constructor(
    readonly block: Uint8Array,
    encoding: StatementEncoding,
    private readonly decode: Decode,
  ) {
    if (encoding !== "utf-8") this.texts = decode(block)?.split("\n") ?? null;
    this.isWhole = this.texts !== null || (encoding === "utf-8" && isUtf8(block));
  }

  /** A block that is no text is looked at line by line, to name the line. */
  isText(start: number, end: number): boolean {
    return this.isWhole || this.decode(this.block.subarray(start, end)) !== null;
  }

  at(index: number, start: number, end: number): string {
    if (this.texts === null && this.isWhole && this.apart >= DECODED_APART) {
      this.texts = this.decode(this.block)?.split("\n") ?? null;
    }
    this.apart += 1;
    return withoutCr(this.texts?.[index] ?? this.decode(this.block.subarray(start, end)) ?? "");
  }
}

/** A line of a block; its text is made when a format asks for it, and so is a view of its bytes. */
export class CutLine implements PhysicalLine {
  private decoded: string | null = null;

  constructor(
    readonly lineNo: number,
    readonly byteOffset: number,
    readonly isTerminated: boolean,
    private readonly texts: BlockTexts,
    private readonly index: number,
    readonly start: number,
    readonly end: number,
  ) {}

  get text(): string {
    this.decoded ??= this.texts.at(this.index, this.start, this.end);
    return this.decoded;
  }

  get bytes(): Uint8Array {
    return this.block.subarray(this.start, this.end);
  }

  /** The bytes that the line stands in, from `start` to before `end`, its carriage return included. */
  get block(): Uint8Array {
    return this.texts.block;
  }

  get holdsNul(): boolean {
    return this.text.includes("\0");
  }
}

/** The length of a blank line at `start`, with its line end; 0 where there is text. */
function blankAt(block: Uint8Array, start: number): number {
  if (block[start] === LF) return 1;
  return block[start] === CR && (block[start + 1] === LF || start + 1 === block.length) ? 2 : 0;
}

function decoderOf(encoding: StatementEncoding): Decode {
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
