import "server-only";
import type { FileHandle } from "node:fs/promises";
import { accept, type Result } from "@/core/result";
import { refuseStatement } from "@/core/statements/refuse-statement";
import type { StatementRefusal } from "@/core/statements/statement";

export type ZipMember = {
  name: string;
  method: "stored" | "deflated";
  /** Where the member's local header begins. */
  headerAt: number;
  compressedBytes: number;
  uncompressedBytes: number;
  crc32: number;
};

export const MAX_ZIP_MEMBERS = 50;

const END_RECORD = 0x06054b50;
const CENTRAL_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
/** Fifty members with the longest names and extras that a central header can have. */
const MAX_DIRECTORY_BYTES = 8 * 1024 * 1024;
const IN_ZIP64 = 0xffffffff;

/**
 * Reads an archive's central directory. The archive's own idea of its members is checked before one byte is inflated:
 * their number, their names, encryption, method, and that no two of them share bytes, which is how small bombs are made.
 */
export async function readZipDirectory(
  handle: FileHandle,
  sizeBytes: number,
): Promise<Result<readonly ZipMember[], StatementRefusal>> {
  const tailAt = Math.max(0, sizeBytes - END_RECORD_BYTES - MAX_COMMENT_BYTES);
  const tail = await readAt(handle, tailAt, sizeBytes - tailAt);
  const endAt = tail ? findEndRecord(tail) : -1;
  if (!tail || endAt < 0) return corrupt("has no central directory: it was cut off");
  const count = tail.readUInt16LE(endAt + 10);
  if (tail.readUInt16LE(endAt + 4) !== 0 || tail.readUInt16LE(endAt + 8) !== count)
    return unsupported("is split over volumes");
  if (count > MAX_ZIP_MEMBERS) {
    const message = `The archive holds ${count} members; a statement's has at most ${MAX_ZIP_MEMBERS}. Upload the statement alone.`;
    return refuseStatement("statement_zip_too_many_members", message, {
      count: `${count}`,
      limit: `${MAX_ZIP_MEMBERS}`,
    });
  }
  const directoryBytes = tail.readUInt32LE(endAt + 12);
  const directoryAt = tail.readUInt32LE(endAt + 16);
  if (directoryAt === IN_ZIP64) return unsupported("is larger than 4 GiB");
  if (directoryBytes > MAX_DIRECTORY_BYTES) return corrupt("has an implausibly large directory");
  const directory = await readAt(handle, directoryAt, directoryBytes);
  if (!directory || directoryAt + directoryBytes > tailAt + endAt)
    return corrupt("has a directory that lies outside of it");
  const members = readMembers(directory, count);
  if (!members.ok) return members;
  const twice = members.value.find(({ name }, at) => members.value.findIndex((other) => other.name === name) !== at);
  // Which of the two another program would take, nobody knows.
  if (twice) return corrupt(`names the member "${twice.name.slice(0, 100)}" twice`);
  return hasOverlap(members.value, directoryAt) ? corrupt("has members that share bytes") : members;
}

/** Where the member's compressed bytes begin; null when its local header isn't one. */
export async function findZipContent(handle: FileHandle, member: ZipMember): Promise<number | null> {
  const header = await readAt(handle, member.headerAt, 30);
  if (!header || header.readUInt32LE(0) !== LOCAL_HEADER) return null;
  return member.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function readMembers(directory: Buffer, count: number): Result<readonly ZipMember[], StatementRefusal> {
  const members: ZipMember[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL_HEADER)
      return corrupt("has a broken directory");
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const next = at + 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
    if (next > directory.length) return corrupt("has a broken directory");
    const member = readMember(directory.subarray(at, next), nameBytes, extraBytes);
    if (!member.ok) return member;
    members.push(member.value);
    at = next;
  }
  return accept(members);
}

function readMember(header: Buffer, nameBytes: number, extraBytes: number): Result<ZipMember, StatementRefusal> {
  const flags = header.readUInt16LE(8);
  const name = decodeName(header.subarray(46, 46 + nameBytes), (flags & 0x800) !== 0);
  if (name === null || isOutside(name)) {
    const message = `The archive names a member "${(name ?? "?").slice(0, 100)}", which points outside of it. Nothing was read.`;
    return refuseStatement("statement_zip_path", message, { name: (name ?? "?").slice(0, 100) });
  }
  if ((flags & 0x2041) !== 0) {
    const message = `The archive's member "${name}" is encrypted. Upload it without a password.`;
    return refuseStatement("statement_zip_encrypted", message, { name });
  }
  const method = header.readUInt16LE(10);
  if (method !== 0 && method !== 8) return unsupported(`has the member "${name}" in compression method ${method}`);
  const sizes = readSizes(header, header.subarray(46 + nameBytes, 46 + nameBytes + extraBytes));
  if (!sizes) return unsupported(`has the member "${name}" beyond 4 GiB`);
  const crc32 = header.readUInt32LE(16);
  const member: ZipMember = { name, method: method === 0 ? "stored" : "deflated", crc32, ...sizes };
  if (member.method === "stored" && sizes.compressedBytes !== sizes.uncompressedBytes) {
    return corrupt(`has contradicting sizes for "${name}"`);
  }
  return accept(member);
}

type Sizes = Pick<ZipMember, "compressedBytes" | "uncompressedBytes" | "headerAt">;

/** Streaming writers put even small sizes into the ZIP64 extra field. Null for an archive that truly needs it. */
function readSizes(header: Buffer, extra: Buffer): Sizes | null {
  const plain = [header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)];
  let wide = zip64Field(extra);
  const values = plain.map((value) => {
    if (value !== IN_ZIP64) return value;
    if (!wide || wide.length < 8 || wide.readUInt32LE(4) !== 0) return null;
    const read = wide.readUInt32LE(0);
    wide = wide.subarray(8);
    return read;
  });
  const [uncompressedBytes, compressedBytes, headerAt] = values;
  if (uncompressedBytes == null || compressedBytes == null || headerAt == null) return null;
  return { uncompressedBytes, compressedBytes, headerAt };
}

function zip64Field(extra: Buffer): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return null;
}

/** Alipay writes GBK names without saying so; other tools write UTF-8 without saying so. Null when it is neither. */
function decodeName(bytes: Buffer, isUtf8: boolean): string | null {
  for (const encoding of isUtf8 ? ["utf-8"] : ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  }
  return null;
}

function isOutside(name: string): boolean {
  if (name === "" || name.includes("\0") || /^[/\\]|^[A-Za-z]:/.test(name)) return true;
  return name.split(/[/\\]/).includes("..");
}

function hasOverlap(members: readonly ZipMember[], directoryAt: number): boolean {
  const ordered = [...members].sort((left, right) => left.headerAt - right.headerAt);
  return ordered.some((member, index) => {
    const next = ordered[index + 1]?.headerAt ?? directoryAt;
    return member.headerAt + 30 + member.compressedBytes > next;
  });
}

function findEndRecord(tail: Buffer): number {
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at -= 1) {
    const isHere = tail.readUInt32LE(at) === END_RECORD;
    if (isHere && at + END_RECORD_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return -1;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return bytesRead === length ? buffer : null;
}

function corrupt(what: string): { ok: false; refusal: StatementRefusal } {
  const message = `The archive ${what}. Fetch it from the channel again.`;
  return refuseStatement("statement_zip_corrupt", message, { reason: what });
}

function unsupported(what: string): { ok: false; refusal: StatementRefusal } {
  const message = `The archive ${what}. Unpack it and upload the statement itself.`;
  return refuseStatement("statement_zip_unsupported", message, { reason: what });
}
