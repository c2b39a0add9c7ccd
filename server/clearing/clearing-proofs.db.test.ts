import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { runClearing } from "@/server/commands/run-clearing";
import { setMerchants } from "@/server/commands/set-merchants";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { clearItems } from "./clear-items";

/** One cleared day with fees, shares and a refund; then every proof of it is seen failing, and every guard refusing. */
let desk: Desk;
let batchNo: string;
const DAY = "2026-09-01";
beforeAll(async () => {
  desk = await openDesk();
  const shares = [{ merchantNo: "M2", bps: 250 }];
  accepted(
    await setMerchants(asSystem(), {
      merchants: [merchantInput.parse({ merchantNo: "M1", name: "Shop", feeBps: 60, shares })],
    }),
  );
  await desk.db.ownerPool.query("UPDATE merchants SET fee_return = 'PROPORTIONAL'");
  await takeOrders(["P1", "P2", "P3"].map((orderNo) => orderLine({ orderNo, cashMinor: 10_000n }, DAY)));
  const refund = { type: "refund", refundNo: "PR", orderNo: "P2", amountMinor: "3333", status: "SUCCEEDED" };
  await takeOrders([{ ...refund, succeededAt: `${DAY}T13:00:00+08:00` }]);
  batchNo = accepted(await runClearing(asSystem(), { date: DAY })).batchNo;
});
afterAll(() => desk.db.drop());

const TABLES = [
  "clearing_batches",
  "clearing_terms",
  "clearing_costs",
  "clearing_items",
  "clearing_shares",
  "clearing_lines",
];

/** `act` as the owner of the tables with their guards off, taken back afterwards. */
async function unguarded<T>(act: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of [...TABLES, "clearing_waiting", "vouchers"])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    return await act(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
const readerOf = (client: pg.PoolClient) => ({
  query: async <Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) =>
    (await client.query<Row>(sql, [...params])).rows,
});

const failedAfter = (statements: readonly string[]) =>
  unguarded(async (client) => {
    for (const statement of statements) expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
    const { checks } = await verifyBooks(readerOf(client));
    return checks.filter((check) => !check.ok).map((check) => check.name);
  });

test("as it is, the clearing proves", async () => {
  expect(await failedAfter([])).toEqual([]);
});

const ORDERS = "clearing_follows_orders";
const SUMS = "clearing_adds_up";
const NOTHING = "clearing_forgets_nothing";
test.each<[string, string, string[]]>([
  [
    "a gross that is not the order's",
    "UPDATE clearing_items SET gross_minor = 9999 WHERE object_no = 'P1'",
    [ORDERS, SUMS],
  ],
  [
    "a fee that the terms do not make",
    "UPDATE clearing_items SET fee_minor = 61 WHERE object_no = 'P1'",
    [ORDERS, SUMS],
  ],
  ["terms that were not those", "UPDATE clearing_terms SET fee_bps = 61", [ORDERS]],
  ["a cost that the channel's rate does not make", "UPDATE clearing_costs SET cost_bps = 1", [ORDERS]],
  [
    "a refund of another amount",
    "UPDATE clearing_items SET refund_minor = 3334 WHERE object_no = 'PR'",
    [ORDERS, SUMS],
  ],
  ["an item of no batch", "UPDATE clearing_items SET batch_id = 99 WHERE object_no = 'P3'", [ORDERS, SUMS]],
  ["an item of no order", "UPDATE clearing_items SET object_no = 'P9' WHERE object_no = 'P3'", [ORDERS, SUMS, NOTHING]],
  [
    "an order that the reach of a batch passed over",
    "DELETE FROM clearing_items WHERE object_no = 'P3'",
    [ORDERS, SUMS, NOTHING],
  ],
  ["a refund that is not listed", "DELETE FROM clearing_waiting", [NOTHING]],
  [
    "a share that the item does not know",
    "UPDATE clearing_shares SET share_minor = 251 WHERE object_no = 'P1'",
    [ORDERS, SUMS],
  ],
  ["an item of another day", "UPDATE clearing_items SET occurred_on = occurred_on - 1 WHERE object_no = 'P1'", [SUMS]],
  ["a share that is gone", "DELETE FROM clearing_shares WHERE object_no = 'P1'", [ORDERS, SUMS]],
  ["a line that is gone", "DELETE FROM clearing_lines WHERE fee_charged_minor > 0", [SUMS, "clearing_booked"]],
  [
    "a line with other figures",
    "UPDATE clearing_lines SET fee_charged_minor = 181, net_minor = net_minor - 1 WHERE fee_charged_minor = 180",
    [SUMS, "clearing_booked"],
  ],
  ["a batch with another content", `UPDATE clearing_batches SET content_hash = '${"0".repeat(64)}'`, [SUMS]],
  ["a batch that counts otherwise", "UPDATE clearing_batches SET item_count = 5", [SUMS]],
  [
    "a voucher of another batch",
    "UPDATE vouchers SET object_no = 'QF0' WHERE event = 'profit_share.paid' AND memo = ''",
    ["clearing_booked"],
  ],
])("%s is found", async (_, statement, checks) => {
  expect((await failedAfter([statement])).sort()).toEqual([...checks].sort());
});

test("computed again from the orders and the terms, it is the same to the byte", async () => {
  const { hash, again, lines } = await unguarded(async (client) => {
    const [batch] = (
      await client.query<{ id: bigint; hash: string }>("SELECT id, content_hash AS hash FROM clearing_batches")
    ).rows;
    if (!batch) throw new Error("there is a batch");
    const before = (await client.query("SELECT * FROM clearing_lines ORDER BY merchant_id, channel_id, asset")).rows;
    for (const table of ["clearing_items", "clearing_shares", "clearing_lines", "clearing_batches"])
      await client.query(`DELETE FROM ${table}`);
    await clearItems({ ...readerOf(client), client, context: asSystem() }, { id: batch.id, batchNo, on: DAY });
    const [after] = (await client.query<{ hash: string }>("SELECT clearing_hash($1) AS hash", [batch.id])).rows;
    const made = (await client.query("SELECT * FROM clearing_lines ORDER BY merchant_id, channel_id, asset")).rows;
    return { hash: batch.hash, again: after?.hash, lines: [before, made] };
  });
  expect(again).toBe(hash);
  expect(lines[1]).toEqual(lines[0]);
});

test("a closed batch is changed by nobody: not the application, not the owner", async () => {
  for (const pool of [desk.db.ownerPool, globalThis.deskPool]) {
    for (const table of TABLES) {
      await expect(
        pool?.query(`UPDATE ${table} SET ${table === "clearing_batches" ? "id" : "batch_id"} = 7`),
        table,
      ).rejects.toThrow(/append-only|permission denied/);
      await expect(pool?.query(`DELETE FROM ${table}`), table).rejects.toThrow(/append-only|permission denied/);
      await expect(pool?.query(`TRUNCATE ${table}`), table).rejects.toThrow(/append-only|permission denied/);
    }
    for (const table of TABLES.slice(1)) {
      const add = `INSERT INTO ${table} SELECT (jsonb_populate_record(t, '{"merchant_id": 77, "channel_id": 77, "object_no": "X"}')).* FROM ${table} t LIMIT 1`;
      await expect(pool?.query(add), table).rejects.toThrow(/a cleared batch takes nothing more|permission denied/);
    }
  }
});

test("a batch that is not its items, or comes before another, is refused by the database", async () => {
  const insert = (day: string, hash: string) =>
    desk.db.ownerPool.query(
      `INSERT INTO clearing_batches (id, batch_no, accounting_on, item_count, carried_count, content_hash, computed_at, command_id)
       SELECT 500, 'QFX', $1, 0, 0, ${hash}, now(), command_id FROM clearing_batches LIMIT 1`,
      [day],
    );
  await expect(insert("2026-09-05", "repeat('0', 64)")).rejects.toThrow("is not what its items are");
  await expect(insert("2026-08-05", "clearing_hash(500)")).rejects.toThrow("is before one that was cleared");
});

test("a capture that is taken back after it was cleared gives back what is left of its fee and shares", async () => {
  const rows = await unguarded(async (client) => {
    await client.query(
      "UPDATE orders SET capture_reversed_at = '2026-09-02T01:00:00+08:00' WHERE order_no IN ('P1', 'P2')",
    );
    const tx = { ...readerOf(client), client, context: asSystem() };
    const batch = { id: 900n, batchNo: "QFY", on: "2026-09-02" };

    await clearItems(tx, batch);
    const sql =
      "SELECT object_no, gross_minor, fee_minor, share_minor FROM clearing_items WHERE batch_id = 900 ORDER BY 1";
    return (await client.query(sql)).rows;
  });
  expect(rows).toEqual([
    { object_no: "P1", gross_minor: -10_000n, fee_minor: -60n, share_minor: -250n },
    { object_no: "P2", gross_minor: -10_000n, fee_minor: -40n, share_minor: -167n },
  ]);
});
