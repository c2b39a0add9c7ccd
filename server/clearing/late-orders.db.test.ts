import { afterAll, beforeAll, expect, test } from "vitest";
import { runClearing } from "@/server/commands/run-clearing";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk, type FixtureOrder, openDesk, orderLine } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

/** Days are read once; whatever comes to them later is in the next batch all the same. */
let desk: Desk;
const DAYS = ["2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04", "2026-09-05"] as const;
const [FIRST, SECOND, THIRD, FOURTH, FIFTH] = DAYS;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

const order = (orderNo: string, day: string, more: Partial<FixtureOrder> = {}) =>
  orderLine({ orderNo, cashMinor: 10_000n, ...more }, day);
const lateAt = (day: string) => ({ createdAt: `${day}T23:59:00+08:00` });

/** What the batch of a day took, by kind and number. */
async function clear(date: string): Promise<string[]> {
  const { batchNo } = accepted(await runClearing(asSystem(), { date }));
  const rows = await reader.query<{ name: string }>(
    `SELECT i.kind || ' ' || i.object_no AS name FROM clearing_items i JOIN clearing_batches b ON b.id = i.batch_id
     WHERE b.batch_no = $1 ORDER BY 1`,
    [batchNo],
  );
  return rows.map(({ name }) => name);
}

async function readThrough(): Promise<string> {
  const [row] = await reader.query<{ day: string }>("SELECT clearing_read_through() AS day");
  return row?.day ?? "";
}

test("what comes after its day was read is in the next batch: late, paid after midnight, paid late, refunded", async () => {
  await takeOrders([
    order("A1", FIRST),
    order("A2", FIRST, { status: "CREATED" }),
    { ...order("A3", SECOND), ...lateAt(FIRST) },
  ]);
  expect(await clear(FIRST)).toEqual(["CAPTURE A1"]);
  expect(await readThrough()).toBe(FIRST);

  const refund = { type: "refund", refundNo: "AR", orderNo: "A1", amountMinor: "3333", status: "SUCCEEDED" };
  await takeOrders([
    order("B1", SECOND),
    order("A4", FIRST),
    { ...order("A2", SECOND), ...lateAt(FIRST) },
    { ...refund, succeededAt: `${SECOND}T13:00:00+08:00` },
  ]);
  expect(await clear(SECOND)).toEqual(["CAPTURE A2", "CAPTURE A3", "CAPTURE A4", "CAPTURE B1", "REFUND AR"]);
  expect(await readThrough()).toBe(SECOND);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

test("an order whose booking ends only after its day was read is in the next batch, and the day is read again", async () => {
  await takeOrders([order("C1", THIRD)]);
  const booking = await desk.db.ownerPool.connect();
  try {
    await booking.query("BEGIN");
    await booking.query(
      `INSERT INTO orders SELECT (jsonb_populate_record(o, '{"order_no": "C2", "match_key": "C2", "channel_trade_no": "TC2"}')).* FROM orders o WHERE order_no = 'C1'`,
    );
    expect(await clear(THIRD)).toEqual(["CAPTURE C1"]);
    expect(await readThrough()).toBe(SECOND);
    await booking.query("COMMIT");
  } finally {
    booking.release();
  }
  expect(await clear(FOURTH)).toEqual(["CAPTURE C2"]);
  expect(await readThrough()).toBe(FOURTH);
});

test("while a day is read, whoever books an order of it lists it, even if that clearing comes to nothing", async () => {
  const clearing = await desk.db.ownerPool.connect();
  try {
    await clearing.query("BEGIN");
    await clearing.query("SELECT clearing_take(900, $1)", [FIFTH]);
    await takeOrders([order("E1", FIFTH)]);
    await clearing.query("ROLLBACK");
  } finally {
    clearing.release();
  }
  expect(await reader.query("SELECT kind, object_no FROM clearing_waiting WHERE taken_by IS NULL")).toEqual([
    { kind: "CAPTURE", object_no: "E1" },
  ]);
  expect(await clear(FIFTH)).toEqual(["CAPTURE E1"]);
});
