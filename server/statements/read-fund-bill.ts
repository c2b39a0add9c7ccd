import "server-only";
import { stat } from "node:fs/promises";
import { accept, invariant, type Result } from "@/core/result";
import { type CashLine, type CashRefusal, type CashSummary, canonicalCashLine } from "@/core/statements/cash-line";
import { createCashParser, isCashFormat } from "@/core/statements/create-cash-parser";
import type { FileFormat } from "@/core/statements/detect-format";
import type { StatementRefusal } from "@/core/statements/statement";
import { hashTextsBy } from "./hash-lines";
import { openStatementFile } from "./open-statement-file";
import { hashFile, parseMember, type StatementProgress } from "./read-statement";

/** `fileSha256` is of the uploaded bytes, `contentSha256` of what the lines say, however the file was written. */
export type ReadFundBill = CashSummary & { fileSha256: string; contentSha256: string; sizeBytes: number };

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
    const { format, meter, parts } = opened.value;
    invariant(isCashFormat(format), `${format} lists movements`);
    const report = (lines: number) => onProgress?.({ readBytes: meter.readBytes, sizeBytes, lines });
    const addToHash = hashTextsBy(canonicalCashLine);
    const parsed = await parseMember(opened.value, createCashParser(format, parts), addToHash, onLines, report);
    if (!parsed.ok) return parsed;
    return accept({ ...parsed.value, fileSha256: parsed.value.fileSha256 ?? (await hashFile(path)), sizeBytes });
  } finally {
    await opened.value.close();
  }
}
