import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runNextImport } from "@/server/statements/imports/run-import";
import { reader } from "@/server/transact";
import type { TestDatabase } from "@/tests/database";
import { openDesk } from "@/tests/desk-fixture";
import { storedOf, writeBill } from "@/tests/imports/import-desk";
import { watchInbox } from "./watch-inbox";

let db: TestDatabase;
let folder = "";
const inbox = (...names: string[]) => join(folder, "inbox", ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-inbox-"));
  process.env.DESK_DATA_DIR = folder;
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  process.env.DESK_INBOX_DIR = inbox();
  db = (await openDesk()).db;
  await mkdir(inbox("wechat"), { recursive: true });
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

async function deliver(path: string, content: string): Promise<void> {
  await writeFile(path, content);
  const aMinuteAgo = new Date(Date.now() - 60_000);
  await utimes(path, aMinuteAgo, aMinuteAgo);
}

async function countJobs(): Promise<number> {
  const [row] = await reader.query<{ count: number }>("SELECT count(*)::int AS count FROM imports");
  return row?.count ?? 0;
}

test("a file is taken once it lies still, and put away when its statement is stored", async () => {
  await deliver(inbox("wechat", "bill.csv"), writeBill("2026-04-01", 3));
  await writeFile(inbox("wechat", "later.csv.part"), "half");
  await writeFile(inbox("fresh.csv"), writeBill("2026-04-09", 1));
  await watchInbox();
  expect(await countJobs()).toBe(0);
  await watchInbox();
  expect(await countJobs()).toBe(1);
  await watchInbox();
  expect(await countJobs()).toBe(1);
  await runNextImport();
  await watchInbox();
  expect(await readdir(inbox("wechat", "done"))).toEqual(["bill.csv"]);
  expect(await readdir(inbox("wechat"))).toEqual(["done", "later.csv.part"]);
  expect(await storedOf("2026-04-01")).toMatchObject({ statements: 1, lines: 3 });
  expect(await readdir(inbox())).toContain("fresh.csv");
  await rm(inbox("fresh.csv"));
});

test("a file that is refused lies beside its reason; the same name again is another delivery", async () => {
  const broken = writeBill("2026-04-02", 2).replaceAll(",`10.00,`0.00,`0,", ",`1.0E+1,`0.00,`0,");
  await deliver(inbox("bill.csv"), broken);
  await watchInbox();
  await watchInbox();
  await runNextImport();
  await watchInbox();
  expect(await readdir(inbox("refused"))).toEqual(["bill.csv", "bill.csv.reason.txt"]);
  expect(await readFile(inbox("refused", "bill.csv.reason.txt"), "utf8")).toMatch(/^IM\d+ REFUSED: .*exponent/i);
  await deliver(inbox("bill.csv"), writeBill("2026-04-02", 2));
  await watchInbox();
  await watchInbox();
  await runNextImport();
  await watchInbox();
  expect(await readdir(inbox("done"))).toEqual(["bill.csv"]);
  expect(await storedOf("2026-04-02")).toMatchObject({ statements: 1, lines: 2 });
});

test("two processes that look at once make one job of a file", async () => {
  const before = await countJobs();
  await deliver(inbox("twice.csv"), writeBill("2026-04-03", 2));
  await watchInbox();
  await Promise.all([watchInbox(), watchInbox(), watchInbox()]);
  expect(await countJobs()).toBe(before + 1);
});
