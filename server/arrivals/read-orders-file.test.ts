import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FileChunk, readOrdersFile } from "./read-orders-file";

const folder = mkdtempSync(join(tmpdir(), "orders-"));
afterAll(() => rmSync(folder, { recursive: true }));

const REFUND = { type: "refund", refundNo: "R1", orderNo: "O1", amountMinor: "60", status: "ACCEPTED" };

async function read(content: string | Buffer, chunkLines?: number): Promise<FileChunk[]> {
  const path = join(folder, "orders.ndjson");
  writeFileSync(path, content);
  const chunks: FileChunk[] = [];
  for await (const chunk of readOrdersFile(path, chunkLines)) chunks.push(chunk);
  return chunks;
}

function refund(refundNo: string): string {
  return JSON.stringify({ ...REFUND, refundNo });
}

test("lines are numbered as in an editor, blank ones, a byte order mark and CRLF don't matter", async () => {
  const [chunk, ...more] = await read(`\uFEFF${refund("R1")}\r\n\r\n  \n${refund("R2")}`);
  expect(more).toEqual([]);
  expect(chunk?.refused).toEqual([]);
  expect(chunk?.lines.map(({ lineNo, line }) => [lineNo, line.type === "refund" && line.refundNo])).toEqual([
    [1, "R1"],
    [4, "R2"],
  ]);
});

test("a line that cannot be read is refused with its number and what is wrong with it", async () => {
  const float = JSON.stringify({ ...REFUND, amountMinor: 60.5 });
  const unknown = JSON.stringify({ ...REFUND, type: "gift" });
  const content = Buffer.concat([
    Buffer.from(`${refund("R1")}\n{"type":\n${float}\n${unknown}\n`),
    Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
    Buffer.from(`"${"x".repeat(70_000)}"\n[]\n`),
  ]);
  const [chunk] = await read(content);
  expect(chunk?.lines).toHaveLength(1);
  expect(chunk?.refused.map(({ line, message }) => `${line} ${message}`)).toEqual([
    "2 the line is not JSON",
    expect.stringMatching(/^3 amountMinor: /),
    expect.stringMatching(/^4 type: /),
    "5 the line is not UTF-8",
    "6 the line is longer than 65536 bytes",
    expect.stringMatching(/^7 /),
  ]);
  expect(new Set(chunk?.refused.map((refused) => refused.code))).toEqual(new Set(["order_line_invalid"]));
});

test("a file comes in chunks that say how far they reach", async () => {
  const text = ["R1", "R2", "R3", "R4", "R5"].map((no) => `${refund(no)}\n`).join("");
  const chunks = await read(text, 2);
  expect(chunks.map((chunk) => chunk.lines.map((line) => line.lineNo))).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks.at(-1)?.readBytes).toBe(text.length);
  expect(await read("")).toEqual([]);
});

test("a line far over the limit is dropped while it is read, and the next one is read as ever", async () => {
  const [chunk] = await read(Buffer.concat([Buffer.alloc(3 * 1024 * 1024, "x"), Buffer.from(`\n${refund("R1")}`)]));
  expect(chunk?.refused).toHaveLength(1);
  expect(chunk?.lines.map((line) => line.lineNo)).toEqual([2]);
});
