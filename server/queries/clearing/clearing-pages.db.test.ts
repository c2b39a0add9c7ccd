import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLEARING_PARTS, type ClearingLineRowDto, clearingExport } from "@/contracts/clearing-views";
import { merchantInput } from "@/contracts/merchants";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { writeClearingSheet } from "@/server/clearing/clearing-sheet";
import { exportClearing } from "@/server/commands/export-clearing";
import { runClearing } from "@/server/commands/run-clearing";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { asSystem, NOON } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { checkClearingBatch } from "./check-clearing-batch";
import { listCarried } from "./list-carried";
import { findClearingBatch, listClearingBatches } from "./list-clearing-batches";
import { listClearingItems, sumClearingItems } from "./list-clearing-items";
import { listClearingLines } from "./list-clearing-lines";
import { listClearingTerms } from "./list-clearing-terms";
import { listUnclearedDays } from "./list-uncleared-days";

const ALL = { cursor: null, limit: 100 };
let desk: Desk;
let first = "";
let second = "";

beforeAll(async () => {
  desk = await openDesk();
  const merchants = [
    { merchantNo: "P", name: "Partner" },
    { merchantNo: "A", name: "Plain", feeBps: 60 },
    { merchantNo: "B", name: "Shared", feeBps: 38, shares: [{ merchantNo: "P", bps: 250, fixedMinor: "15" }] },
    { merchantNo: "D", name: "Drained", feeBps: 60 },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
  await desk.db.ownerPool.query("UPDATE merchants SET fee_return = 'PROPORTIONAL' WHERE merchant_no = 'B'");
  const sale = (orderNo: string, merchantNo: string, cashMinor: bigint, day: string) =>
    orderLine({ orderNo, merchantNo, cashMinor }, day);
  const refund = (refundNo: string, orderNo: string, amountMinor: string) => ({
    type: "refund",
    refundNo,
    orderNo,
    amountMinor,
    status: "SUCCEEDED",
    succeededAt: "2026-09-01T13:00:00+08:00",
  });
  await takeOrders([
    sale("A1", "A", 100_000n, "2026-09-01"),
    sale("A2", "A", 33n, "2026-09-01"),
    sale("B1", "B", 10_000n, "2026-09-01"),
    sale("D1", "D", 1_000n, "2026-09-01"),
    refund("R-B1", "B1", "4000"),
    refund("R-D1", "D1", "1000"),
  ]);
  first = accepted(await runClearing(asSystem(), { date: "2026-09-01" })).batchNo;
});
afterAll(() => desk.db.drop());

const linesOf = async (batch: string) => (await listClearingLines(SYSTEM_ACTOR, { batch }, ALL)).rows;
const namesOf = (line: ClearingLineRowDto) => ({ merchant: line.merchant.no, channel: line.channel?.no ?? "-" });

test("every figure of every line is the sum of exactly the rows that it leads to", async () => {
  const lines = await linesOf(first);
  expect(lines.map(({ merchant, netMinor }) => `${merchant.no} ${netMinor}`)).toEqual([
    `P ${265 - 106}`,
    `A ${100_033 - 600}`,
    `B ${10_000 - 4_000 - 38 + 15 - 265 + 106}`,
  ]);
  for (const line of lines) {
    const asked = { batch: first, ...namesOf(line), asset: line.asset };
    for (const part of CLEARING_PARTS) {
      const { amounts } = await sumClearingItems(SYSTEM_ACTOR, { ...asked, part });
      expect([line.merchant.no, part, amounts[0]?.amountMinor ?? "0"]).toEqual([
        line.merchant.no,
        part,
        line[`${part}Minor`],
      ]);
    }
    const { count } = await sumClearingItems(SYSTEM_ACTOR, asked);
    expect(count).toBe(line.items);
  }
});

test("a list goes on where its page ended, and leaves nothing out", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listClearingItems(SYSTEM_ACTOR, { batch: first }, { cursor, limit: 1 });
    seen.push(...page.rows.map(({ kind, objectNo }) => `${kind} ${objectNo}`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(["CAPTURE A1", "CAPTURE A2", "CAPTURE B1", "REFUND R-B1"]);
});

test("what waits says for whose account, and later who took it in", async () => {
  expect((await listCarried(SYSTEM_ACTOR, first, { cursor: null })).rows).toMatchObject([
    {
      objectNo: "D1",
      clearedBy: null,
      lacking: [{ merchant: { no: "D" }, needsMinor: "6", hasMinor: "0" }],
    },
  ]);
  await takeOrders([orderLine({ orderNo: "D2", merchantNo: "D", cashMinor: 2_000n }, "2026-09-02")]);
  second = accepted(await runClearing(asSystem(), { date: "2026-09-02" })).batchNo;
  const { rows, nextCursor } = await listCarried(SYSTEM_ACTOR, first, { cursor: null });
  expect(rows.map(({ objectNo, clearedBy }) => [objectNo, clearedBy])).toEqual([
    ["D1", second],
    ["R-D1", second],
  ]);
  expect(nextCursor).toBeNull();
  const one = await listCarried(SYSTEM_ACTOR, first, { cursor: null, limit: 1 });
  expect(one.rows).toEqual(rows.slice(0, 1));
  const next = await listCarried(SYSTEM_ACTOR, first, { cursor: one.nextCursor, limit: 1 });
  expect(next).toEqual({ rows: rows.slice(1), nextCursor: null });
  expect((await listCarried(SYSTEM_ACTOR, second, { cursor: null })).rows).toEqual([]);
});

test("batches come newest first, each with the sums of the merchants that one may see", async () => {
  const all = await listClearingBatches(SYSTEM_ACTOR, {}, ALL);
  expect(all.rows.map(({ batchNo, items, carried, merchants }) => [batchNo, items, carried, merchants])).toEqual([
    [second, 3, 0, 1],
    [first, 4, 1, 3],
  ]);
  const scoped = { ...SYSTEM_ACTOR, scope: ["A"] };
  const [, own] = (await listClearingBatches(scoped, {}, ALL)).rows;
  expect(own).toMatchObject({ batchNo: first, items: 2, merchants: 1, sums: [{ asset: "CNY", grossMinor: "100033" }] });
  expect((await findClearingBatch(scoped, first))?.vouchers).toBeNull();
  expect((await findClearingBatch(SYSTEM_ACTOR, first))?.vouchers?.map(({ event }) => event)).toEqual([
    "merchant_fee.charged",
    "merchant_fee.returned",
    "profit_share.paid",
  ]);
  expect((await listClearingLines(scoped, { batch: first }, ALL)).rows.map(({ merchant }) => merchant.no)).toEqual([
    "A",
  ]);
  expect((await sumClearingItems(scoped, { batch: first, merchant: "B" })).count).toBe(0);
  const terms = await listClearingTerms(scoped, { batch: first }, ALL);
  expect(terms.rows).toMatchObject([{ merchant: { no: "A" }, feeBps: 60, shares: [] }]);
});

test("the terms stay as they were", async () => {
  await desk.db.ownerPool.query("UPDATE merchants SET fee_bps = 99, shares = '[]' WHERE merchant_no = 'B'");
  const { rows } = await listClearingTerms(SYSTEM_ACTOR, { batch: first, merchant: "B" }, ALL);
  expect(rows).toMatchObject([
    { feeBps: 38, feeReturn: "PROPORTIONAL", shares: [{ merchantNo: "P", bps: 250, fixedMinor: "15" }] },
  ]);
});

test("the days after the last batch wait, up to yesterday", async () => {
  expect(await listUnclearedDays("2026-09-05")).toEqual({
    days: ["2026-09-03", "2026-09-04"],
    more: 0,
    through: "2026-09-04",
  });
  expect((await listUnclearedDays("2026-09-03"))?.days).toEqual([]);
  expect(await listUnclearedDays("2026-10-03")).toMatchObject({ more: 20, through: "2026-10-02" });
});

test("a list leaves as the file that the page shows, and the trail knows who took it", async () => {
  const batch = await findClearingBatch(SYSTEM_ACTOR, first);
  if (!batch) throw new Error("the batch is there");
  const wanted = clearingExport.parse({ of: "items", format: "csv", locale: "zh-CN", merchant: "B", part: "share" });
  expect(accepted(await exportClearing(asSystem(), { batchNo: first, wanted }))).toEqual({
    fileName: `clearing-${first}-items.csv`,
  });
  const [noted] = await reader.query<{ detail: object }>(
    "SELECT detail FROM audit_events WHERE action = 'clearing.exported' AND object_no = $1",
    [first],
  );
  expect(noted?.detail).toEqual({ of: "items", format: "csv", merchant: "B", part: "share" });
  const fileOf = async (format: "csv" | "xlsx") => {
    const pieces: Uint8Array[] = [];
    const request = { actor: SYSTEM_ACTOR, batch, wanted: { ...wanted, format }, exportedAt: NOON };
    for await (const piece of writeClearingSheet(request)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const lines = (await fileOf("csv")).toString("utf8").trim().split("\r\n");
  expect(lines.slice(-2)).toEqual([
    "收款,B1,B1,2026-09-01,B,Shared,,wechat,CNY,100.00,0.00,0.38,2.65,0.00,2.65,0.60",
    "退款,R-B1,B1,2026-09-01,B,Shared,,wechat,CNY,0.00,40.00,-0.15,-1.06,0.00,-1.06,-0.24",
  ]);
  const parts = unzipSync(new Uint8Array(await fileOf("xlsx")));
  expect(Buffer.from(parts["xl/worksheets/sheet1.xml"] ?? []).toString()).toContain("R-B1");
});

test("computed again it has the same hash, and whoever changed it is found out", async () => {
  const before = await checkClearingBatch(SYSTEM_ACTOR, first);
  expect(before).toMatchObject({ lines: 3, unequalLines: 0 });
  expect(before?.hash).toBe(before?.storedHash);
  const { ownerPool } = desk.db;
  await ownerPool.query("ALTER TABLE clearing_items DISABLE TRIGGER USER");
  await ownerPool.query("UPDATE clearing_items SET fee_minor = fee_minor + 1 WHERE object_no = 'A1'");
  const after = await checkClearingBatch(SYSTEM_ACTOR, first);
  expect(after?.unequalLines).toBe(1);
});
