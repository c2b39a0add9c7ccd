import "server-only";
import { type FileHandle, open } from "node:fs/promises";
import { accept, type Result } from "@/core/result";
import { findArchiveParts, isAlipaySummary } from "@/core/statements/archive-parts";
import { isBankFormat, isCashFormat } from "@/core/statements/create-cash-parser";
import { type Companion, isCompanion } from "@/core/statements/create-parser";
import { detectStatementFormat, type FileFormat } from "@/core/statements/detect-format";
import { refuseStatement } from "@/core/statements/refuse-statement";
import type { StatementRefusal } from "@/core/statements/statement";
import {
  type ByteMeter,
  type ByteStream,
  isBomb,
  MAX_UNPACKED_BYTES,
  readGzip,
  readPlain,
  readZipMember,
  refuseBomb,
} from "./inflate-member";
import {
  isBlank,
  refuseAmbiguous,
  refuseHead,
  refuseNested,
  refusePartMissing,
  refuseUnknown,
  withoutMark,
} from "./refuse-upload";
import { readZipDirectory, type ZipMember } from "./zip-directory";

/** The one statement in an upload, whatever it was packed in; a large one perhaps in several members, read as one. */
export type OpenedStatement = {
  container: "plain" | "gzip" | "zip";
  format: FileFormat;
  memberName: string;
  parts: number;
  companions: readonly Companion[];
  meter: ByteMeter;
  /** The bytes of the member, or of its parts one behind the other, once. */
  bytes: () => ByteStream;
  /** Further statements of the same format, as banks pack those of all accounts into one archive; each is a file of its own. */
  others: readonly OpenedMember[];
  close: () => Promise<void>;
};

export type OpenedMember = Pick<OpenedStatement, "memberName" | "bytes">;

/** Which format a file has by its beginning; for a channel with a mapping, whatever it is. */
export type FormatDetector = (head: Uint8Array, memberName?: string) => FileFormat | null;

const HEAD_BYTES = 64 * 1024;
const MAX_COMPANION_BYTES = 8 * 1024 * 1024;

/** Decides by the first bytes, never by the name, how `path` is packed and which format it has. Close what it returns. */
export async function openStatementFile(
  path: string,
  fileName: string,
  detect: FormatDetector = detectStatementFormat,
): Promise<Result<OpenedStatement, StatementRefusal>> {
  const handle = await open(path, "r");
  try {
    const opened = await openByMagic(handle, path, fileName, detect);
    if (!opened.ok) await handle.close();
    return opened;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openByMagic(
  handle: FileHandle,
  path: string,
  fileName: string,
  detect: FormatDetector,
): Promise<Result<OpenedStatement, StatementRefusal>> {
  const { size } = await handle.stat();
  const magic = Buffer.alloc(4);
  await handle.read(magic, 0, 4, 0);
  const meter = newMeter();
  if (isZip(magic)) return openZip(handle, path, size, meter, detect);
  const container = isGzip(magic) ? "gzip" : "plain";
  const read = container === "gzip" ? readGzip : readPlain;
  const memberName = container === "gzip" ? fileName.replace(/\.gz$/i, "") : fileName;
  const head = await readHead(read(path, newMeter()), HEAD_BYTES);
  if (!head.ok) return head;
  if (container === "gzip" && (isZip(head.value) || isGzip(head.value))) return refuseNested(memberName);
  const format = detect(head.value, memberName);
  if (!format) return refuseHead(head.value) ?? refuseUnknown([fileName]);
  const bytes = () => read(path, meter);
  const close = () => handle.close();
  return accept({ container, format, memberName, parts: 1, companions: [], meter, bytes, others: [], close });
}

async function openZip(
  handle: FileHandle,
  path: string,
  sizeBytes: number,
  meter: ByteMeter,
  detect: FormatDetector,
): Promise<Result<OpenedStatement, StatementRefusal>> {
  const directory = await readZipDirectory(handle, sizeBytes);
  if (!directory.ok) return directory;
  const members = directory.value.filter(
    (member) => !member.name.endsWith("/") && !member.name.startsWith("__MACOSX/"),
  );
  const total = members.reduce((sum, member) => sum + member.uncompressedBytes, 0);
  if (total > MAX_UNPACKED_BYTES) {
    const message = `The archive unpacks to ${total} bytes; a statement has at most ${MAX_UNPACKED_BYTES}. Nothing was read.`;
    return refuseStatement("statement_file_too_large", message, { limit: `${MAX_UNPACKED_BYTES}` });
  }
  // What a member claims is believed here only against it: while it is read, its bytes are counted.
  if (members.some((member) => isBomb(member.uncompressedBytes, member.compressedBytes))) return refuseBomb();
  const found = await findStatements(handle, path, members, detect);
  if (!found.ok) return found;
  const chosen = chooseStatement(found.value, members);
  if (!chosen.ok) return chosen;
  const { format, parts, others } = chosen.value;
  const companions = await readCompanions(handle, path, format, members);
  if (!companions.ok) return companions;
  const [first] = parts;
  return accept({
    container: "zip",
    format,
    memberName: first?.name ?? "",
    parts: parts.length,
    companions: companions.value,
    meter,
    bytes: () => joinParts(parts.map((part) => () => readZipMember(handle, path, part, meter))),
    others: others.map((member) => ({
      memberName: member.name,
      bytes: () => readZipMember(handle, path, member, meter),
    })),
    close: () => handle.close(),
  });
}

type FoundStatement = { member: ZipMember; format: FileFormat };

async function findStatements(
  handle: FileHandle,
  path: string,
  members: readonly ZipMember[],
  detect: FormatDetector,
): Promise<Result<FoundStatement[], StatementRefusal>> {
  const found: FoundStatement[] = [];
  let refused: ReturnType<typeof refuseHead> = null;
  for (const member of members) {
    const head = await readHead(readZipMember(handle, path, member, newMeter()), HEAD_BYTES);
    if (!head.ok) return head;
    if (isZip(head.value) || isGzip(head.value)) return refuseNested(member.name);
    const format = detect(head.value, member.name);
    // An empty file beside others says nothing of them.
    if (format === null) refused ??= isBlank(head.value) && members.length > 1 ? null : refuseHead(head.value);
    else if (!isBeside(member)) found.push({ member, format });
  }
  return found.length === 0 && refused ? refused : accept(found);
}

/** UnionPay's error file has the shape of a statement's lines but not their fields; Alipay's summary has no lines. */
function isBeside({ name }: ZipMember): boolean {
  return isAlipaySummary(name) || isCompanion("unionpay-zm", name);
}

type ChosenStatement = { format: FileFormat; parts: readonly ZipMember[]; others: readonly ZipMember[] };

/**
 * The one statement of an archive. Alipay cuts the bill of a large day into numbered files; a bank has a statement for each
 * account and day.
 */
function chooseStatement(
  found: readonly FoundStatement[],
  members: readonly ZipMember[],
): Result<ChosenStatement, StatementRefusal> {
  const [first] = found;
  if (!first) return refuseUnknown(members.map((member) => member.name));
  const { format } = first;
  const isAlike = found.every((other) => other.format === format);
  if (found.length === 1 || (isAlike && isBankFormat(format))) {
    return accept({ format, parts: [first.member], others: found.slice(1).map(({ member }) => member) });
  }
  const isInParts = format.startsWith("alipay-") && isAlike;
  const inParts = isInParts ? findArchiveParts(found.map(({ member }) => member)) : null;
  if (inParts === null) return refuseAmbiguous(found.map(({ member }) => member.name));
  return inParts.missing === null
    ? accept({ format, parts: inParts.parts, others: [] })
    : refusePartMissing(inParts.missing);
}

const LF = 10;

/** The parts as one file: without the marks at their beginnings, and each on lines of its own. */
async function* joinParts(parts: readonly (() => ByteStream)[]): ByteStream {
  let last = LF;
  for (const [at, open] of parts.entries()) {
    if (last !== LF) yield accept(Uint8Array.of(LF));
    let isBeginning = at > 0;
    for await (const chunk of open()) {
      if (!chunk.ok) {
        yield chunk;
        return;
      }
      const bytes = isBeginning ? withoutMark(chunk.value) : chunk.value;
      isBeginning = false;
      last = bytes.at(-1) ?? last;
      yield accept(bytes);
    }
  }
}

async function readCompanions(
  handle: FileHandle,
  path: string,
  format: FileFormat,
  members: readonly ZipMember[],
): Promise<Result<Companion[], StatementRefusal>> {
  const companions: Companion[] = [];
  if (isCashFormat(format)) return accept(companions);
  for (const member of members.filter((candidate) => isCompanion(format, candidate.name))) {
    if (member.uncompressedBytes > MAX_COMPANION_BYTES) {
      const message = `The archive's member "${member.name}" is larger than ${MAX_COMPANION_BYTES} bytes. Nothing was read.`;
      return refuseStatement("statement_file_too_large", message, { limit: `${MAX_COMPANION_BYTES}` });
    }
    const whole = await readHead(readZipMember(handle, path, member, newMeter()), Number.POSITIVE_INFINITY);
    if (!whole.ok) return whole;
    companions.push({ name: member.name, bytes: whole.value });
  }
  return accept(companions);
}

/** The first `limit` bytes, or all of a shorter stream. */
async function readHead(stream: ByteStream, limit: number): Promise<Result<Uint8Array, StatementRefusal>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (!chunk.ok) return chunk;
    chunks.push(Buffer.from(chunk.value));
    length += chunk.value.length;
    if (length >= limit) break;
  }
  return accept(Buffer.concat(chunks).subarray(0, Math.min(limit, length)));
}

function newMeter(): ByteMeter {
  return { readBytes: 0, unpackedBytes: 0 };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
