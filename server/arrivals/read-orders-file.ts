import "server-only";
import { createReadStream } from "node:fs";
import { ordersFileLine } from "@/contracts/orders";
import { sayIssues } from "@/contracts/say-issues";
import {
  MAX_ORDER_LINES,
  type NumberedOrderLine,
  type OrdersChunk,
  type RefusedLine,
} from "@/server/commands/import-orders";

/** A part of the file that goes into the books together, and where in the file it ends. */
export type FileChunk = Required<OrdersChunk> & { readonly readBytes: number };

/** Longer than any line that an order needs; a file without line ends must not fill the memory. */
const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 10;

/**
 * Reads an orders file (NDJSON, UTF-8) in chunks of `MAX_ORDER_LINES` lines, one chunk in memory at a time. Lines are
 * numbered from 1 as an editor does; blank ones count in the numbering only.
 */
export async function* readOrdersFile(path: string, chunkLines = MAX_ORDER_LINES): AsyncGenerator<FileChunk> {
  let lines: NumberedOrderLine[] = [];
  let refused: RefusedLine[] = [];
  let lineNo = 0;
  let readBytes = 0;
  for await (const { bytes, end } of splitLines(path)) {
    lineNo += 1;
    readBytes = end;
    const read = readLine(bytes, lineNo);
    if (read === null) continue;
    if ("line" in read) lines.push({ lineNo, line: read.line });
    else refused.push({ line: lineNo, code: "order_line_invalid", message: read.objection });
    if (lines.length + refused.length < chunkLines) continue;
    yield { lines, refused, readBytes };
    lines = [];
    refused = [];
  }
  if (lines.length + refused.length > 0) yield { lines, refused, readBytes };
}

type LineRead = Pick<NumberedOrderLine, "line"> | { objection: string } | null;

function readLine(bytes: Buffer | null, lineNo: number): LineRead {
  if (bytes === null) return { objection: `the line is longer than ${MAX_LINE_BYTES} bytes` };
  const text = decode(bytes);
  if (text === null) return { objection: "the line is not UTF-8" };
  const words = (lineNo === 1 ? text.replace(/^\uFEFF/, "") : text).trim();
  if (words === "") return null;
  const value = parseJson(words);
  if (value === undefined) return { objection: "the line is not JSON" };
  const parsed = ordersFileLine.safeParse(value);
  return parsed.success ? { line: parsed.data } : { objection: sayIssues(parsed.error).join("; ") };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    // Not UTF-8: the caller refuses the line and says so.
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller refuses the line and says so.
    return undefined;
  }
}

/** The file's lines as bytes, without their line ends; null for a line over the limit, which is read and dropped. */
async function* splitLines(path: string): AsyncGenerator<{ bytes: Buffer | null; end: number }> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let end = 0;
  const take = () => {
    const bytes = heldBytes > MAX_LINE_BYTES ? null : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return { bytes, end };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      hold(chunk.subarray(start, at));
      end += at + 1 - start;
      start = at + 1;
      yield take();
    }
    hold(chunk.subarray(start));
    end += chunk.length - start;
  }
  if (heldBytes > 0) yield take();

  function hold(part: Buffer): void {
    heldBytes += part.length;
    if (heldBytes <= MAX_LINE_BYTES) held.push(part);
    else held = [];
  }
}
