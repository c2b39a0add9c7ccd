import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "@/core/calendar/settlement-day";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { maskCardNumbers } from "@/core/statements/mask-card-numbers";
import type { StatementLine } from "@/core/statements/statement";
import { importStatement } from "@/server/commands/import-statement";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";
import { openKeptFolder, sweepKept } from "./kept-folder";
import { readKeptLine, readKeptLines, streamKept } from "./kept-reader";
import { readStatement } from "./read-statement";

const DAY_MS = 24 * 60 * 60 * 1000;
const CARD = "4111111111111111";

let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-kept-"));
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

function bill(day: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index): WechatFixtureLine => {
    // A tenth of such numbers pass a card's check digit: they are the line's own, and stay readable.
    const orderNo = `70000000${String(index).padStart(8, "0")}`;
    const payment = { status: "SUCCESS", orderNo, tradeNo: `T${index}`, amountMinor: 1_000n, feeE5: 6_000n } as const;
    return { ...payment, at: `${day} 12:00:00` };
  });
  return writeWechatBill("ALL", lines);
}

let nextDay = "2026-08-01";
async function take(
  content: (day: string) => string | Uint8Array,
): Promise<{ id: bigint; keptFile: string; encoding: string; written: Map<bigint, string> }> {
  const settlesOn = nextDay;
  nextDay = addDays(nextDay, 1);
  const path = join(folder, "bill.csv");
  await writeFile(path, content(settlesOn));
  const written = new Map<bigint, string>();
  const note = async (lines: readonly StatementLine[]) => {
    for (const line of lines) written.set(BigInt(line.byteOffset), maskedText(line));
  };
  await readStatement(path, "bill.csv", note);
  const command = { path, fileName: "bill.csv", channel: "wechat", settlesOn };
  const { statementNo } = accepted(await importStatement(asSystem(), command));
  const [row] = await reader.query<{ id: bigint; keptFile: string; encoding: string; sha: string; bytes: bigint }>(
    `SELECT id, kept_file AS "keptFile", encoding, kept_sha256 AS sha, kept_bytes AS bytes FROM statements
     WHERE statement_no = $1`,
    [statementNo],
  );
  if (!row) throw new Error("the statement is there");
  const content_ = await readAll(row.keptFile);
  expect([createHash("sha256").update(content_).digest("hex"), BigInt(content_.length)]).toEqual([row.sha, row.bytes]);
  return { ...row, written };
}

/** As the text of a line is kept: its own numbers stay readable, whatever else looks like a card does not. */
function maskedText(line: StatementLine): string {
  const { orderNo, refundNo, channelTradeNo, channelRefundNo, counterpartyMerchantNo } = line;
  return maskCardNumbers(line.raw, [orderNo, refundNo, channelTradeNo, channelRefundNo, counterpartyMerchantNo]);
}

async function placesOf(statement: { id: bigint }): Promise<bigint[]> {
  const rows = await reader.query<{ at: bigint }>(
    "SELECT byte_offset AS at FROM statement_lines WHERE statement_id = $1 ORDER BY match_key DESC",
    [statement.id],
  );
  return rows.map((row) => row.at);
}

async function readAll(keptFile: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await streamKept(keptFile)) ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

test.each(["utf-8", "gb18030"] as const)(
  "every line of a %s file of many blocks is found again by its byte",
  async (encoding) => {
    const statement = await take((day) => (encoding === "utf-8" ? bill(day, 9_000) : encodeGb18030(bill(day, 9_000))));
    const places = await placesOf(statement);
    const texts = await readKeptLines(statement, places);
    expect(texts.size).toBe(9_000);
    expect(places.filter((at) => texts.get(at) !== statement.written.get(at))).toEqual([]);
    const at = places[17] ?? 0n;
    expect(await readKeptLine(statement, at)).toBe(statement.written.get(at));
  },
);

test("lines that end as on an old Mac are found as well", async () => {
  const statement = await take((day) => bill(day, 50).replaceAll("\r\n", "\r").replaceAll("\n", "\r"));
  const places = await placesOf(statement);
  const texts = await readKeptLines(statement, places);
  expect(places).toHaveLength(50);
  expect(places.filter((at) => texts.get(at) !== statement.written.get(at))).toEqual([]);
});

test("what may be a card number is not kept, at the same length; the file is whole otherwise", async () => {
  let text = "";
  const statement = await take((day) => {
    text = bill(day, 30)
      .replaceAll(/oFixture0+/g, "oFixture")
      .replaceAll("测试商品", `测试 ${CARD}`);
    return text;
  });
  const kept = (await readAll(statement.keptFile)).toString();
  expect(kept).not.toContain(CARD);
  expect(kept).toBe(text.replaceAll(CARD, "411111******1111"));
});

test("a refused file leaves nothing, and what no row refers to is swept after a day", async () => {
  const path = join(folder, "broken.csv");
  await writeFile(path, bill(nextDay, 3).replaceAll("10.00", "1.0E+1"));
  const written = new Map<bigint, string>();
  const note = async (lines: readonly StatementLine[]) => {
    for (const line of lines) written.set(BigInt(line.byteOffset), maskedText(line));
  };
  await readStatement(path, "bill.csv", note);
  const command = { path, fileName: "broken.csv", channel: "wechat", settlesOn: nextDay };
  const before = await readdir(await openKeptFolder());
  expect(await importStatement(asSystem(), command)).toMatchObject({ ok: false });
  expect(await readdir(await openKeptFolder())).toEqual(before);
  const stale = join(await openKeptFolder(), "0f.kept");
  await writeFile(stale, "left behind");
  await utimes(stale, new Date(Date.now() - 2 * DAY_MS), new Date(Date.now() - 2 * DAY_MS));
  expect(await sweepKept(Date.now())).toBe(1);
  expect(await sweepKept(Date.now() + 2 * DAY_MS)).toBe(0);
});

test("a line of no file, or beyond its end, is told as missing", async () => {
  expect(await readKeptLine({ keptFile: null, encoding: "utf-8" }, 0n)).toBeNull();
  expect(await readKeptLine({ keptFile: "gone.kept", encoding: "utf-8" }, 0n)).toBeNull();
  const statement = await take((day) => bill(day, 1));
  expect(await readKeptLine(statement, 1_000_000n)).toBeNull();
});
