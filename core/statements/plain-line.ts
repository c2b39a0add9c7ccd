import type { CutLine } from "./split-lines";
import type { StatementLine } from "./statement";

const TEXTS_BYTES = 256 * 1024;
const [TAB, LF, ZERO] = [9, 10, 48];
const MINUTE_BYTES = "2026-11-19T12:34".length;

/**
 * The canonical texts (see `canonicalLine`) of plain lines, one behind the other and each with its line end, as they are
 * hashed and stored: a line that needs no second look is never anything but bytes.
 */
export class PlainTexts {
  readonly bytes: Uint8Array;
  filled = 0;

  constructor(atLeast = 0) {
    this.bytes = new Uint8Array(Math.max(TEXTS_BYTES, atLeast));
  }

  hasRoom(length: number): boolean {
    return this.filled + length <= this.bytes.length;
  }
}

/** How the canonical text of a plain line begins: a refund that is under way or failed is none. */
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const PAID = ascii("PAYMENT\tSUCCEEDED\t");
export const REFUNDED = ascii("REFUND\tSUCCEEDED\t");

/** The places of the fields in a canonical text. */
export const FIELD = {
  orderNo: 2,
  refundNo: 3,
  channelTradeNo: 4,
  channelRefundNo: 5,
  amount: 6,
  occurredAt: 9,
  merchantNo: 10,
} as const;

/** What a plain line's amounts may be at most, in their own unit: sums of PLAIN_LINES_SUMMED of them are exact numbers. */
export const MAX_PLAIN = 10 ** 11;
export const PLAIN_LINES_SUMMED = 1 << 16;

/**
 * A line in yuan whose numbers are letters, digits, hyphens and underscores: a statement line that makes its texts and
 * bigints when it is asked for them. `amount`, `fee` and `exactFee` are `amountMinor`, `feeMinor` and `feeE5`.
 */
export class PlainLine implements StatementLine {
  readonly asset = "CNY";

  constructor(
    private readonly source: CutLine,
    readonly isPayment: boolean,
    readonly amount: number,
    readonly fee: number,
    readonly exactFee: number,
    readonly texts: PlainTexts,
    /** Where the canonical text begins in `texts`, and where it ends behind its line end. */
    readonly start: number,
    readonly end: number,
  ) {}

  get lineNo(): number {
    return this.source.lineNo;
  }

  get byteOffset(): number {
    return this.source.byteOffset;
  }

  get raw(): string {
    return this.source.text;
  }

  get kind(): StatementLine["kind"] {
    return this.isPayment ? "PAYMENT" : "REFUND";
  }

  /** A refund that is under way or failed is no plain line. */
  get status(): StatementLine["status"] {
    return "SUCCEEDED";
  }

  get orderNo(): string | null {
    return this.field(FIELD.orderNo);
  }

  get refundNo(): string | null {
    return this.field(FIELD.refundNo);
  }

  get channelTradeNo(): string | null {
    return this.field(FIELD.channelTradeNo);
  }

  get channelRefundNo(): string | null {
    return this.field(FIELD.channelRefundNo);
  }

  get counterpartyMerchantNo(): string | null {
    return this.field(FIELD.merchantNo);
  }

  get occurredAt(): string {
    return this.field(FIELD.occurredAt) ?? "";
  }

  /** `occurredAt` to the minute, as the number that its digits are: 202611191234. */
  get minute(): number {
    const { bytes } = this.texts;
    const start = this.startOf(FIELD.occurredAt);
    let minute = 0;
    for (let at = start; at < start + MINUTE_BYTES; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit >= 0 && digit <= 9) minute = minute * 10 + digit;
    }
    return minute;
  }

  get amountMinor(): bigint {
    return BigInt(this.amount);
  }

  get feeMinor(): bigint {
    return BigInt(this.fee);
  }

  get feeE5(): bigint {
    return BigInt(this.exactFee);
  }

  /** Where the nth field begins in `texts`, from that of the order's number on. */
  startOf(nth: number): number {
    const { bytes } = this.texts;
    let at = this.start + (this.isPayment ? PAID.length : REFUNDED.length);
    for (let tabs: number = FIELD.orderNo; tabs < nth; at += 1) if (bytes[at] === TAB) tabs += 1;
    return at;
  }

  /** Where the field that begins at `start` ends. */
  endFrom(start: number): number {
    const { bytes } = this.texts;
    let at = start;
    while (bytes[at] !== TAB && bytes[at] !== LF) at += 1;
    return at;
  }

  /** Whether the digits at this place of a file are part of a number of this line. */
  hasDigits(bytes: Uint8Array, start: number, end: number): boolean {
    // Hardly ever are they in one of the other fields, so most of what is no number of the line is told at once.
    if (!this.holds(this.start, this.end, bytes, start, end)) return false;
    return (
      this.holds(this.startOf(FIELD.orderNo), this.startOf(FIELD.amount), bytes, start, end) ||
      this.holds(this.startOf(FIELD.merchantNo), this.end, bytes, start, end)
    );
  }

  private holds(from: number, to: number, digits: Uint8Array, start: number, end: number): boolean {
    const { bytes } = this.texts;
    const length = end - start;
    for (let at = from; at + length <= to; at += 1) {
      // Nothing that begins before another letter and reaches it is all digits, so most of a text is passed over.
      if (((bytes[at + length - 1] ?? 0) - ZERO) >>> 0 > 9) {
        at += length - 1;
        continue;
      }
      let same = 0;
      while (same < length && bytes[at + same] === digits[start + same]) same += 1;
      if (same === length) return true;
    }
    return false;
  }

  private field(nth: number): string | null {
    const start = this.startOf(nth);
    const end = this.endFrom(start);
    return start === end ? null : String.fromCharCode(...this.texts.bytes.subarray(start, end));
  }
}
