import "server-only";
import { createReadStream, type ReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createGunzip, createInflateRaw } from "node:zlib";
import { accept, type Result } from "@/core/result";
import { refuseStatement } from "@/core/statements/refuse-statement";
import type { StatementRefusal } from "@/core/statements/statement";
import { findZipContent, type ZipMember } from "./zip-directory";

/** Chunks of a member, each only valid until the next is asked for; or as the last item why there are no more. */
export type ByteStream = AsyncIterable<Result<Uint8Array, StatementRefusal>>;

/** What has been read, shared by all members of one upload: the limits hold for their sum. */
export type ByteMeter = { readBytes: number; unpackedBytes: number };

export const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
export const MAX_RATIO = 200;
/** Below this a high ratio is only a file full of padding. */
export const RATIO_FREE_BYTES = 10 * 1024 ** 2;

const CHUNK_BYTES = 256 * 1024;
/** What is said to three other threads once for every chunk costs less the larger it is. */
const PLAIN_CHUNK_BYTES = 512 * 1024;

/** Reads ahead by one chunk, into two buffers in turns: a new one for every chunk keeps the garbage collector busy. */
export async function* readPlain(path: string, meter: ByteMeter): ByteStream {
  const handle = await open(path, "r");
  const read = (into: Buffer) => {
    const reading = handle.read(into, 0, PLAIN_CHUNK_BYTES);
    // Thrown where it is awaited; until then nobody listens.
    reading.catch(() => undefined);
    return reading;
  };
  try {
    let reading = read(Buffer.allocUnsafeSlow(PLAIN_CHUNK_BYTES));
    let other: Buffer = Buffer.allocUnsafeSlow(PLAIN_CHUNK_BYTES);
    for (;;) {
      const { bytesRead, buffer } = await reading;
      if (bytesRead === 0) return;
      reading = read(other);
      other = buffer;
      meter.readBytes += bytesRead;
      const refusal = meterUnpacked(meter, bytesRead, null);
      if (refusal) {
        yield { ok: false, refusal };
        return;
      }
      yield accept(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

export async function* readGzip(path: string, meter: ByteMeter): ByteStream {
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const corrupt = "statement_gzip_corrupt";
  yield* unpack(source, createGunzip({ chunkSize: CHUNK_BYTES }), meter, corrupt, "The gzip file");
}

export async function* readZipMember(
  handle: FileHandle,
  path: string,
  member: ZipMember,
  meter: ByteMeter,
): ByteStream {
  const start = await findZipContent(handle, member);
  const what = `The archive's member "${member.name}"`;
  if (start === null) {
    yield refuseStatement("statement_zip_corrupt", `${what} is not where the directory says. Fetch the archive again.`);
    return;
  }
  if (member.compressedBytes === 0) return;
  const source = createReadStream(path, { start, end: start + member.compressedBytes - 1, highWaterMark: CHUNK_BYTES });
  const inflate = member.method === "deflated" ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : null;
  let length = 0;
  let checksum = 0;
  for await (const chunk of unpack(source, inflate, meter, "statement_zip_corrupt", what)) {
    if (!chunk.ok) {
      yield chunk;
      return;
    }
    length += chunk.value.length;
    checksum = crc32(chunk.value, checksum);
    if (length > member.uncompressedBytes) break;
    yield chunk;
  }
  if (length !== member.uncompressedBytes || checksum !== member.crc32) {
    yield refuseStatement("statement_zip_corrupt", `${what} doesn't match its checksum. Fetch the archive again.`);
  }
}

type CorruptCode = "statement_gzip_corrupt" | "statement_zip_corrupt";

/** Streams `source` through `inflate`, if there is one, and stops at the first limit or broken byte. */
async function* unpack(
  source: ReadStream,
  inflate: Transform | null,
  meter: ByteMeter,
  corrupt: CorruptCode,
  what: string,
): ByteStream {
  const own: ByteMeter = { readBytes: 0, unpackedBytes: 0 };
  // A failing pipeline destroys `inflate`, so the iteration below throws the same error: it is handled there, once.
  if (inflate) pipeline(source, inflate).catch(() => undefined);
  try {
    for await (const chunk of (inflate ?? source) as AsyncIterable<Buffer>) {
      meter.readBytes += source.bytesRead - own.readBytes;
      own.readBytes = source.bytesRead;
      own.unpackedBytes += chunk.length;
      const refusal = meterUnpacked(meter, chunk.length, inflate ? own : null);
      if (refusal) {
        yield { ok: false, refusal };
        return;
      }
      yield accept(chunk);
    }
  } catch (error) {
    // zlib reports broken or cut-off content with a code beginning in Z; anything else is a fault of ours.
    if (!isZlibError(error)) throw error;
    yield refuseStatement(corrupt, `${what} is broken or cut off (${error.message}). Fetch it from the channel again.`);
  } finally {
    source.destroy();
    inflate?.destroy();
  }
}

function meterUnpacked(meter: ByteMeter, bytes: number, own: ByteMeter | null): StatementRefusal | null {
  meter.unpackedBytes += bytes;
  if (meter.unpackedBytes > MAX_UNPACKED_BYTES) {
    const message = `The upload unpacks to more than ${MAX_UNPACKED_BYTES} bytes. No statement is that large.`;
    return refuseStatement("statement_file_too_large", message, { limit: `${MAX_UNPACKED_BYTES}` }).refusal;
  }
  return own && isBomb(own.unpackedBytes, own.readBytes) ? refuseBomb().refusal : null;
}

/** Whether so many bytes out of so few are no statement, which repeats itself but not that often. */
export function isBomb(unpackedBytes: number, packedBytes: number): boolean {
  return unpackedBytes > RATIO_FREE_BYTES && unpackedBytes > packedBytes * MAX_RATIO;
}

export function refuseBomb(): { ok: false; refusal: StatementRefusal } {
  const message = `The upload unpacks to more than ${MAX_RATIO} times its size. It was not read further.`;
  return refuseStatement("statement_zip_ratio", message, { limit: `${MAX_RATIO}` });
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}
