import "server-only";
import { contractFee, type FeeContract, plainContractFee } from "@/core/reconciliation/contract-fee";
import { matchKeyOf } from "@/core/reconciliation/match-key";
import { RepeatedKeys } from "@/core/reconciliation/repeated-keys";
import { copyBytes, writeInteger } from "@/core/statements/plain-bytes";
import { FIELD, PlainLine } from "@/core/statements/plain-line";
import type { StatementLine } from "@/core/statements/statement";
import type { ChannelRow } from "@/server/store/channels";
import { AssetSums } from "./asset-sums";

/** As `CopyRows` writes them: behind what the desk says of a line come the fields of its canonical text, in their order. */
export const COPIED_COLUMNS = `settles_on, channel_id, statement_id, match_key, line_no, signed_minor, fee_minor, contract_fee_minor,
  byte_offset, item_kind, status, order_no, refund_no, channel_trade_no, channel_refund_no, amount_minor, fee_e5, asset,
  occurred_at, counterparty_merchant_no`;
/** No number of a line is an empty text, so an empty text is none. */
export const COPY_OPTIONS = "(NULL '')";

const [TAB, HASH] = [9, 35];
/** For the first rows; the next are taken to be about as long. */
const ROW_BYTES = 300;
const SPARE_ROW_BYTES = 16;
/** What a plain line's row takes besides its canonical text and its key: seven integers of at most 19 characters. */
const PLAIN_FRAME_BYTES = 160;

/** Writes the rows of one statement for COPY, and notes what they add up to and which of their keys come more than once. */
export class CopyRows {
  readonly keys = new RepeatedKeys();
  readonly sums = new AssetSums();
  private readonly contract: FeeContract;
  private readonly place: Buffer;
  private rows = Buffer.alloc(0);
  private rowBytes = ROW_BYTES;
  private at = 0;

  constructor(
    private readonly channel: ChannelRow,
    statementId: bigint,
    day: string,
  ) {
    this.contract = {
      costBps: channel.settles === "GROSS" ? null : channel.costBps,
      comparesFee: channel.comparesFee,
      toleranceMinor: channel.feeToleranceMinor,
    };
    this.place = Buffer.from(`${day}\t${channel.id}\t${statementId}\t`);
  }

  /** The rows of these lines, in bytes of their own. */
  write(lines: readonly StatementLine[]): Buffer {
    this.rows = Buffer.allocUnsafeSlow(lines.length * this.rowBytes);
    this.at = 0;
    for (const line of lines) {
      if (line instanceof PlainLine) this.putPlain(line);
      else this.putText(this.rowOf(line));
    }
    if (lines.length > 0) this.rowBytes = Math.ceil(this.at / lines.length) + SPARE_ROW_BYTES;
    return this.rows.subarray(0, this.at);
  }

  private putPlain(line: PlainLine): void {
    const { bytes } = line.texts;
    this.makeRoom(this.place.length + PLAIN_FRAME_BYTES + 2 * (line.end - line.start));
    this.at = copyBytes(this.rows, this.at, this.place, 0, this.place.length);
    const key = this.at;
    this.putKey(line);
    this.keys.addBytes(this.rows, key, this.at);
    this.putByte(TAB);
    this.putNumber(line.lineNo);
    const signed = line.isPayment ? line.amount : -line.amount;
    const due = plainContractFee(line, this.contract);
    this.sums.addPlain(line, signed, due);
    this.putNumber(signed);
    this.putNumber(line.fee);
    this.putNumber(due);
    this.putNumber(line.byteOffset);
    this.at = copyBytes(this.rows, this.at, bytes, line.start, line.end);
  }

  /** `matchKeyOf`, of bytes: a payment has no refund's number. */
  private putKey(line: PlainLine): void {
    const { orderNo, refundNo, channelTradeNo, channelRefundNo } = FIELD;
    const isOurs = this.channel.keyedBy === "ORDER_NO";
    if (isOurs && (this.putField(line, refundNo) || this.putField(line, orderNo))) return;
    this.putByte(HASH);
    if (this.putField(line, channelRefundNo) || this.putField(line, channelTradeNo)) return;
    this.at = writeInteger(this.rows, this.at, line.lineNo);
  }

  /** False where the line has no such number. */
  private putField(line: PlainLine, nth: number): boolean {
    const start = line.startOf(nth);
    const before = this.at;
    this.at = copyBytes(this.rows, before, line.texts.bytes, start, line.endFrom(start));
    return this.at > before;
  }

  private putNumber(value: number): void {
    this.at = writeInteger(this.rows, this.at, value);
    this.putByte(TAB);
  }

  private putByte(byte: number): void {
    this.rows[this.at] = byte;
    this.at += 1;
  }

  private putText(row: string): void {
    this.makeRoom(this.place.length + Buffer.byteLength(row));
    this.at = copyBytes(this.rows, this.at, this.place, 0, this.place.length);
    this.at += this.rows.write(row, this.at);
  }

  private makeRoom(length: number): void {
    if (this.at + length <= this.rows.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * this.rows.length + length);
    this.rows.copy(wider, 0, 0, this.at);
    this.rows = wider;
  }

  private rowOf(line: StatementLine): string {
    const key = matchKeyOf(line, this.channel.keyedBy);
    this.keys.add(key);
    const amount = `${line.amountMinor}`;
    const moved = line.status === "FAILED" ? 0n : line.amountMinor;
    const signed = line.kind === "REFUND" ? -moved : moved;
    const due = contractFee(line, this.contract);
    this.sums.add(line.asset, signed, line.feeMinor, due);
    const said = `${escapeText(key)}\t${line.lineNo}\t${signed}\t${line.feeMinor}\t${due}\t${line.byteOffset}`;
    const ours = `${line.kind}\t${line.status}\t${escapeText(line.orderNo)}\t${escapeText(line.refundNo)}`;
    const theirs = `${escapeText(line.channelTradeNo)}\t${escapeText(line.channelRefundNo)}`;
    const money = `${amount}\t${line.feeE5}\t${line.asset}`;
    return `${said}\t${ours}\t${theirs}\t${money}\t${line.occurredAt}\t${escapeText(line.counterpartyMerchantNo)}\n`;
  }
}

const UNSAFE = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escapeText(text: string | null): string {
  if (text === null) return "";
  return UNSAFE.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? "") : text;
}
