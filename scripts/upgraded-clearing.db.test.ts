import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { runClearing } from "@/server/commands/run-clearing";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { makePool } from "@/server/db";
import { writeBookReference } from "@/server/store/reference-data";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { accepted, orderLine } from "@/tests/desk-fixture";
import { createOlderDatabase, type OlderDatabase } from "@/tests/older-database";
import { takeOrders } from "@/tests/small-company";
import { migrate } from "./migrate";
import { APP_ROLE } from "./postgres/roles";

/** A desk that cleared while every night read all orders there ever were, and goes on with nights of what is new. */
const LAST_BEFORE = "20261121003910_rules_of_new_acts";
const DAYS = ["2026-09-01", "2026-09-02", "2026-09-03"] as const;
let older: OlderDatabase;
let owner: pg.Pool;

beforeAll(async () => {
  older = await createOlderDatabase(LAST_BEFORE);
  const limits = { DESK_POOL_MAX: 4, DESK_TRANSACTION_TIMEOUT_MS: 60_000, DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 0 };
  owner = makePool(older.ownerUrl, { ...limits, DESK_STATEMENT_TIMEOUT_MS: 30_000, DESK_LOCK_TIMEOUT_MS: 10_000 });
  globalThis.deskPool = owner;
  process.env.DATABASE_URL = older.ownerUrl;
  expect((await writeBookReference(owner)).ok).toBe(true);
  const channel = { code: "wechat", name: "WeChat Pay", format: "wechat-trade", costBps: 60 };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
  const merchant = { merchantNo: "M1", name: "Shop", feeBps: 60, feeReturn: "PROPORTIONAL" };
  accepted(await setMerchants(asSystem(), { merchants: [merchantInput.parse(merchant)] }));
});
afterAll(async () => {
  await owner.end();
  globalThis.deskPool = undefined;
  await older.drop();
});

const order = (orderNo: string, day: string) => orderLine({ orderNo, cashMinor: 10_000n }, day);
const refund = (refundNo: string, orderNo: string, day: string) => ({
  ...{ type: "refund", refundNo, orderNo, amountMinor: "3333", status: "SUCCEEDED" },
  succeededAt: `${day}T13:00:00+08:00`,
});

async function clear(date: string): Promise<string[]> {
  const { batchNo } = accepted(await runClearing(asSystem(), { date }));
  const sql = `SELECT i.kind || ' ' || i.object_no AS name FROM clearing_items i JOIN clearing_batches b ON b.id = i.batch_id
               WHERE b.batch_no = $1 ORDER BY 1`;
  return (await reader.query<{ name: string }>(sql, [batchNo])).map((row) => row.name);
}

/** The batches as they are, and what their items add up to now. */
async function readBatches(): Promise<unknown[]> {
  return reader.query(
    `SELECT b.*, clearing_hash(b.id) AS hash, s.* FROM clearing_batches b CROSS JOIN LATERAL clearing_sums(b.id) AS s ORDER BY 1`,
  );
}

it("keeps its batches to the byte, forgets nothing that waited, and takes what is new from then on", async () => {
  const [first, second, third] = DAYS;
  await takeOrders([
    order("A1", first),
    order("A2", first),
    refund("R1", "A1", first),
    // Ordered before midnight and paid after it.
    { ...order("A3", third), createdAt: `${first}T23:59:00+08:00` },
  ]);
  expect(await clear(first)).toEqual(["CAPTURE A1", "CAPTURE A2", "REFUND R1"]);
  await takeOrders([refund("R2", "A2", second)]);
  const before = await readBatches();

  await migrate(older.ownerUrl, APP_ROLE);
  expect(await readBatches()).toEqual(before);
  await takeOrders([order("B1", second), order("A4", first)]);
  expect(await clear(second)).toEqual(["CAPTURE A4", "CAPTURE B1", "REFUND R2"]);
  expect(await clear(third)).toEqual(["CAPTURE A3"]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
