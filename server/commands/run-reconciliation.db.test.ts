import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { feeOf } from "@/core/money/money";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { type BatchReport, runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { proveBooks } from "@/server/reconciliation/prove-books";
import { reader } from "@/server/transact";
import { asSystem, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
let folder = "";
let channel = "";
let channels = 0;

beforeAll(async () => {
  db = await openDeskDatabase();
  folder = await mkdtemp(join(tmpdir(), "desk-reconciliation-"));
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

/** A channel of its own for every story, so that none disturbs another. */
async function openChannel(more: Record<string, unknown> = {}): Promise<void> {
  channels += 1;
  channel = `wechat${channels}`;
  const input = { code: channel, name: channel, format: "wechat-trade", costBps: 60, bufferDays: 1, ...more };
  await setChannels(asSystem(), { channels: [channelInput.parse(input)] });
}

// "The books follow the channel" holds after every story, whatever it did.
afterEach(async () => {
  for (const proof of await proveBooks(reader, null)) expect(proof).toMatchObject({ balanced: true });
  const [suspense] = await reader.query<{ difference: bigint }>(
    `SELECT (SELECT coalesce(sum(b.posted_minor), 0) FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.gl_code IN ('1901', '2241'))::bigint
          - (SELECT coalesce(sum(amount_minor), 0) FROM suspense_items WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED'))::bigint AS difference`,
  );
  expect(suspense?.difference).toBe(0n);
});

function no(name: string): string {
  return `${channel}-${name}`;
}

async function takeOrder(name: string, day: string, change: Record<string, unknown> = {}): Promise<void> {
  const line = {
    type: "order",
    orderNo: no(name),
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: "10000",
    legs: [{ kind: "channel", channel, amountMinor: "10000" }],
    status: "PAID",
    paidAt: `${day}T12:00:00+08:00`,
    ...change,
  };
  const result = await importOrders(asSystem(), { lines: [{ lineNo: 1, line: ordersFileLine.parse(line) }] });
  expect(result).toMatchObject({ ok: true, value: { accepted: 1 } });
}

type Line = { name: string; amountMinor?: bigint; feeMinor?: bigint; refundOf?: string; refundStatus?: string };

async function takeBill(day: string, lines: Line[]): Promise<void> {
  const written = lines.map((line, index): WechatFixtureLine => {
    const amountMinor = line.amountMinor ?? 10_000n;
    const sign = line.refundOf ? -1n : 1n;
    const feeMinor = line.feeMinor ?? sign * feeOf(amountMinor, 60);
    return {
      status: line.refundOf ? "REFUND" : "SUCCESS",
      at: `${day} 12:00:${String(index % 60).padStart(2, "0")}`,
      orderNo: no(line.refundOf ?? line.name),
      tradeNo: `T-${no(line.refundOf ?? line.name)}`,
      amountMinor,
      feeE5: feeMinor * 1_000n,
      ...(line.refundOf ? { refundNo: no(line.name), channelRefundNo: `TR-${no(line.name)}` } : {}),
      ...(line.refundStatus ? { refundStatus: line.refundStatus } : {}),
    };
  });
  const path = join(folder, `${channel}-${day}.csv`);
  await writeFile(path, writeWechatBill("ALL", written));
  const result = await importStatement(asSystem(), { path, fileName: "bill.csv", channel, settlesOn: day });
  expect(result).toMatchObject({ ok: true });
}

async function run(date: string): Promise<BatchReport> {
  const result = await runReconciliation(asSystem(), { channel, date });
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

async function itemsOf(): Promise<string[]> {
  const rows = await reader.query<{ item: string }>(
    `SELECT concat_ws(' ', i.kind, i.direction, i.amount_minor, i.match_key, i.status) AS item
     FROM suspense_items i JOIN channels c ON c.id = i.channel_id WHERE c.code = $1 ORDER BY 1`,
    [channel],
  );
  return rows.map((row) => row.item).sort();
}

describe("buffer and breaks", () => {
  it("waits one statement for the twin, then opens one long and one short", async () => {
    await openChannel();
    await takeOrder("both", "2026-11-16");
    await takeOrder("ours", "2026-11-16");
    await takeBill("2026-11-16", [{ name: "both" }, { name: "theirs", amountMinor: 700n }]);
    expect(await run("2026-11-16")).toMatchObject({
      matched: 1,
      buffered: { ours: 1, channel: 1 },
      breaks: { LONG: 0, SHORT: 0 },
      proof: { balanced: true },
    });
    expect(await itemsOf()).toEqual([]);
    await takeBill("2026-11-17", []);
    expect(await run("2026-11-17")).toMatchObject({ buffered: { ours: 0, channel: 0 }, breaks: { LONG: 1, SHORT: 1 } });
    expect(await itemsOf()).toEqual(
      [`LONG LONG 700 ${no("theirs")} OPEN`, `SHORT SHORT 10000 ${no("ours")} OPEN`].sort(),
    );
    expect(await postedOf(`2241-${channel}`)).toBe(700n);
    expect(await postedOf(`1901-${channel}`)).toBe(10_000n);
    // 100.00 matched and 7.00 long, less their fees of 0.60 and 0.04.
    expect(await postedOf(`1122-${channel}`)).toBe(10_000n - 60n + 700n - 4n);
    expect(await postedOf(`6401-${channel}`)).toBe(64n);
  });

  it("releases what meets its twin in the next statement, either way round", async () => {
    await openChannel();
    await takeOrder("late", "2026-11-16");
    await takeBill("2026-11-16", [{ name: "early" }]);
    expect(await run("2026-11-16")).toMatchObject({ buffered: { ours: 1, channel: 1 }, released: 0 });
    await takeOrder("early", "2026-11-17");
    await takeBill("2026-11-17", [{ name: "late" }]);
    expect(await run("2026-11-17")).toMatchObject({ matched: 2, released: 2, buffered: { ours: 0, channel: 0 } });
    expect(await itemsOf()).toEqual([]);
  });

  it("names every difference: amount, status, fee, duplicate, refund on one side", async () => {
    await openChannel({ bufferDays: 0 });
    const day = "2026-11-16";
    for (const name of ["amount", "fee", "double", "refunded"]) await takeOrder(name, day);
    await takeOrder("status", day, { status: "UNKNOWN", paidAt: null });
    await takeBill(day, [
      { name: "amount", amountMinor: 9_000n },
      { name: "fee", feeMinor: 75n },
      { name: "double" },
      { name: "double" },
      { name: "status" },
      { name: "refunded" },
      { name: "refund", refundOf: "refunded", amountMinor: 400n },
    ]);
    const report = await run(day);
    expect(report.breaks).toEqual({
      LONG: 0,
      SHORT: 1,
      AMOUNT_MISMATCH: 1,
      STATUS_MISMATCH: 1,
      FEE_MISMATCH: 1,
      ASSET_MISMATCH: 0,
      DUPLICATE: 1,
    });
    expect(await itemsOf()).toEqual([
      `AMOUNT_MISMATCH SHORT 1000 ${no("amount")} OPEN`,
      `DUPLICATE LONG 10000 ${no("double")} OPEN`,
      `FEE_MISMATCH SHORT 15 ${no("fee")} OPEN`,
      `SHORT SHORT 400 ${no("refund")} OPEN`,
      `STATUS_MISMATCH LONG 10000 ${no("status")} OPEN`,
    ]);
  });

  it("keeps an item of a day without its statement waiting", async () => {
    await openChannel({ bufferDays: 0 });
    await takeBill("2026-11-14", []);
    await run("2026-11-14");
    await takeOrder("gap", "2026-11-15");
    await takeBill("2026-11-16", []);
    expect(await run("2026-11-16")).toMatchObject({ buffered: { ours: 1 }, breaks: { SHORT: 0 } });
    await takeBill("2026-11-15", []);
    expect(await run("2026-11-15")).toMatchObject({ breaks: { SHORT: 1 } });
    expect(await itemsOf()).toEqual([`SHORT SHORT 10000 ${no("gap")} OPEN`]);
  });

  it("lets a refund that both sides still work on wait", async () => {
    await openChannel();
    await takeOrder("order", "2026-11-16");
    const refund = { type: "refund", refundNo: no("refund"), orderNo: no("order"), amountMinor: "400" };
    const take = (line: object) =>
      importOrders(asSystem(), { lines: [{ lineNo: 1, line: ordersFileLine.parse({ ...refund, ...line }) }] });
    await take({ status: "ACCEPTED", createdAt: "2026-11-16T13:00:00+08:00" });
    const line = { name: "refund", refundOf: "order", amountMinor: 400n, refundStatus: "PROCESSING" };
    await takeBill("2026-11-16", [{ name: "order" }, line]);
    expect(await run("2026-11-16")).toMatchObject({
      matched: 1,
      buffered: { channel: 1 },
      breaks: { STATUS_MISMATCH: 0 },
    });
    await take({ status: "SUCCEEDED", succeededAt: "2026-11-17T09:00:00+08:00" });
    await takeBill("2026-11-17", []);
    expect(await run("2026-11-17")).toMatchObject({ matched: 1, released: 1 });
    expect(await itemsOf()).toEqual([]);
  });
});

describe("running again", () => {
  it("changes nothing when nothing has changed: same breaks, same items, no voucher", async () => {
    await openChannel({ bufferDays: 0 });
    await takeOrder("ours", "2026-11-16");
    await takeBill("2026-11-16", [{ name: "theirs" }, { name: "odd", feeMinor: 99n }]);
    const first = await run("2026-11-16");
    const [before] = await reader.query("SELECT count(*) FROM vouchers");
    const second = await run("2026-11-16");
    expect(second).toEqual({ ...first, batchNo: second.batchNo });
    expect(await reader.query("SELECT count(*) FROM vouchers")).toEqual([before]);
    expect(await itemsOf()).toHaveLength(4);
  });

  it("follows a corrected statement: what it explains is resolved, what it brings is opened", async () => {
    await openChannel({ bufferDays: 0 });
    await takeOrder("missing", "2026-11-16");
    await takeBill("2026-11-16", [{ name: "wrong", amountMinor: 500n }]);
    await run("2026-11-16");
    await takeBill("2026-11-16", [{ name: "missing" }, { name: "new", amountMinor: 800n }]);
    expect(await run("2026-11-16")).toMatchObject({ matched: 1, breaks: { LONG: 1, SHORT: 0 } });
    expect(await itemsOf()).toEqual([
      `LONG LONG 500 ${no("wrong")} AUTO_RESOLVED`,
      `LONG LONG 800 ${no("new")} OPEN`,
      `SHORT SHORT 10000 ${no("missing")} AUTO_RESOLVED`,
    ]);
    expect(await postedOf(`2241-${channel}`)).toBe(800n);
    expect(await postedOf(`1901-${channel}`)).toBe(0n);
  });

  it("takes the later days along, which build on it", async () => {
    await openChannel();
    await takeOrder("ours", "2026-11-16");
    await takeBill("2026-11-16", []);
    await run("2026-11-16");
    await takeBill("2026-11-17", []);
    expect(await run("2026-11-17")).toMatchObject({ breaks: { SHORT: 1 } });
    await takeBill("2026-11-16", [{ name: "ours" }]);
    expect(await run("2026-11-16")).toMatchObject({ matched: 1 });
    expect(await itemsOf()).toEqual([`SHORT SHORT 10000 ${no("ours")} AUTO_RESOLVED`]);
    const current = await reader.query(
      `SELECT b.statement_on, b.run_no, b.breaks FROM batches b JOIN channels c ON c.id = b.channel_id
       WHERE c.code = $1 AND b.is_current ORDER BY b.statement_on`,
      [channel],
    );
    expect(current).toEqual([
      { statement_on: "2026-11-16", run_no: 2, breaks: {} },
      { statement_on: "2026-11-17", run_no: 2, breaks: {} },
    ]);
  });
});

describe("news after a break", () => {
  it("a line that comes late explains a short", async () => {
    await openChannel({ bufferDays: 0 });
    await takeOrder("slow", "2026-11-16");
    await takeBill("2026-11-16", []);
    await run("2026-11-16");
    await takeBill("2026-11-17", [{ name: "slow" }]);
    expect(await run("2026-11-17")).toMatchObject({ matched: 1, released: 1 });
    expect(await itemsOf()).toEqual([`SHORT SHORT 10000 ${no("slow")} AUTO_RESOLVED`]);
  });

  it("an order that arrives late explains a long; one of another amount leaves only the difference", async () => {
    await openChannel({ bufferDays: 0 });
    await takeBill("2026-11-16", [{ name: "same" }, { name: "other", amountMinor: 9_900n }]);
    await run("2026-11-16");
    await takeOrder("same", "2026-11-16");
    await takeOrder("other", "2026-11-16");
    await takeBill("2026-11-17", []);
    expect(await run("2026-11-17")).toMatchObject({ matched: 1, breaks: { AMOUNT_MISMATCH: 1 } });
    expect(await itemsOf()).toEqual([
      `AMOUNT_MISMATCH SHORT 100 ${no("other")} OPEN`,
      `LONG LONG 10000 ${no("same")} AUTO_RESOLVED`,
      `LONG LONG 9900 ${no("other")} AUTO_RESOLVED`,
    ]);
  });

  it("a status that moves to paid explains its mismatch, and the money is booked once", async () => {
    await openChannel({ bufferDays: 0 });
    await takeOrder("unknown", "2026-11-16", { status: "UNKNOWN", paidAt: null });
    await takeBill("2026-11-16", [{ name: "unknown" }]);
    await run("2026-11-16");
    await takeOrder("unknown", "2026-11-16");
    await takeBill("2026-11-17", []);
    await run("2026-11-17");
    expect(await itemsOf()).toEqual([`STATUS_MISMATCH LONG 10000 ${no("unknown")} AUTO_RESOLVED`]);
    expect(await postedOf(`1122-${channel}`)).toBe(10_000n - 60n);
  });

  it("the same payment listed again on a later day is a duplicate", async () => {
    await openChannel({ bufferDays: 0 });
    await takeOrder("again", "2026-11-16");
    await takeBill("2026-11-16", [{ name: "again" }]);
    await run("2026-11-16");
    await takeBill("2026-11-17", [{ name: "again" }]);
    expect(await run("2026-11-17")).toMatchObject({ breaks: { DUPLICATE: 1 } });
  });
});

it("refuses a day without a statement, and a dry run takes everything back", async () => {
  await openChannel({ bufferDays: 0 });
  const missing = await runReconciliation(asSystem(), { channel, date: "2026-11-16" });
  expect(missing).toMatchObject({ ok: false, refusal: { code: "statement_missing" } });
  await takeBill("2026-11-16", [{ name: "theirs" }]);
  const dry = await runReconciliation(asSystem(), { channel, date: "2026-11-16", dryRun: true });
  expect(dry).toMatchObject({ ok: true, value: { breaks: { LONG: 1 } } });
  expect(await itemsOf()).toEqual([]);
  expect(
    await reader.query("SELECT 1 FROM batches b JOIN channels c ON c.id = b.channel_id WHERE c.code = $1", [channel]),
  ).toEqual([]);
});
