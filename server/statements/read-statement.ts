import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import type { ProblemSink } from "@/core/statements/collect-lines";
import { isBankFormat } from "@/core/statements/create-cash-parser";
import { isFundFormat } from "@/core/statements/create-fund-parser";
import { createStatementParser } from "@/core/statements/create-parser";
import type { StatementLine, StatementRefusal, StatementSummary } from "@/core/statements/statement";
import type { MappingVersion } from "@/server/store/statement-mappings";
import { hashLines, type LineHasher } from "./hash-lines";
import { type OpenedStatement, openStatementFile } from "./open-statement-file";

export type ReadStatement = StatementSummary & {
  /** Of the uploaded bytes. */
  fileSha256: string;
  /** Of what the lines say: the same for the same content in another encoding, archive or column order. */
  contentSha256: string;
  sizeBytes: number;
  /** The version of its channel's mapping that read it; null where the format says itself how it is read. */
  mappingId: bigint | null;
};

export type StatementProgress = { readBytes: number; sizeBytes: number; lines: number };

export type ReadStatementOptions = {
  /** YYYY-MM-DD, for a file that doesn't say its settlement date. */
  settlesOn?: string;
  /** By which the file is read, whatever it looks like: its channel says so (see `findChannelMapping`). */
  mapping?: MappingVersion | null;
  /** Keeps what is read; finished when the file is accepted, and to be closed by whoever opened it. */
  keep?: ContentKeeper<StatementLine>;
  /** Every line that is refused, and not only the first; the file is then read to its end. */
  onProblem?: ProblemSink;
};

/** Why a list of movements is not taken where a list of payments is wanted. */
export type FundBillRefusal = Refusal<"statement_is_fund_bill" | "statement_is_bank_statement">;

/**
 * Reads an uploaded statement from beginning to end. `onLines` gets the lines in order, a few hundred at a time, and the
 * next are not read before it resolves. It must only stage them: the file may still be refused after its last line.
 */
export async function readStatement(
  path: string,
  fileName: string,
  onLines: (lines: StatementLine[]) => Promise<void>,
  onProgress?: (progress: StatementProgress) => void,
  { keep, mapping = null, ...context }: ReadStatementOptions = {},
): Promise<Result<ReadStatement, StatementRefusal | FundBillRefusal>> {
  const { size: sizeBytes } = await stat(path);
  const opened = await openStatementFile(path, fileName, mapping ? () => "csv-mapped" : undefined);
  if (!opened.ok) return opened;
  try {
    const report = (lines: number) => onProgress?.({ readBytes: opened.value.meter.readBytes, sizeBytes, lines });
    const { format, memberName, companions, parts } = opened.value;
    if (isFundFormat(format)) return refuseFundBill(format);
    if (isBankFormat(format)) return refuseBankStatement(format);
    const mapped = mapping ? { mapping: mapping.mapping } : {};
    const parser = createStatementParser(format, { memberName, companions, parts, ...mapped, ...context });
    const parsed = await parseMember(opened.value, parser, hashLines, onLines, report, keep);
    if (!parsed.ok) return parsed;
    const fileSha256 = parsed.value.fileSha256 ?? (await hashFile(path));
    return accept({ ...parsed.value, fileSha256, sizeBytes, mappingId: mapping?.id ?? null });
  } finally {
    await opened.value.close();
  }
}

function refuseFundBill(format: string): { ok: false; refusal: FundBillRefusal } {
  const message =
    `This is a ${format} bill: it lists what moved on our account with the channel and not its payments. ` +
    "Nothing was imported; import the channel's trade bill here, and this one with `desk bank import` or on the page Bank.";
  return refuse("statement_is_fund_bill", message, { format });
}

function refuseBankStatement(format: string): { ok: false; refusal: FundBillRefusal } {
  const message =
    `This is a bank statement (${format}): it lists what moved on a bank account, not a channel's payments. ` +
    "Nothing was imported; import it with `desk bank import` or on the page Bank.";
  return refuse("statement_is_bank_statement", message, { format });
}

/** What parsers of payments and of movements have in common. */
type MemberParser<L, S, R extends Refusal> = {
  feed(chunk: Uint8Array): L[];
  finish(): { lines: L[]; outcome: Result<S, R> };
  hasFailed(): boolean;
};

/** Takes every byte of the member and the lines that it completed, and is told when the file is accepted. */
export type ContentKeeper<L> = {
  add(chunk: Uint8Array, lines: readonly L[]): Promise<void>;
  finish(lines: readonly L[]): Promise<unknown>;
};

/** The hashes of a member: of its lines' canonical texts, and of its file where that is the same bytes. */
type MemberHashes = { readonly contentSha256: string; readonly fileSha256: string | null };

/** Feeds the member's bytes to its parser. */
export async function parseMember<L, S extends object, R extends Refusal>(
  opened: Pick<OpenedStatement, "container" | "bytes">,
  parser: MemberParser<L, S, R>,
  addToHash: LineHasher<L>,
  onLines: (lines: L[]) => Promise<void>,
  report: (lines: number) => void,
  keep?: ContentKeeper<L>,
): Promise<Result<S & MemberHashes, R | StatementRefusal>> {
  const content = createHash("sha256");
  const file = opened.container === "plain" ? createHash("sha256") : null;
  let count = 0;
  const take = async (lines: L[]) => {
    if (lines.length === 0) return;
    count += lines.length;
    addToHash(content, lines);
    await onLines(lines);
  };
  for await (const chunk of opened.bytes()) {
    if (!chunk.ok) return chunk;
    file?.update(chunk.value);
    const fed = parser.feed(chunk.value);
    await keep?.add(chunk.value, fed);
    await take(fed);
    report(count);
    if (parser.hasFailed()) break;
  }
  const { lines, outcome } = parser.finish();
  await take(lines);
  report(count);
  if (!outcome.ok) return outcome;
  await keep?.finish(lines);
  const hashes = { contentSha256: content.digest("hex"), fileSha256: file?.digest("hex") ?? null };
  return accept({ ...outcome.value, ...hashes });
}

/** SHA-256 of a file's bytes, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
  }
  return hash.digest("hex");
}
