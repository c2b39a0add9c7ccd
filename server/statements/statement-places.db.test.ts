import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importStatement } from "@/server/commands/import-statement";
import { deliverOutbox } from "@/server/outbox/deliver";
import { TOPICS } from "@/server/outbox/topics";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";

let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-places-"));
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

/** How many blocks of lines are read by whoever seeks the lines of a statement that there is not. */
async function blocksReadInVain(): Promise<number> {
  const client = await db.ownerPool.connect();
  try {
    await client.query("SET enable_seqscan = off");
    const sought = "SELECT * FROM statement_lines WHERE settles_on = '2026-08-01' AND statement_id = 0";
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, TIMING OFF) ${sought}`);
    const said = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(said).toContain("Bitmap Index Scan");
    return Number(/Heap Blocks:.* lossy=(\d+)/.exec(said)?.[1] ?? 0);
  } finally {
    client.release(true);
  }
}

test("a large statement is passed over by whoever seeks the lines of another one, once the worker has seen to it", async () => {
  const lines = Array.from({ length: 25_000 }, (_, index): WechatFixtureLine => {
    const payment = { status: "SUCCESS", orderNo: `A${index}`, tradeNo: `T${index}` } as const;
    return { ...payment, amountMinor: 1_000n, feeE5: 6_000n, at: "2026-08-01 12:00:00" };
  });
  const path = join(folder, "bill.csv");
  await writeFile(path, writeWechatBill("ALL", lines));
  accepted(
    await importStatement(asSystem(), { path, fileName: "bill.csv", channel: "wechat", settlesOn: "2026-08-01" }),
  );
  expect(await blocksReadInVain()).toBeGreaterThan(100);
  while ((await deliverOutbox(TOPICS)) > 0);
  expect(await blocksReadInVain()).toBe(0);
  expect(await reader.query("SELECT 1 FROM lines_named($1)", [["A24999"]])).toHaveLength(1);
});
