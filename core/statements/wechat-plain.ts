import { divideWholeHalfUp } from "@/core/money/small-whole";
import { copyBytes, isPlainTime, NOT_PLAIN, plainAmount, plainIdLength, writeInteger } from "./plain-bytes";
import { MAX_PLAIN, PAID, PLAIN_LINES_SUMMED, PlainLine, PlainTexts, REFUNDED } from "./plain-line";
import { FEE_SCALE, unitAtFeeScale } from "./row";
import type { CutLine } from "./split-lines";
import { MAX_CELL_CHARS } from "./statement";
import type { WechatColumns } from "./wechat-columns";
import type { WechatSums } from "./wechat-footer";

const [TAB, LF, CR, COMMA, TWO, LETTER_T, BACKTICK] = [9, 10, 13, 44, 50, 84, 96];
/** Four commas. */
const COMMAS = 0x2c2c2c2c;
const SCALE = 2;
const UNIT = unitAtFeeScale(SCALE);
const DAY_BYTES = 10;
const TIME_BYTES = 19;

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const SUCCESS = ascii("SUCCESS");
const REFUND = ascii("REFUND");
const YUAN = ascii("CNY");
const IN_CHINA = ascii("+08:00");
const NOTHING = ascii("0");
/** All of a canonical text but its numbers, which are no longer than the line that they stand in. */
const FRAME_BYTES = 128;
const FEN_AT_FEE_SCALE = 10 ** (FEE_SCALE - SCALE);

const noSums = () => ({
  lines: 0,
  amount: 0,
  paymentAmount: 0,
  refund: 0,
  couponRefund: 0,
  orderAmount: 0,
  paymentOrderAmount: 0,
  appliedRefund: 0,
  fee: 0,
  exactFee: 0,
});

/**
 * The data lines of a bill that need no second look, read from their bytes: nearly all of them. Every other line, and
 * whatever is wrong with one, is the reader's of `wechat-trade.ts`, which makes the same of these.
 */
export class PlainWechatLines {
  private readonly starts: Int32Array;
  private block: Uint8Array = new Uint8Array(0);
  private view = new DataView(this.block.buffer);
  private texts = new PlainTexts();
  private sums = noSums();
  /** Where the canonical text goes on, and whether all that was read of the line is plain so far. */
  private at = 0;
  private isPlain = true;

  constructor(
    private readonly columns: WechatColumns,
    private readonly width: number,
  ) {
    this.starts = new Int32Array(width + 1);
  }

  /** Null where the line has to be read as text; then nothing of it is counted. */
  read(line: CutLine): PlainLine | null {
    if (line.end - line.start > MAX_CELL_CHARS || !this.cut(line)) return null;
    const { columns } = this;
    const isPayment = this.says(columns.status, SUCCESS);
    if (!isPayment && !this.isRefunded()) return null;
    if (!this.isEmpty(columns.asset) && !this.says(columns.asset, YUAN)) return null;
    if (this.isEmpty(columns.amount) || this.isEmpty(columns.fee)) return null;
    this.isPlain = true;
    const amount = this.amount(columns.amount, SCALE);
    const refund = this.amount(columns.refund, SCALE);
    const exactFee = this.amount(columns.fee, FEE_SCALE);
    const couponRefund = this.amount(columns.couponRefund, SCALE);
    const orderAmount = this.amount(columns.orderAmount, SCALE);
    const appliedRefund = this.amount(columns.appliedRefund, SCALE);
    const moved = isPayment ? amount : Math.abs(refund);
    const start = this.write(line, isPayment, moved, exactFee);
    if (!this.isPlain || (isPayment && amount < 0)) return null;
    this.texts.filled = this.at;
    const fee = divideWholeHalfUp(exactFee, FEN_AT_FEE_SCALE);
    const { sums } = this;
    sums.lines += 1;
    sums.amount += amount;
    sums.refund += refund;
    sums.couponRefund += couponRefund;
    sums.orderAmount += orderAmount;
    sums.appliedRefund += appliedRefund;
    sums.fee += fee;
    sums.exactFee += exactFee;
    if (isPayment) {
      sums.paymentAmount += amount;
      sums.paymentOrderAmount += orderAmount;
    }
    return new PlainLine(line, isPayment, moved, fee, exactFee, this.texts, start, this.at);
  }

  /** Whether the sums have to be settled before the next line, lest they be inexact. */
  get isFull(): boolean {
    return this.sums.lines >= PLAIN_LINES_SUMMED;
  }

  /** Adds what the lines since the last time come to. */
  settle(into: WechatSums): void {
    const { lines, fee, exactFee, ...fen } = this.sums;
    into.lines += lines;
    into.feeE5 += BigInt(exactFee);
    into.roundedFee += BigInt(fee) * UNIT;
    into.amount += BigInt(fen.amount) * UNIT;
    into.paymentAmount += BigInt(fen.paymentAmount) * UNIT;
    into.refund += BigInt(fen.refund) * UNIT;
    into.couponRefund += BigInt(fen.couponRefund) * UNIT;
    into.orderAmount += BigInt(fen.orderAmount) * UNIT;
    into.paymentOrderAmount += BigInt(fen.paymentOrderAmount) * UNIT;
    into.appliedRefund += BigInt(fen.appliedRefund) * UNIT;
    this.sums = noSums();
  }

  /** Finds the cells, of which there have to be as many as columns; commas behind the last one are a spreadsheet's. */
  private cut({ block, start, end: lineEnd }: CutLine): boolean {
    if (block[start] !== BACKTICK || block[start + 1] !== TWO) return false;
    const { starts, width } = this;
    const view = this.viewOf(block);
    let end = lineEnd;
    while (end > start && block[end - 1] === CR) end -= 1;
    starts[0] = start + 1;
    let found = 0;
    for (let at = start + 2; at < end; ) {
      if (end - at >= 4) {
        const marks = marksIn(view.getInt32(at, true));
        if (marks === 0) {
          at += 4;
          continue;
        }
        at += (31 - Math.clz32(marks & -marks)) >> 3;
      }
      const byte = block[at] ?? 0;
      // A NUL in whatever cell is refused, by whoever reads the line as text.
      if (byte === 0) return false;
      at += 1;
      if (byte !== COMMA || block[at] !== BACKTICK) continue;
      found += 1;
      if (found === width) return false;
      at += 1;
      starts[found] = at;
    }
    if (found !== width - 1) return false;
    const last = starts[found] ?? 0;
    while (end > last && block[end - 1] === COMMA) end -= 1;
    starts[width] = end + 2;
    return true;
  }

  private viewOf(block: Uint8Array): DataView {
    if (this.block !== block) {
      this.block = block;
      this.view = new DataView(block.buffer, block.byteOffset, block.length);
    }
    return this.view;
  }

  private startOf(column: number): number {
    return this.starts[column] ?? 0;
  }

  private endOf(column: number): number {
    return (this.starts[column + 1] ?? 0) - 2;
  }

  private isEmpty(column: number): boolean {
    return column < 0 || this.startOf(column) === this.endOf(column);
  }

  private says(column: number, word: Uint8Array): boolean {
    if (column < 0) return false;
    const start = this.startOf(column);
    if (this.endOf(column) - start !== word.length) return false;
    for (let at = 0; at < word.length; at += 1) if (this.block[start + at] !== word[at]) return false;
    return true;
  }

  /** A refund that is done; any other, and a reversal, is read as text. */
  private isRefunded(): boolean {
    const { status, refund, refundStatus } = this.columns;
    return this.says(status, REFUND) && refund >= 0 && (refundStatus < 0 || this.says(refundStatus, SUCCESS));
  }

  private amount(column: number, scale: number): number {
    if (column < 0) return 0;
    const amount = plainAmount(this.block, this.startOf(column), this.endOf(column), scale, MAX_PLAIN);
    if (amount === NOT_PLAIN) this.isPlain = false;
    return amount;
  }

  /** Writes the line's canonical text; answers where it begins. */
  private write(line: CutLine, isPayment: boolean, moved: number, exactFee: number): number {
    const { columns } = this;
    const room = line.end - line.start + FRAME_BYTES;
    if (!this.texts.hasRoom(room)) this.texts = new PlainTexts(room);
    const start = this.texts.filled;
    this.at = start;
    this.put(isPayment ? PAID : REFUNDED);
    const orderLength = this.putId(columns.orderNo);
    this.putId(isPayment ? -1 : columns.refundNo);
    const tradeLength = this.putId(columns.channelTradeNo);
    this.putId(isPayment ? -1 : columns.channelRefundNo);
    if (orderLength === 0 && tradeLength === 0) this.isPlain = false;
    if (!this.isPlain) return start;
    this.putNumber(moved);
    this.putNumber(exactFee);
    this.put(YUAN);
    this.putByte(TAB);
    this.putTime(isPayment ? columns.time : this.refundTime());
    this.putMerchant();
    this.putByte(LF);
    return start;
  }

  /** As in `wechat-trade.ts`: the refund bill's own time, and every other bill's only one. */
  private refundTime(): number {
    const { refundSucceededAt, refundAppliedAt, time } = this.columns;
    if (this.isSaid(refundSucceededAt)) return refundSucceededAt;
    return this.isSaid(refundAppliedAt) ? refundAppliedAt : time;
  }

  private isSaid(column: number): boolean {
    return !this.isEmpty(column) && !this.says(column, NOTHING);
  }

  private putByte(byte: number): void {
    this.texts.bytes[this.at] = byte;
    this.at += 1;
  }

  private put(word: Uint8Array): void {
    this.at = copyBytes(this.texts.bytes, this.at, word, 0, word.length);
  }

  private putNumber(value: number): void {
    this.at = writeInteger(this.texts.bytes, this.at, value);
    this.putByte(TAB);
  }

  /** Writes the number that stands in a column, with the TAB behind it; answers its length. */
  private putId(column: number): number {
    const length = column < 0 ? 0 : plainIdLength(this.block, this.startOf(column), this.endOf(column));
    if (length === NOT_PLAIN) this.isPlain = false;
    else if (length > 0) {
      const start = this.startOf(column);
      this.at = copyBytes(this.texts.bytes, this.at, this.block, start, start + length);
    }
    this.putByte(TAB);
    return length;
  }

  /** The sub-merchant's number, or the merchant's, without the TAB: nothing follows it. */
  private putMerchant(): void {
    const { subMerchant, merchant } = this.columns;
    if (this.putId(subMerchant) === 0) {
      this.at -= 1;
      this.putId(merchant);
    }
    this.at -= 1;
  }

  private putTime(column: number): void {
    const { block } = this;
    const start = this.startOf(column);
    if (column < 0 || !isPlainTime(block, start, this.endOf(column))) {
      this.isPlain = false;
      return;
    }
    const { bytes } = this.texts;
    this.at = copyBytes(bytes, this.at, block, start, start + DAY_BYTES);
    this.putByte(LETTER_T);
    this.at = copyBytes(bytes, this.at, block, start + DAY_BYTES + 1, start + TIME_BYTES);
    this.put(IN_CHINA);
    this.putByte(TAB);
  }
}

/** Four bytes, the first of them lowest: the lowest bit says which is the first comma or NUL; zero where none is. */
function marksIn(word: number): number {
  return zeroBytes(word) | zeroBytes(word ^ COMMAS);
}

/** The highest bit of the first byte that is zero; bits above it say nothing. */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}
