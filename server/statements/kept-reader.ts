import "server-only";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { BLOCK_BYTES, readIndex, readTrailer, TRAILER_BYTES, unpackBlock } from "./kept-blocks";
import { isMissing, openKeptFolder } from "./kept-folder";

/** What a statement's row says of its kept file; `keptFile` is null where the statement is older than keeping. */
export type KeptStatement = { readonly keptFile: string | null; readonly encoding: string };

const LF = 10;
const CR = 13;

type OpenKept = {
  readonly handle: FileHandle;
  readonly blocks: readonly { start: number; length: number }[];
  readonly contentBytes: number;
};

/** The text of the line that begins at this byte of the file, or null where nothing is kept. */
export async function readKeptLine(statement: KeptStatement, byteOffset: bigint): Promise<string | null> {
  return (await readKeptLines(statement, [byteOffset])).get(byteOffset) ?? null;
}

/**
 * The texts of the lines that begin at these bytes, in any order; a line that is not kept is not in the map. Each block is
 * unpacked once, whoever of the lines stands in it, and none is held on to.
 */
export async function readKeptLines(
  { keptFile, encoding }: KeptStatement,
  byteOffsets: readonly bigint[],
): Promise<Map<bigint, string>> {
  const texts = new Map<bigint, string>();
  const kept = keptFile === null || byteOffsets.length === 0 ? null : await openKept(keptFile);
  if (kept === null) return texts;
  try {
    const decoder = new TextDecoder(encoding === "gb18030" ? "gb18030" : "utf-8", { ignoreBOM: true });
    const blocks = new RecentBlocks(kept);
    for (const byteOffset of [...byteOffsets].sort(ascending)) {
      const line = await cutLine(blocks, kept.contentBytes, Number(byteOffset));
      if (line !== null) texts.set(byteOffset, decoder.decode(line));
    }
    return texts;
  } finally {
    await kept.handle.close();
  }
}

/** One line of one of several statements. Lines that are older than keeping have their text with them. */
export type KeptPlace = KeptStatement & { readonly byteOffset: bigint; readonly ownText: string | null };

/** The text of each of these lines, of whichever statements they are; empty where nothing is kept. */
export async function readKeptPlaces(places: readonly KeptPlace[]): Promise<(place: KeptPlace) => string> {
  const byFile = new Map<string | null, Map<bigint, string>>();
  for (const { keptFile, encoding } of places) {
    if (byFile.has(keptFile)) continue;
    const offsets = places.filter((place) => place.keptFile === keptFile).map((place) => place.byteOffset);
    byFile.set(keptFile, await readKeptLines({ keptFile, encoding }, offsets));
  }
  return ({ keptFile, byteOffset, ownText }) => byFile.get(keptFile)?.get(byteOffset) ?? ownText ?? "";
}

/** The whole content as it was kept, block by block; null where it is not here. */
export async function streamKept(keptFile: string): Promise<AsyncGenerator<Uint8Array> | null> {
  const kept = await openKept(keptFile);
  return kept && unpackAll(kept);
}

async function* unpackAll(kept: OpenKept): AsyncGenerator<Uint8Array> {
  try {
    for (let index = 0; index < kept.blocks.length; index += 1) yield await readBlock(kept, index);
  } finally {
    await kept.handle.close();
  }
}

async function openKept(name: string): Promise<OpenKept | null> {
  const path = join(await openKeptFolder(), name);
  const handle = await open(path, "r").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const { indexBytes, contentBytes } = readTrailer(await readAt(handle, size - TRAILER_BYTES, TRAILER_BYTES));
    const index = await readAt(handle, size - TRAILER_BYTES - indexBytes, indexBytes);
    return { handle, blocks: readIndex(index), contentBytes };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, start);
  return bytes;
}

async function readBlock({ handle, blocks }: OpenKept, index: number): Promise<Buffer> {
  const block = blocks[index];
  if (block === undefined) return Buffer.alloc(0);
  return unpackBlock(await readAt(handle, block.start, block.length));
}

/** The last two blocks: lines come in the order of the file, and one may reach into the next block. */
class RecentBlocks {
  private readonly held = new Map<number, Buffer>();
  constructor(private readonly kept: OpenKept) {}

  async get(index: number): Promise<Buffer> {
    const held = this.held.get(index) ?? (await readBlock(this.kept, index));
    this.held.set(index, held);
    for (const old of this.held.keys()) if (old < index - 1) this.held.delete(old);
    return held;
  }
}

async function cutLine(blocks: RecentBlocks, contentBytes: number, byteOffset: number): Promise<Buffer | null> {
  if (byteOffset < 0 || byteOffset >= contentBytes) return null;
  const pieces: Buffer[] = [];
  for (let index = Math.floor(byteOffset / BLOCK_BYTES); index * BLOCK_BYTES < contentBytes; index += 1) {
    const block = await blocks.get(index);
    const start = Math.max(byteOffset - index * BLOCK_BYTES, 0);
    const lf = block.indexOf(LF, start);
    pieces.push(block.subarray(start, lf < 0 ? block.length : lf));
    if (lf >= 0) break;
  }
  const upToLf = Buffer.concat(pieces);
  const cr = upToLf.indexOf(CR);
  const line = cr >= 0 && cr + 1 < upToLf.length && (await endsWithReturns(blocks)) ? upToLf.subarray(0, cr) : upToLf;
  let end = line.length;
  while (end > 0 && line[end - 1] === CR) end -= 1;
  return line.subarray(0, end);
}

/** Whether carriage returns alone end the file's lines, as on an old Mac: its first line end tells, as in `LoneReturns`. */
async function endsWithReturns(blocks: RecentBlocks): Promise<boolean> {
  const head = await blocks.get(0);
  const first = head.findIndex((byte) => byte === LF || byte === CR);
  return head[first] === CR && head[first + 1] !== LF && head[first + 1] !== CR;
}

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
