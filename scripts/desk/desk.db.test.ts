import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDemoCompany } from "@/prisma/seed/demo-company";
import { expectedBreaks } from "@/prisma/seed/expected-breaks";
import { createTestDatabase, type TestDatabase } from "@/tests/database";

const ROOT = resolve(import.meta.dirname, "../..");
const DAY = "2026-11-16";
const NEXT_DAY = "2026-11-17";
const company = buildDemoCompany({ seed: 11, days: [DAY, NEXT_DAY], merchants: 5, ordersPerDay: 30 });

type Answer = { code: number; out: string; err: string };
type Row = Record<string, unknown>;

let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "desk-cli-"));
  write("channels.json", JSON.stringify({ channels: company.channels }));
  write("merchants.json", JSON.stringify(company.merchants));
  for (const { date, orders, statements } of company.days) {
    write(`orders-${date}.ndjson`, orders.map((line) => `${JSON.stringify(line)}\n`).join(""));
    for (const { channel, bytes } of statements) write(`${channel}-${date}`, bytes);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.drop();
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The command as people call it, in a process of its own and with nothing of ours in its environment. */
function desk(...words: string[]): Promise<Answer> {
  const env = { PATH: process.env.PATH, DATABASE_URL: db.appUrl, DESK_CLOCK: "2026-11-20T12:00:00+08:00" };
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/desk.ts", ...words];
  return new Promise((done) => {
    const options = { cwd: ROOT, env: { ...env, NODE_ENV: "test" as const, INIT_CWD: folder } };
    execFile(process.execPath, args, options, (error, out, err) => {
      done({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err });
    });
  });
}

async function deskJson(...words: string[]): Promise<{ code: number; rows: Row[]; err: string }> {
  const { code, out, err } = await desk(...words, "--json");
  const lines = out.split("\n").filter((line) => line !== "");
  return { code, rows: lines.map((line) => JSON.parse(line)), err };
}

test("channel set, merchant set: what the file holds, or everything that is wrong with it", async () => {
  expect(await deskJson("channel", "set", "channels.json")).toMatchObject({ code: 0, rows: [{ channels: 3 }] });
  expect(await deskJson("merchant", "set", "merchants.json")).toMatchObject({ code: 0, rows: [{ merchants: 5 }] });
  write("wrong.json", JSON.stringify([{ ...company.channels[0], cutoff: "24:00", costBps: 0.5 }]));
  const refused = await deskJson("channel", "set", "wrong.json");
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("0.cutoff: a cut-off is written HH:MM (and 1 more)");
  const details = ["0.cutoff: a cut-off is written HH:MM", expect.stringContaining("0.costBps: ")];
  expect(refused.rows).toEqual([{ refused: { code: "file_invalid", message: expect.any(String), details } }]);
});

test("a missing word is wrong usage, a missing file a refusal", async () => {
  expect(await desk("orders", "import")).toMatchObject({ code: 2, out: "" });
  expect(await desk("reconcile", "--channel", "wechat")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--date"),
  });
  expect(await desk("breaks", "--chanel", "wechat")).toMatchObject({ code: 2 });
  expect(await deskJson("orders", "import", "nowhere.ndjson")).toMatchObject({
    code: 1,
    rows: [{ refused: { code: "file_missing", details: [] } }],
  });
  expect((await desk("frobnicate")).code).toBe(2);
});

describe("orders import", () => {
  test("takes the lines once", async () => {
    const lines = company.days[0]?.orders.length;
    const name = `orders-${DAY}.ndjson`;
    expect(await deskJson("orders", "import", name)).toEqual({
      code: 0,
      rows: [{ accepted: lines, duplicates: 0, refused: [] }],
      err: "",
    });
    expect(await deskJson("orders", "import", name)).toMatchObject({
      code: 0,
      rows: [{ accepted: 0, duplicates: lines }],
    });
  });

  test("lists what cannot be read and what is not allowed, and takes nothing of the chunk", async () => {
    const [good] = company.days[1]?.orders ?? [];
    const unbalanced = { ...good, orderNo: "UNBALANCED", dueMinor: "1" };
    const lines = [JSON.stringify(good), "{", JSON.stringify({ ...good, asset: "yuan" }), JSON.stringify(unbalanced)];
    write("bad.ndjson", lines.join("\n"));
    const { code, rows, err } = await deskJson("orders", "import", "bad.ndjson");
    expect(code).toBe(1);
    expect(err).toMatch(/^3 line\(s\) are refused/);
    expect(rows).toEqual([
      {
        accepted: 0,
        duplicates: 0,
        refused: [
          { line: 2, code: "order_line_invalid", message: "the line is not JSON" },
          { line: 3, code: "order_line_invalid", message: "asset: an asset is a code such as CNY" },
          { line: 4, code: "order_legs_do_not_add_up", message: expect.stringContaining("UNBALANCED") },
        ],
      },
    ]);
    const next = await deskJson("orders", "import", `orders-${NEXT_DAY}.ndjson`);
    expect(next.rows).toMatchObject([{ accepted: company.days[1]?.orders.length, duplicates: 0 }]);
  });
});

describe("statements", () => {
  const file = company.days[0]?.statements.find((statement) => statement.channel === "alipay");
  const totals = {
    format: "alipay-trade",
    channel: "alipay",
    settlesOn: DAY,
    payments: { count: file?.totals.payments.count, amountMinor: `${file?.totals.payments.amountMinor}` },
    refunds: { count: file?.totals.refunds.count, amountMinor: `${file?.totals.refunds.amountMinor}` },
  };

  test("inspect reads and checks, import keeps, again changes nothing", async () => {
    const inspect = () => deskJson("statement", "inspect", `alipay-${DAY}`, "--channel", "alipay");
    expect(await inspect()).toMatchObject({
      code: 0,
      rows: [{ ...totals, statementNo: null, version: null, duplicate: false }],
    });
    const imported = await deskJson("statement", "import", `alipay-${DAY}`, "--channel", "alipay");
    const statementNo = expect.stringMatching(/^ST20261116\d{6}$/);
    expect(imported).toMatchObject({ code: 0, rows: [{ ...totals, statementNo, version: 1, duplicate: false }] });
    expect(Object.keys(imported.rows[0] ?? {})).toEqual([
      "statementNo",
      "format",
      "channel",
      "settlesOn",
      "version",
      "duplicate",
      "sha256",
      "payments",
      "refunds",
      "feeMinor",
      "lines",
    ]);
    const again = await deskJson("statement", "import", `alipay-${DAY}`, "--channel", "alipay");
    expect(again.rows).toEqual([{ ...imported.rows[0], duplicate: true }]);
    expect(await inspect()).toMatchObject({ rows: [{ statementNo: null, duplicate: true }] });
  });

  test("a file alone needs no database, and says its day where it knows it", async () => {
    const { code, rows } = await deskJson("statement", "inspect", `wechat-${DAY}`);
    expect([code, rows[0]?.channel, rows[0]?.settlesOn]).toEqual([0, null, null]);
  });

  test("what disagrees is refused with its details", async () => {
    const wrongDay = await deskJson("statement", "import", `alipay-${DAY}`, "--channel", "alipay", "--date", NEXT_DAY);
    expect(wrongDay).toMatchObject({ code: 1, rows: [{ refused: { code: "statement_date_disagrees" } }] });
    write("cut", new TextEncoder().encode("not a statement"));
    const unknown = await deskJson("statement", "inspect", "cut");
    expect(unknown).toMatchObject({ code: 1, rows: [{ refused: { code: "statement_format_unknown" } }] });
  });
});

describe("a reconciled day", () => {
  test("reconcile tries, then runs; breaks lists exactly what was planted", async () => {
    const run = ["reconcile", "--channel", "alipay", "--date", DAY];
    const dry = await deskJson(...run, "--dry-run");
    expect(dry).toMatchObject({ code: 0, rows: [{ channel: "alipay", date: DAY, proof: { balanced: true } }] });
    expect(await deskJson("breaks", "--channel", "alipay", "--date", DAY)).toMatchObject({
      code: 1,
      rows: [{ refused: { code: "batch_missing" } }],
    });
    const report = await deskJson(...run);
    expect(Object.keys(report.rows[0] ?? {})).toEqual([
      "batchNo",
      "date",
      "channel",
      "matched",
      "buffered",
      "breaks",
      "released",
      "proof",
    ]);
    const listed = await deskJson("breaks", "--channel", "alipay", "--date", DAY);
    const rows = listed.rows.map(({ kind, key, deltaMinor, asset }) => ({ kind, key, deltaMinor, asset }));
    const planted = expectedBreaks(company.labels, "alipay", DAY).map((one) => ({
      ...one,
      deltaMinor: `${one.deltaMinor}`,
    }));
    expect(rows).toHaveLength(planted.length);
    expect(rows).toEqual(expect.arrayContaining(planted));
    expect(Object.keys(listed.rows[0] ?? {})).toEqual([
      "kind",
      "key",
      "orderNo",
      "refundNo",
      "channelTradeNo",
      "oursMinor",
      "channelMinor",
      "deltaMinor",
      "asset",
      "itemNo",
    ]);
  });

  test("suspense lists the items, aged by the clock", async () => {
    const { code, rows } = await deskJson("suspense", "--status", "open");
    expect(code).toBe(0);
    expect(rows.length).toBe(expectedBreaks(company.labels, "alipay", DAY).length);
    expect(rows[0]).toEqual({
      itemNo: expect.stringMatching(/^SU20261116\d{6}$/),
      kind: expect.any(String),
      direction: expect.stringMatching(/^(LONG|SHORT)$/),
      status: "OPEN",
      amountMinor: expect.stringMatching(/^\d+$/),
      asset: "CNY",
      channel: "alipay",
      openedOn: DAY,
      ageDays: 4,
      assignee: null,
    });
    expect(await deskJson("suspense", "--status", "resolved")).toEqual({ code: 0, rows: [], err: "" });
    expect(await deskJson("suspense", "--status", "lost")).toMatchObject({
      code: 1,
      rows: [{ refused: { code: "status_unknown" } }],
    });
  });
});

describe("what the books hold", () => {
  test("balance of an account, of a subject with everything below it, and at an instant", async () => {
    const all = await deskJson("balance", "2202");
    const pending = await deskJson("balance", "2202.01");
    const alipay = await deskJson("balance", "1122-alipay");
    expect(all.rows).toEqual([
      {
        account: "2202",
        asset: "CNY",
        postedMinor: expect.any(String),
        frozenMinor: "0",
        availableMinor: expect.any(String),
      },
    ]);
    expect(pending.rows[0]?.postedMinor).toMatch(/^\d{5,}$/);
    expect(alipay.rows).toMatchObject([{ account: "1122-alipay", frozenMinor: "0" }]);
    const before = await deskJson("balance", "1122-alipay", "--at", "2020-01-01T00:00:00+08:00");
    expect(before.rows).toMatchObject([{ postedMinor: "0", availableMinor: "0" }]);
    const after = await deskJson("balance", "1122-alipay", "--at", "2100-01-01T00:00:00+08:00");
    expect(after.rows).toEqual(alipay.rows);
    expect(await deskJson("balance", "1122-nobody")).toMatchObject({
      code: 1,
      rows: [{ refused: { code: "account_unknown" } }],
    });
    expect((await deskJson("balance", "1122", "--at", "yesterday")).code).toBe(1);
  });

  test("trial balance: a line a subject, the totals last and equal on both sides", async () => {
    const { code, rows } = await deskJson("trial-balance", "--date", DAY);
    expect(code).toBe(0);
    const total = rows.at(-1);
    expect(total).toMatchObject({ account: "TOTAL", asset: "CNY", balanced: true });
    expect(total?.debitMinor).toBe(total?.creditMinor);
    const sum = (column: string) =>
      rows
        .slice(0, -1)
        .reduce((all, row) => all + BigInt(`${row[column]}`), 0n)
        .toString();
    expect([sum("debitMinor"), sum("closingCreditMinor")]).toEqual([total?.debitMinor, total?.closingCreditMinor]);
    expect(rows.map((row) => row.account)).toContain("2202.01");
  });

  test("account buffer switches an account, ledger rebuild --check says that nothing differs", async () => {
    const switched = await deskJson("account", "buffer", "--account", "1122-wechat", "--on");
    expect(switched).toMatchObject({ code: 0, rows: [{ accountNo: "1122-wechat", isBuffered: true }] });
    expect(await desk("account", "buffer", "--account", "1122-wechat", "--on", "--off")).toMatchObject({ code: 2 });
    expect(await deskJson("account", "buffer", "--account", "nowhere", "--off")).toMatchObject({
      code: 1,
      rows: [{ refused: { code: "account_unknown" } }],
    });
    expect(await deskJson("ledger", "rebuild", "--check")).toMatchObject({ code: 0, rows: [{ differences: [] }] });
    // Without DATABASE_OWNER_URL nothing is rebuilt.
    expect(await desk("ledger", "rebuild")).toMatchObject({
      code: 3,
      err: expect.stringContaining("DATABASE_OWNER_URL"),
    });
  });

  test("verify says what it proved, and ends with 1 when a proof fails", async () => {
    const { code, rows } = await deskJson("verify");
    expect([code, rows[0]?.ok]).toEqual([0, true]);
    await db.ownerPool.query("UPDATE batches SET matched = matched + 1");
    const failed = await deskJson("verify");
    expect(failed.code).toBe(1);
    expect(failed.err).toContain("batches_complete");
    expect(failed.rows).toMatchObject([
      {
        ok: false,
        checks: expect.arrayContaining([{ name: "batches_complete", ok: false, figure: expect.any(String) }]),
      },
    ]);
    const spoken = await desk("verify");
    expect(spoken.out).toMatch(/^FAILED {2}batches_complete: 1 of 1 current batches: RB/m);
  });
});
