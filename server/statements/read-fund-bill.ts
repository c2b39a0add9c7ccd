import "server-only";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { accept, invariant, type Result } from "@/core/result";
import { type CashLine, type CashRefusal, type CashSummary, canonicalCashLine } from "@/core/statements/cash-line";
import { createCashParser, isCashFormat } from "@/core/statements/create-cash-parser";
import type { FileFormat } from "@/core/statements/detect-format";
import type { StatementRefusal } from "@/core/statements/statement";
import { hashTextsBy } from "./hash-lines";
import { type OpenedStatement, openStatementFile } from "./open-statement-file";
import { hashFile, parseMember, type StatementProgress } from "./read-statement";

/** `fileSha256` is of the uploaded bytes, `contentSha256` of what the lines say, however the file was written. */
export type ReadFundBill = CashSummary & { fileSha256: string; contentSha256: string; sizeBytes: number };

const MAX_NAME_CHARS = 100;

/** Which format an uploaded file has, by what stands in it. */
export async function detectUploadedFormat(
  path: string,
  fileName: string,
): Promise<Result<FileFormat, StatementRefusal>> {
  const opened = await openStatementFile(path, fileName);
  if (!opened.ok) return opened;
  await opened.value.close();
  return accept(opened.value.format);
}

/** Reads a fund bill or a bank statement to its end and keeps none of its lines. Only for what `isCashFormat`. */
export function readFundBill(
  path: string,
  fileName: string,
  onProgress?: (progress: StatementProgress) => void,
): Promise<Result<ReadFundBill, CashRefusal>> {
  return readCashFile(path, fileName, async () => undefined, onProgress);
}

/** The same, handing the lines out in their order. They count for nothing until the file has been accepted. */
export async function readCashFile(
  path: string,
  fileName: string,
  onLines: (lines: CashLine[]) => Promise<void>,
  onProgress?: (progress: StatementProgress) => void,
): Promise<Result<ReadFundBill, CashRefusal>> {
  const { size: sizeBytes } = await stat(path);
  const opened = await openStatementFile(path, fileName);
  if (!opened.ok) return opened;
  try {
    const { meter } = opened.value;
    const report = (lines: number) => onProgress?.({ readBytes: meter.readBytes, sizeBytes, lines });
    const read = await readMembers(opened.value, onLines, report);
    if (!read.ok) return read;
    return accept({ ...read.value, fileSha256: read.value.fileSha256 ?? (await hashFile(path)), sizeBytes });
  } finally {
    await opened.value.close();
  }
}

type ReadMember = CashSummary & { fileSha256: string | null; contentSha256: string };

/** Reads the statements of a file one after the other. One that is refused refuses them all, and is named. */
async function readMembers(
  { format, container, parts, others, ...first }: OpenedStatement,
  onLines: (lines: CashLine[]) => Promise<void>,
  report: (lines: number) => void,
): Promise<Result<ReadMember, CashRefusal>> {
  invariant(isCashFormat(format), `${format} lists movements`);
  const read: ReadMember[] = [];
  let before = 0;
  for (const { memberName, bytes } of [first, ...others]) {
    const parser = createCashParser(format, parts);
    const reportAll = (lines: number) => report(before + lines);
    const parsed = await parseMember({ container, bytes }, parser, hashTextsBy(canonicalCashLine), onLines, reportAll);
    if (!parsed.ok) return others.length > 0 ? nameMember(parsed, memberName) : parsed;
    before += parsed.value.lines;
    read.push(parsed.value);
  }
  return accept(joinMembers(read));
}

function nameMember({ refusal }: { refusal: CashRefusal }, name: string): { ok: false; refusal: CashRefusal } {
  const member = name.slice(0, MAX_NAME_CHARS);
  const { message, params } = refusal;
  return { ok: false, refusal: { ...refusal, message: `${member}: ${message}`, params: { ...params, member } } };
}

/** The statements of an archive as those of one file. */
function joinMembers(read: readonly ReadMember[]): ReadMember {
  const [first, second] = read;
  invariant(first, "a file has a statement");
  if (!second) return first;
  const hash = createHash("sha256");
  for (const { contentSha256 } of read) hash.update(contentSha256);
  const notes = read.flatMap(({ footer }) => Object.entries(footer ?? {}));
  return {
    ...first,
    layout: [...new Set(read.map(({ layout }) => layout))].join(", "),
    accounts: read.flatMap(({ accounts }) => accounts),
    lines: read.reduce((sum, { lines }) => sum + lines, 0),
    footer: notes.length > 0 ? Object.fromEntries(notes) : null,
    contentSha256: hash.digest("hex"),
  };
}
