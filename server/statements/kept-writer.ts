import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { invariant } from "@/core/result";
import { type KnownDigits, maskCardBytes } from "@/core/statements/mask-card-bytes";
import { PlainLine } from "@/core/statements/plain-line";
import type { StatementLine } from "@/core/statements/statement";
import { BLOCK_BYTES, packBlock, writeIndex } from "./kept-blocks";
import { openKeptFolder, syncFolder } from "./kept-folder";

/** What a statement's row remembers: the file's name in the folder, and hash and length of its content as masked. */
export type KeptFile = { readonly name: string; readonly sha256: string; readonly bytes: number };
/** The part of a line that says which of its digits are no card. */
export type KnownLine = Pick<
  StatementLine,
  "byteOffset" | "orderNo" | "refundNo" | "channelTradeNo" | "channelRefundNo" | "counterpartyMerchantNo"
>;

const LF = 10;
const CR = 13;
const PRIVATE_FILE = 0o600;
/** A chunk of a file and an unfinished line. */
const SPARE_BYTES = 640 * 1024;
/** Blocks that wait for zlib's threads or for the disk: more would be memory without speed. */
const MAX_WAITING = 3;

/**
 * Keeps what is read of a file, while it is read: `add` gets the bytes in order and the lines that they completed. The file
 * lies under a name of its own until `promote`; call `close` in any case, which removes what was not promoted.
 */
export class KeptWriter {
  private readonly hash = createHash("sha256");
  private readonly packedBytes: number[] = [];
  private readonly waiting: Promise<void>[] = [];
  private readonly name = `${randomUUID()}.kept`;
  private lines: readonly KnownLine[] = [];
  /** What is not packed yet: up to `filled`, and masked up to `masked`, which is at `offset` of the file. */
  private bytes = newBuffer();
  private filled = 0;
  private masked = 0;
  private offset = 0;
  /** Buffers whose block is packed: a new one for every block would keep the garbage collector busy. */
  private readonly spare: Buffer[] = [];
  private written: Promise<void> = Promise.resolve();
  private kept: KeptFile | null = null;

  private constructor(
    private readonly folder: string,
    private readonly partial: string,
    private handle: FileHandle | null,
  ) {}

  static async open(): Promise<KeptWriter> {
    const folder = await openKeptFolder();
    const partial = join(folder, `${randomUUID()}.part`);
    return new KeptWriter(folder, partial, await open(partial, "wx", PRIVATE_FILE));
  }

  /** Lines are masked whole, so what stands behind the last line end waits for the next bytes. */
  async add(chunk: Uint8Array, lines: readonly KnownLine[]): Promise<void> {
    this.put(chunk);
    const unfinished = chunk.length - endOfLines(chunk);
    if (unfinished < chunk.length) await this.take(this.filled - unfinished, lines);
  }

  /** Writes what is left and waits until all of it is on the disk. `lines` are those that the file's end completed. */
  async finish(lines: readonly KnownLine[]): Promise<KeptFile> {
    await this.take(this.filled, lines);
    if (this.filled > 0) await this.packFirst(this.filled);
    await this.written;
    invariant(this.handle, "a kept file is finished before it is closed");
    await this.handle.write(writeIndex(this.packedBytes, this.offset));
    await this.handle.sync();
    this.kept = { name: this.name, sha256: this.hash.digest("hex"), bytes: this.offset };
    return this.kept;
  }

  /** Gives the file its name. Until the row that refers to it is committed it is swept like any other left behind. */
  async promote(): Promise<KeptFile> {
    invariant(this.kept, "a file is finished before it is promoted");
    await this.closeHandle();
    await rename(this.partial, join(this.folder, this.kept.name));
    await syncFolder(this.folder);
    return this.kept;
  }

  async close(): Promise<void> {
    // What failed has been thrown by `add` or `finish`, or nobody wants this file any more.
    await this.written.catch(() => undefined);
    await this.closeHandle();
    await rm(this.partial, { force: true });
  }

  private async closeHandle(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }

  private put(chunk: Uint8Array): void {
    const filled = this.filled + chunk.length;
    if (filled > this.bytes.length) {
      const wider = Buffer.allocUnsafeSlow(2 * filled);
      this.bytes.copy(wider, 0, 0, this.filled);
      this.bytes = wider;
    }
    this.bytes.set(chunk, this.filled);
    this.filled = filled;
  }

  /** Masks the lines before `end`, and packs the blocks that are whole. */
  private async take(end: number, lines: readonly KnownLine[]): Promise<void> {
    const known = this.lines.length > 0 ? [...this.lines, ...lines] : lines;
    const whole = this.bytes.subarray(this.masked, end);
    maskCardBytes(whole, knownBy(known, whole, this.offset));
    this.offset += whole.length;
    this.masked = end;
    this.lines = known.filter((line) => line.byteOffset >= this.offset);
    while (this.masked >= BLOCK_BYTES) await this.packFirst(BLOCK_BYTES);
  }

  private async packFirst(length: number): Promise<void> {
    const packed = this.bytes;
    const rest = packed.subarray(length, this.filled);
    this.bytes = this.spare.pop() ?? newBuffer();
    this.filled = 0;
    this.masked -= length;
    this.put(rest);
    this.pack(packed, length);
    if (this.waiting.length >= MAX_WAITING) await this.waiting.shift();
  }

  /** Packs the beginning of `bytes`, which are free again when that is done. */
  private pack(bytes: Buffer, length: number): void {
    const block = bytes.subarray(0, length);
    this.hash.update(block);
    const packing = packBlock(block);
    const before = this.written;
    this.written = Promise.all([packing, before]).then(async ([packed]) => {
      this.spare.push(bytes);
      await this.handle?.write(packed);
      this.packedBytes.push(packed.length);
    });
    // Thrown where it is awaited; until then nobody listens.
    this.written.catch(() => undefined);
    this.waiting.push(this.written);
  }
}

function newBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(BLOCK_BYTES + SPARE_BYTES);
}

/** The place behind the last line end; 0 where there is none. */
function endOfLines(chunk: Uint8Array): number {
  const lf = chunk.lastIndexOf(LF);
  const behind = chunk.subarray(lf + 1);
  return lf + 1 + behind.lastIndexOf(CR) + 1;
}

/** Whose digits stand at a place of `bytes`, which begin at `offset` of the file: asked for rising places. */
function knownBy(lines: readonly KnownLine[], bytes: Uint8Array, offset: number): KnownDigits {
  let next = 0;
  return (start, end) => {
    while (next < lines.length && (lines[next]?.byteOffset ?? 0) <= offset + start) next += 1;
    const line = lines[next - 1];
    if (!line) return false;
    if (line instanceof PlainLine) return line.hasDigits(bytes, start, end);
    const digits = String.fromCharCode(...bytes.subarray(start, end));
    const { orderNo, refundNo, channelTradeNo, channelRefundNo, counterpartyMerchantNo } = line;
    const numbers = [orderNo, refundNo, channelTradeNo, channelRefundNo, counterpartyMerchantNo];
    return numbers.some((number) => number?.includes(digits));
  };
}
