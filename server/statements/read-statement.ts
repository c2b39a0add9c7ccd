import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { accept, type Result } from "@/core/result";
import { createStatementParser, type StatementContext } from "@/core/statements/create-parser";
import {
  canonicalLine,
  type StatementLine,
  type StatementRefusal,
  type StatementSummary,
} from "@/core/statements/statement";
import { type OpenedStatement, openStatementFile } from "./open-statement-file";

export type ReadStatement = StatementSummary & {
  /** Of the uploaded bytes. */
  fileSha256: string;
  /** Of what the lines say: the same for the same content in another encoding, archive or column order. */
  contentSha256: string;
  sizeBytes: number;
};

export type StatementProgress = { readBytes: number; sizeBytes: number; lines: number };

export type ReadStatementOptions = {
  /** YYYY-MM-DD, for a file that doesn't say its settlement date. */
  settlesOn?: string;
};

/**
 * Reads an uploaded statement from beginning to end. `onLines` gets the lines in order, a few hundred at a time, and the
 * next are not read before it resolves. It must only stage them: the file may still be refused after its last line.
 */
export async function readStatement(
  path: string,
  fileName: string,
  onLines: (lines: StatementLine[]) => Promise<void>,
  onProgress?: (progress: StatementProgress) => void,
  options: ReadStatementOptions = {},
): Promise<Result<ReadStatement, StatementRefusal>> {
  const { size: sizeBytes } = await stat(path);
  const opened = await openStatementFile(path, fileName);
  if (!opened.ok) return opened;
  try {
    const report = (lines: number) => onProgress?.({ readBytes: opened.value.meter.readBytes, sizeBytes, lines });
    const parsed = await parse(opened.value, onLines, report, options);
    if (!parsed.ok) return parsed;
    return accept({ ...parsed.value, fileSha256: await hashFile(path), sizeBytes });
  } finally {
    await opened.value.close();
  }
}

async function parse(
  opened: OpenedStatement,
  onLines: (lines: StatementLine[]) => Promise<void>,
  report: (lines: number) => void,
  options: ReadStatementOptions,
): Promise<Result<StatementSummary & { contentSha256: string }, StatementRefusal>> {
  const { memberName, companions } = opened;
  const context: StatementContext = { memberName, companions, ...options };
  const parser = createStatementParser(opened.format, context);
  const content = createHash("sha256");
  let count = 0;
  const take = async (lines: StatementLine[]) => {
    if (lines.length === 0) return;
    count += lines.length;
    content.update(lines.map((line) => `${canonicalLine(line)}\n`).join(""));
    await onLines(lines);
  };
  for await (const chunk of opened.bytes()) {
    if (!chunk.ok) return chunk;
    await take(parser.feed(chunk.value));
    report(count);
    if (parser.hasFailed()) break;
  }
  const { lines, outcome } = parser.finish();
  await take(lines);
  report(count);
  return outcome.ok ? accept({ ...outcome.value, contentSha256: content.digest("hex") }) : outcome;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
  }
  return hash.digest("hex");
}
