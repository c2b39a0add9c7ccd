import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import mappingsEn from "@/messages/en/mappings.json";
import mappingsZh from "@/messages/zh-CN/mappings.json";
import { answerImport } from "@/server/commands/answer-import";
import { cancelImport } from "@/server/commands/cancel-import";
import { repeatImport } from "@/server/commands/repeat-import";
import { setChannels } from "@/server/commands/set-channels";
import { reader } from "@/server/transact";
import { as, asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";
import { importOf, SENDER, send, storedOf, writeBill } from "@/tests/imports/import-desk";
import { claimImport } from "./claim-import";
import { ImportBeat } from "./import-beat";
import { streamRefusedLines } from "./refused-lines";
import { runNextImport } from "./run-import";

const COMMAND = "00000000-0000-4000-8000-000000000001";
let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-imports-"));
  process.env.DESK_DATA_DIR = folder;
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

async function runAll(): Promise<void> {
  while ((await runNextImport()) > 0);
}

describe("a file on its way in", () => {
  it("is a job at once, and a statement of the day and channel that the file itself tells", async () => {
    const job = await send(writeBill("2026-07-01", 5));
    expect(job).toMatchObject({ status: "QUEUED", channel: { code: "wechat" }, sentAs: "sender" });
    await runAll();
    expect(await importOf(job.importNo)).toMatchObject({
      status: "DONE",
      settlesOn: "2026-07-01",
      version: 1,
      isDuplicate: false,
      contents: { lines: 5, payments: { count: 5, amountMinor: "5000" } },
    });
    expect(await storedOf("2026-07-01")).toEqual({ statements: 1, lines: 5, said: 5 });
  });

  it("waits for a person where its lines are of several days, with a suggestion", async () => {
    const two = writeBill("2026-07-02", 3).replace("2026-07-02 12:00:00", "2026-07-03 12:00:00");
    const { importNo } = await send(two);
    await runAll();
    expect(await importOf(importNo)).toMatchObject({ status: "WAITING", needs: "DAY", suggestedOn: "2026-07-02" });
    accepted(await answerImport(as(SENDER), { commandId: COMMAND, importNo, channel: null, settlesOn: "2026-07-02" }));
    await runAll();
    expect(await importOf(importNo)).toMatchObject({ status: "DONE", settlesOn: "2026-07-02" });
    expect(
      await answerImport(as(SENDER), { commandId: COMMAND, importNo, channel: null, settlesOn: "2026-07-03" }),
    ).toMatchObject({
      refusal: { code: "import_not_waiting" },
    });
  });

  it("is refused whole with every line that is to blame, and all of them can be taken away", async () => {
    const broken = writeBill("2026-07-04", 250).replaceAll(",`10.00,`0.00,`0,", ",`1.0E+1,`0.00,`0,");
    const { importNo } = await send(broken);
    await runAll();
    const job = await importOf(importNo);
    expect(job).toMatchObject({ status: "REFUSED", refusedCount: 250, refusal: { code: "statement_exponent_number" } });
    expect(job.refusedLines[0]).toMatchObject({
      lineNo: 2,
      column: "应结订单金额",
      why: { code: "amount_exponent", params: { text: "1.0E+1" } },
    });
    const [{ name } = { name: "" }] = await reader.query<{ name: string }>(
      "SELECT refused_file AS name FROM imports WHERE import_no = $1",
      [importNo],
    );
    const csv = await textOf(await streamRefusedLines(name, "en"));
    const rows = csv.trim().split("\r\n");
    expect(rows).toHaveLength(251);
    expect(rows[250]).toMatch(/^251,/);
    expect(Buffer.from(rows[1]?.split(",").at(-1) ?? "", "hex").toString()).toContain("`1.0E+1");
    expect(rows[1]).toContain(mappingsEn.reason.amount_exponent);
    const inChinese = (await textOf(await streamRefusedLines(name, "zh-CN"))).split("\r\n");
    expect(inChinese[1]).toBe(rows[1]?.replace(mappingsEn.reason.amount_exponent, mappingsZh.reason.amount_exponent));
    expect(await storedOf("2026-07-04")).toMatchObject({ statements: 0, lines: 0 });
  });

  it("that is no statement is refused by its first bytes", async () => {
    expect(await send("hello")).toMatchObject({ status: "REFUSED", refusal: { code: "statement_format_unknown" } });
  });

  it("is only looked at in a dry run", async () => {
    const { importNo } = await send(writeBill("2026-07-05", 4), { isDryRun: true });
    await runAll();
    expect(await importOf(importNo)).toMatchObject({
      status: "DONE",
      isDryRun: true,
      statementNo: null,
      contents: { lines: 4 },
    });
    expect(await storedOf("2026-07-05")).toMatchObject({ statements: 0 });
  });
});

describe("the same lines", () => {
  it("are one statement, whatever the file is called, packed in, ends its lines with or begins with", async () => {
    const bill = writeBill("2026-07-06", 6);
    const first = await send(bill);
    await runAll();
    const others = [
      await send(bill, { fileName: "other-name.csv" }),
      await send(bill.replaceAll("\r\n", "\n")),
      await send(bill.replaceAll(/\r?\n/g, "\r\n")),
      await send(`\uFEFF${bill.replace(/^\uFEFF/, "")}`),
      await send(gzipSync(bill), { fileName: "bill.csv.gz" }),
    ];
    await runAll();
    const { statementNo } = await importOf(first.importNo);
    for (const other of others) {
      expect(await importOf(other.importNo)).toMatchObject({ status: "DONE", isDuplicate: true, statementNo });
    }
    expect(await storedOf("2026-07-06")).toEqual({ statements: 1, lines: 6, said: 6 });
  });

  it("sent twenty times at once to four workers are one import and nineteen duplicates", async () => {
    const bill = writeBill("2026-07-07", 50);
    const jobs = await Promise.all(Array.from({ length: 20 }, () => send(bill)));
    await Promise.all([runAll(), runAll(), runAll(), runAll()]);
    const ended = await Promise.all(jobs.map(({ importNo }) => importOf(importNo)));
    expect(ended.map(({ status }) => status)).toEqual(Array(20).fill("DONE"));
    expect(ended.filter(({ isDuplicate }) => isDuplicate)).toHaveLength(19);
    expect(new Set(ended.map(({ statementNo }) => statementNo)).size).toBe(1);
    expect(await storedOf("2026-07-07")).toEqual({ statements: 1, lines: 50, said: 50 });
  });

  it("under one key are one job; other lines under it are refused", async () => {
    const bill = writeBill("2026-07-08", 1);
    const key = { sourceKey: "gateway-7" };
    const [first, again] = [await send(bill, key), await send(bill, key)];
    expect(again.importNo).toBe(first.importNo);
    await expect(send(writeBill("2026-07-08", 2), key)).rejects.toThrow("idempotency_key_reused");
    await runAll();
  });

  it("corrected are the next version, which supersedes the first", async () => {
    await send(writeBill("2026-07-09", 3));
    await send(writeBill("2026-07-09", 3, 2_000n));
    await runAll();
    const versions = await reader.query(
      "SELECT version, superseded_by IS NULL AS newest FROM statements WHERE settles_on = '2026-07-09' ORDER BY version",
    );
    expect(versions).toEqual([
      { version: 1, newest: false },
      { version: 2, newest: true },
    ]);
  });
});

describe("a job that is cancelled", () => {
  it("ends at once where nobody works on it", async () => {
    const { importNo } = await send(writeBill("2026-07-10", 1));
    expect(accepted(await cancelImport(asSystem(), { commandId: COMMAND, importNo }))).toMatchObject({ isEnded: true });
    await runAll();
    expect(await importOf(importNo)).toMatchObject({ status: "CANCELLED" });
    expect(await storedOf("2026-07-10")).toMatchObject({ statements: 0 });
  });

  it("stops while it is read, leaves nothing, and gives its connection back", async () => {
    const { importNo } = await send(writeBill("2026-07-11", 20_000));
    const claimed = await claimImport();
    if (!claimed) throw new Error("a job waits");
    const beat = new ImportBeat(claimed.job.id, claimed.worker);
    beat.report({ readBytes: 10, sizeBytes: 100, lines: 1 });
    accepted(await cancelImport(asSystem(), { commandId: COMMAND, importNo }));
    await expect.poll(() => tryReport(beat), { timeout: 120_000 }).toBe("cancelled");
    await beat.end();
    expect(await importOf(importNo)).toMatchObject({ status: "READING", isCancelAsked: true, lines: 1 });
    await db.ownerPool.query("UPDATE imports SET lease_until = now() - interval '1 second' WHERE import_no = $1", [
      importNo,
    ]);
    await runAll();
    expect(await importOf(importNo)).toMatchObject({ status: "CANCELLED" });
    expect(await storedOf("2026-07-11")).toMatchObject({ statements: 0, lines: 0 });
    expect((await readdir(join(folder, "kept"))).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("cannot be, once it is stored", async () => {
    const { importNo } = await send(writeBill("2026-07-12", 1));
    await runAll();
    expect(await cancelImport(asSystem(), { commandId: COMMAND, importNo })).toMatchObject({
      refusal: { code: "import_not_cancellable" },
    });
  });
});

it("asks which channel, where several deliver the format; one that nobody delivers is refused", async () => {
  const second = { code: "wechat2", name: "WeChat Pay 2", format: "wechat-trade" };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(second)] }));
  const { importNo, ...job } = await send(writeBill("2026-07-13", 2));
  expect(job).toMatchObject({
    status: "WAITING",
    needs: "CHANNEL",
    choices: [{ code: "wechat" }, { code: "wechat2" }],
  });
  accepted(await answerImport(as(SENDER), { commandId: COMMAND, importNo, channel: "wechat2", settlesOn: null }));
  await runAll();
  expect(await importOf(importNo)).toMatchObject({
    status: "DONE",
    channel: { code: "wechat2" },
    settlesOn: "2026-07-13",
  });
  const unionpay = await send("", { fileName: "INN26071388ZM_898110000000001" });
  expect(unionpay).toMatchObject({ status: "REFUSED" });
});

it("whose workers died again and again has failed, with a sentence, and is repeated when somebody asks", async () => {
  const { importNo } = await send(writeBill("2026-07-14", 2), { channel: "wechat" });
  await db.ownerPool.query("UPDATE imports SET attempts = 5 WHERE import_no = $1", [importNo]);
  await runAll();
  expect(await importOf(importNo)).toMatchObject({
    status: "FAILED",
    refusal: { code: "import_workers_died", params: { times: "5" } },
  });
  const repeated = accepted(await repeatImport(as(SENDER), { commandId: COMMAND, importNo }));
  await runAll();
  expect(await importOf(repeated.importNo)).toMatchObject({ status: "DONE", settlesOn: "2026-07-14" });
  expect(await repeatImport(as(SENDER), { commandId: COMMAND, importNo: repeated.importNo })).toMatchObject({
    refusal: { code: "import_not_repeatable" },
  });
});

function tryReport(beat: ImportBeat): string | null {
  try {
    beat.report({ readBytes: 10, sizeBytes: 100, lines: 1 });
    return null;
  } catch (error) {
    return error instanceof Error && "why" in error ? String(error.why) : "other";
  }
}
