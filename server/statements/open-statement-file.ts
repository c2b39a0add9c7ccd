import "server-only";
import { type FileHandle, open } from "node:fs/promises";
import { accept, type Result } from "@/core/result";
import { findArchiveParts, isAlipaySummary } from "@/core/statements/archive-parts";
import { isCashFormat } from "@/core/statements/create-cash-parser";
import { type Companion, isCompanion } from "@/core/statements/create-parser";
import { detectStatementFormat, type FileFormat, isEnglishWechatBill } from "@/core/statements/detect-format";
import { refuseAtByte, refuseStatement } from "@/core/statements/refuse-statement";
import type { SplitFailure } from "@/core/statements/split-lines";
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
  close: () => Promise<void>;
};

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
  return accept({ container, format, memberName, parts: 1, companions: [], meter, bytes, close });
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
  const { format, parts } = chosen.value;
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
    if (format === null) refused ??= refuseHead(head.value);
    else if (!isBeside(member)) found.push({ member, format });
  }
  return found.length === 0 && refused ? refused : accept(found);
}

/** UnionPay's error file has the shape of a statement's lines but not their fields; Alipay's summary has no lines. */
function isBeside({ name }: ZipMember): boolean {
  return isAlipaySummary(name) || isCompanion("unionpay-zm", name);
}

type ChosenStatement = { format: FileFormat; parts: readonly ZipMember[] };

/** The one statement of an archive. Alipay cuts the bill of a large day into numbered files. */
function chooseStatement(
  found: readonly FoundStatement[],
  members: readonly ZipMember[],
): Result<ChosenStatement, StatementRefusal> {
  const [first] = found;
  if (!first) return refuseUnknown(members.map((member) => member.name));
  const { format } = first;
  if (found.length === 1) return accept({ format, parts: [first.member] });
  const isInParts = format.startsWith("alipay-") && found.every((other) => other.format === format);
  const inParts = isInParts ? findArchiveParts(found.map(({ member }) => member)) : null;
  if (inParts === null) return refuseAmbiguous(found.map(({ member }) => member.name));
  return inParts.missing === null ? accept({ format, parts: inParts.parts }) : refusePartMissing(inParts.missing);
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

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
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

const UTF_16: SplitFailure = {
  code: "statement_encoding_invalid",
  lineNo: 1,
  byteOffset: 0,
  reason: "it is written in UTF-16, as a spreadsheet saves it; the desk reads UTF-8 and GB18030",
};

/** What can be told of a file that is none of the known formats, from its beginning; null where it is nothing known. */
function refuseHead(head: Uint8Array): { ok: false; refusal: StatementRefusal } | null {
  if (isUtf16(head)) return refuseAtByte(UTF_16);
  if (!isEnglishWechatBill(head)) return null;
  const message =
    "This is a bill of WeChat Pay with English column names, as its merchant platform exports it to people who read English. " +
    "The desk reads the one with Chinese names: set the merchant platform to Chinese and download the bill again. Nothing was read.";
  return refuseStatement("statement_header_english", message);
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function refuseNested(name: string): { ok: false; refusal: StatementRefusal } {
  const message = `"${name}" is packed once more inside the upload. Unpack it once and upload what comes out.`;
  return refuseStatement("statement_zip_nested", message, { name });
}

function refuseUnknown(names: readonly string[]): { ok: false; refusal: StatementRefusal } {
  const listed = names.slice(0, 10).join(", ");
  const message = names.includes("[Content_Types].xml")
    ? "This is a spreadsheet (XLSX). Download the bill from the channel as CSV and upload it unopened."
    : `No statement of a known format was found in: ${listed || "an empty archive"}. The desk reads bills of WeChat Pay, Alipay and UnionPay, payout reports of Stripe and Adyen, and bank statements in camt.053 and MT940.`;
  return refuseStatement("statement_format_unknown", message, { names: listed });
}

function refusePartMissing(part: number): { ok: false; refusal: StatementRefusal } {
  const message = `The archive holds the numbered parts of one bill, but not part ${part}. Fetch it from the channel again.`;
  return refuseStatement("statement_zip_part_missing", message, { part: `${part}` });
}

function refuseAmbiguous(names: readonly string[]): { ok: false; refusal: StatementRefusal } {
  const listed = names.slice(0, 10).join(", ");
  const message = `The archive holds ${names.length} statements: ${listed}. Upload one at a time.`;
  return refuseStatement("statement_zip_ambiguous", message, { count: `${names.length}`, names: listed });
}
