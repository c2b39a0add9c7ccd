import { afterAll, beforeAll, expect, test } from "vitest";
import { rehearseReconciliation } from "@/server/commands/rehearse-reconciliation";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { claimSuspenseItem } from "@/server/commands/work-suspense-item";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { accepted, by, type Desk, importBill, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
});

async function stateOf(): Promise<unknown> {
  return reader.query(
    `SELECT (SELECT count(*)::int FROM batches) AS batches, (SELECT count(*)::int FROM vouchers) AS vouchers,
            (SELECT count(*)::int FROM receipts) AS receipts, (SELECT count(*)::int FROM suspense_items) AS items,
            (SELECT count(*)::int FROM match_results) AS results`,
  );
}

test("a dry run tells what a corrected file adds, removes and changes, and leaves nothing", async () => {
  const orders = ["A1", "A2", "A3"].map((orderNo) => ({ orderNo, cashMinor: 1_000n }));
  const day = await reconcileDay({
    orders,
    lines: [
      { orderNo: "A2", amountMinor: 990n },
      { orderNo: "A3", amountMinor: 1_000n },
      { orderNo: "X1", amountMinor: 700n },
      { orderNo: "X2", amountMinor: 300n },
    ],
  });
  await importBill(day, [
    { orderNo: "A1", amountMinor: 1_000n },
    { orderNo: "A2", amountMinor: 980n },
    { orderNo: "A3", amountMinor: 1_000n, feeMinor: 9n },
    { orderNo: "X2", amountMinor: 300n },
  ]);
  const before = await stateOf();
  const request = { channel: "wechat", date: day };
  const context = asSystem();
  const { difference, ...report } = accepted(await rehearseReconciliation(context, request));
  expect(await stateOf()).toEqual(before);
  expect(difference).toMatchObject({
    lastBatchNo: expect.stringMatching(/^RB/),
    counts: { ADDED: 1, REMOVED: 2, CHANGED: 1, same: 1 },
    matched: { before: 1, after: 1 },
    items: { opened: 2, explained: 3 },
    reruns: [],
    more: 0,
  });
  const side = (outcome: string, deltaMinor: string) => ({ outcome, deltaMinor });
  const common = { asset: "CNY", itemKind: "PAYMENT", on: day };
  expect(difference.rows).toEqual([
    { ...common, change: "ADDED", matchKey: "A3", before: null, after: side("FEE_MISMATCH", "-3") },
    {
      ...common,
      change: "CHANGED",
      matchKey: "A2",
      before: side("AMOUNT_MISMATCH", "-10"),
      after: side("AMOUNT_MISMATCH", "-20"),
    },
    { ...common, change: "REMOVED", matchKey: "A1", before: side("SHORT", "-1000"), after: null },
    { ...common, change: "REMOVED", matchKey: "X1", before: side("LONG", "700"), after: null },
  ]);
  expect(difference.sums).toContainEqual({
    outcome: "LONG",
    asset: "CNY",
    before: { count: 2, deltaMinor: "1000" },
    after: { count: 1, deltaMinor: "300" },
    added: 0,
    removed: 1,
  });
  // The same command id runs it: the rehearsal has left no receipt.
  expect(accepted(await runReconciliation(context, request))).toMatchObject({ breaks: report.breaks });
  const again = accepted(await rehearseReconciliation(asSystem(), request));
  expect(again.difference).toMatchObject({ counts: { ADDED: 0, REMOVED: 0, CHANGED: 0 }, rows: [] });
});

test("a corrected day derives anew what depends on it; what does not keeps its rows, its item and who works it", async () => {
  const dayBefore = await reconcileDay({ orders: [{ orderNo: "C0", cashMinor: 400n }] });
  const day = await reconcileDay({
    orders: [
      { orderNo: "C1", cashMinor: 1_000n },
      { orderNo: "C2", cashMinor: 500n },
    ],
    lines: [{ orderNo: "C1", amountMinor: 900n }],
  });
  const dayAfter = await reconcileDay({ lines: [{ orderNo: "Y1", amountMinor: 200n }] });
  const item = await openItemOf("Y1");
  accepted(
    await claimSuspenseItem(by(desk.people.maker), {
      commandId: "5b0c7c11-5d0e-4d5f-9d3a-0f3f2a7f2c11",
      itemNo: item.itemNo,
      expectedVersion: item.version,
    }),
  );
  const resultsOf = (on: string) =>
    reader.query("SELECT id, outcome, match_key FROM match_results WHERE batch_on = $1 ORDER BY id", [on]);
  const earlier = await resultsOf(dayBefore);
  await importBill(day, [
    { orderNo: "C1", amountMinor: 1_000n },
    { orderNo: "C2", amountMinor: 500n },
  ]);
  accepted(await runReconciliation(asSystem(), { channel: "wechat", date: day }));
  expect(await resultsOf(dayBefore)).toEqual(earlier);
  expect(await openItemOf("C0")).toMatchObject({ status: "OPEN" });
  expect(await openItemOf("Y1")).toMatchObject({ id: item.id, version: item.version + 1, status: "ASSIGNED" });
  const closed = await reader.query<{ key: string; status: string }>(
    "SELECT match_key AS key, status FROM suspense_items WHERE match_key IN ('C1', 'C2') ORDER BY match_key",
  );
  expect(closed).toEqual([
    { key: "C1", status: "AUTO_RESOLVED" },
    { key: "C2", status: "AUTO_RESOLVED" },
  ]);
  const batches = await reader.query<{ on: string; runs: number; current: number }>(
    `SELECT statement_on AS on, count(*)::int AS runs, count(*) FILTER (WHERE is_current)::int AS current FROM batches
     WHERE statement_on = ANY ($1) GROUP BY 1 ORDER BY 1`,
    [[dayBefore, day, dayAfter]],
  );
  expect(batches.map(({ runs, current }) => [runs, current])).toEqual([
    [1, 1],
    [2, 1],
    [2, 1],
  ]);
});
