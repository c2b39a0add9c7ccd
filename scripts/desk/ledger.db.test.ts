import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toDecimalString } from "@/core/money/parse-money";
import { seedDemo } from "@/prisma/seed/demo";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { ensureHledger } from "@/tests/hledger";
import { readHledgerText } from "@/tests/read-hledger-text";

const ROOT = resolve(import.meta.dirname, "../..");
const NOW = "2026-11-23T08:00:00+08:00";
/** The demo company has traded on the five business days before. */
const FIRST = "2026-11-16";
const LAST = "2026-11-20";

type Answer = { code: number; out: string; err: string };
type Row = Record<string, string>;

let db: TestDatabase;
let folder = "";
const hledger = ensureHledger();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "desk-ledger-"));
  process.env.DESK_CLOCK = NOW;
  db = await openDeskDatabase();
  await seedDemo({ merchants: 8, ordersPerDay: 25 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.drop();
});

/** The command as people call it, in a process of its own and with nothing of ours in its environment. */
function desk(...words: string[]): Promise<Answer> {
  const env = { PATH: process.env.PATH, DATABASE_URL: db.appUrl, DESK_CLOCK: NOW, NODE_ENV: "test" as const };
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/desk.ts", ...words];
  return new Promise((done) => {
    const options = { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, out, err) => {
      done({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err });
    });
  });
}

async function rowsOf(...words: string[]): Promise<Row[]> {
  const { out } = await desk(...words, "--json");
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Closing balances by subject and asset as decimals, debits positive; every asset of the demo has two decimals. */
async function trialOf(day: string): Promise<Record<string, string>> {
  const rows = await rowsOf("trial-balance", "--date", day);
  const figures = rows
    .filter((row) => row.account !== "TOTAL")
    .map((row): [string, bigint] => [
      `${row.account} ${row.asset}`,
      BigInt(row.closingDebitMinor ?? "") - BigInt(row.closingCreditMinor ?? ""),
    ]);
  const standing = figures.filter(([, minor]) => minor !== 0n);
  return Object.fromEntries(standing.map(([key, minor]) => [key, toDecimalString(minor, 2)]));
}

/** "1122 Channel receivable:1122-wechat CNY" counts for "1122 CNY". */
function bySubject(sums: Iterable<[string, string]>): Record<string, string> {
  const subjects = new Map<string, bigint>();
  for (const [name, amount] of sums) {
    const key = `${name.split(":").at(-2)?.split(" ")[0]} ${name.slice(name.lastIndexOf(" ") + 1)}`;
    subjects.set(key, (subjects.get(key) ?? 0n) + BigInt(amount.replace(".", "")));
  }
  const standing = [...subjects].filter(([, minor]) => minor !== 0n);
  return Object.fromEntries(standing.map(([key, minor]) => [key, toDecimalString(minor, 2)]));
}

describe("export ledger", () => {
  test.each([
    ["the whole book", "2026-11-23", []],
    ["two days with what stood before them", "2026-11-19", ["--from", "2026-11-18", "--to", "2026-11-19"]],
  ])("%s: hledger's balances are the trial balance's", async (_name, day, range) => {
    const { code, out, err } = await desk("export", "ledger", "--format", "hledger", ...range);
    expect([code, err]).toEqual([0, ""]);
    const trial = await trialOf(day);
    expect(Object.keys(trial).length).toBeGreaterThan(7);
    expect(bySubject(readHledgerText(out).sums)).toEqual(trial);
    if (hledger === null) return;
    const path = join(folder, "book.journal");
    writeFileSync(path, out);
    const run = (...args: string[]) => execFileSync(hledger, ["-f", path, ...args], { encoding: "utf8" });
    run("check", "--strict", "ordereddates");
    const lines = run("bal", "--flat", "--no-total", "-O", "csv", "--layout=bare").trim().split("\n").slice(1);
    const sums = lines.map((line): [string, string] => {
      const [account = "", asset = "", amount = ""] = line.slice(1, -1).split('","');
      return [`${account} ${asset}`, amount];
    });
    expect(bySubject(sums)).toEqual(trial);
  });

  test("refuses what it cannot write, before anything is written", async () => {
    expect(await desk("export", "ledger", "--format", "xlsx")).toMatchObject({ code: 1, out: "" });
    expect(await desk("export", "ledger")).toMatchObject({ code: 2, out: "" });
    const reversed = await desk("export", "ledger", "--format", "csv", "--from", LAST, "--to", FIRST);
    expect(reversed).toMatchObject({ code: 1, out: "", err: expect.stringContaining("comes after the last") });
  });
});

describe("day check, day close, day reopen", () => {
  /** Each call of the command is a process of its own. */
  const SLOW = { timeout: 90_000 };
  /** Plants a fault past the guards, or takes it back: whether the first day's batches balance. */
  const setBalanced = (is: boolean) =>
    db.ownerPool.query(`
      ALTER TABLE batches DISABLE TRIGGER USER;
      UPDATE batches SET proof = proof || '{"balanced": ${is}}' WHERE statement_on = '${FIRST}';
      ALTER TABLE batches ENABLE TRIGGER USER`);

  test("what is missing is said, and nothing is closed before its turn", SLOW, async () => {
    await setBalanced(false);
    const before = await trialOf(FIRST);
    const early = await rowsOf("day", "close", "--date", LAST);
    expect(early).toMatchObject([{ refused: { code: "day_not_next" } }]);
    const missing = await desk("day", "check", "--date", FIRST, "--json");
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.out)).toMatchObject({ date: FIRST, ready: false, next: FIRST });
    expect(missing.err).toMatch(/^2026-11-16 is not ready to be closed\. RB\d+ of wechat .* Open its proof/);
    expect(await rowsOf("day", "close", "--date", FIRST)).toMatchObject([{ refused: { code: "day_not_ready" } }]);
    expect(await trialOf(FIRST)).toEqual(before);
    await setBalanced(true);
  });

  test("a day that is ready closes, and opens again with a reason", SLOW, async () => {
    await rowsOf("clear", "--date", FIRST);
    expect(await desk("day", "check", "--date", FIRST)).toMatchObject({ code: 0 });
    const ready = await trialOf(FIRST);
    expect(await rowsOf("day", "close", "--date", FIRST)).toMatchObject([{ date: FIRST }]);
    expect(await trialOf(FIRST)).toEqual(ready);
    expect(await desk("day", "reopen", "--date", FIRST)).toMatchObject({ code: 2 });
    const opened = await rowsOf("day", "reopen", "--date", FIRST, "--reason", "a bank line came late");
    expect(opened).toEqual([{ date: FIRST, days: [FIRST] }]);
    expect(await desk("day", "reopen", "--date", FIRST, "--reason", "again")).toMatchObject({ code: 1 });
  });
});

test("balance at the end of a day is the trial balance's", async () => {
  const [bank] = await rowsOf("balance", "1122", "--at", "2026-11-18");
  const trial = await trialOf("2026-11-18");
  expect(toDecimalString(BigInt(bank?.postedMinor ?? ""), 2)).toBe(trial["1122 CNY"]);
});
