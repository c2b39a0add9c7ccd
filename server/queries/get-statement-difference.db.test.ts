import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { expectDelivery } from "@/server/commands/expect-delivery";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { waiveDelivery } from "@/server/commands/waive-delivery";
import { findStatement } from "@/server/queries/find-statement";
import { getDeliveries } from "@/server/queries/get-deliveries";
import { runNextImport } from "@/server/statements/imports/run-import";
import { asSystem } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted, openDesk } from "@/tests/desk-fixture";
import { importOf, send } from "@/tests/imports/import-desk";
import { getStatementDifference, streamStatementDifference } from "./get-statement-difference";

const COMMAND = "00000000-0000-4000-8000-000000000003";
let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-difference-"));
  process.env.DESK_DATA_DIR = folder;
  process.env.DESK_KEPT_DIR = join(folder, "kept");
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

function payment(orderNo: string, amountMinor: bigint, feeE5 = 6_000n): WechatFixtureLine {
  return { status: "SUCCESS", at: "2026-11-18 12:00:00", orderNo, tradeNo: `T${orderNo}`, amountMinor, feeE5 };
}

async function take(lines: readonly WechatFixtureLine[]): Promise<string> {
  const { importNo } = await send(writeWechatBill("ALL", [...lines]), { settlesOn: "2026-11-18" });
  await runNextImport();
  return (await importOf(importNo)).statementNo ?? "";
}

test("a corrected file supersedes; what it changed is told line by line, and its day is to be run again", async () => {
  const same = [payment("A", 1_000n), payment("B", 2_000n), payment("TWICE", 50n), payment("TWICE", 50n)];
  const first = await take([...same, payment("GONE", 300n), payment("DEARER", 400n)]);
  accepted(await runReconciliation(asSystem(), { channel: "wechat", date: "2026-11-18" }));
  expect(await getStatementDifference(first)).toBeNull();
  const [moved, ...rest] = same;
  if (!moved) throw new Error("there are lines");
  const second = await take([payment("NEW", 700n), ...rest, moved, payment("DEARER", 450n, 7_000n)]);
  const difference = await getStatementDifference(second);
  expect(difference).toMatchObject({ before: { statementNo: first, version: 1 }, count: 3 });
  expect(difference?.sums).toEqual([
    {
      kind: "ADDED",
      count: 1,
      amounts: [{ amountMinor: "700", asset: "CNY" }],
      fees: [{ amountMinor: "6", asset: "CNY" }],
    },
    {
      kind: "REMOVED",
      count: 1,
      amounts: [{ amountMinor: "-300", asset: "CNY" }],
      fees: [{ amountMinor: "-6", asset: "CNY" }],
    },
    {
      kind: "CHANGED",
      count: 1,
      amounts: [{ amountMinor: "50", asset: "CNY" }],
      fees: [{ amountMinor: "1", asset: "CNY" }],
    },
  ]);
  expect(difference?.rows.find(({ kind }) => kind === "CHANGED")).toMatchObject({
    key: "DEARER",
    changed: ["amount", "fee"],
    before: { signedMinor: "400", feeMinor: "6" },
    after: { signedMinor: "450", feeMinor: "7" },
  });
  let csv = "";
  for await (const piece of streamStatementDifference(second)) csv += Buffer.from(piece).toString();
  expect(csv.trim().split("\r\n")).toHaveLength(4);
  expect(await findStatement(second)).toMatchObject({ isNewest: true, reconciliation: "OUTDATED" });
  expect(await findStatement(first)).toMatchObject({ isNewest: false });
});

test("deliveries: received with its version, late, not expected for a reason, and expected again", async () => {
  const now = new Date("2026-11-20T12:00:00+08:00");
  const stateOn = async (on: string) =>
    (await getDeliveries(now)).channels[0]?.cells.find((cell) => cell.on === on) ?? null;
  expect(await stateOn("2026-11-18")).toMatchObject({ state: "RECEIVED", version: 2, isToRunAgain: true });
  expect(await stateOn("2026-11-19")).toMatchObject({ state: "DUE", dueOn: "2026-11-20" });
  expect(await stateOn("2026-11-20")).toMatchObject({ state: "NOT_DUE" });
  const day = { commandId: COMMAND, channel: "wechat", settlesOn: "2026-11-19" };
  accepted(await waiveDelivery(asSystem(), { ...day, reason: "the channel was off" }));
  expect(await stateOn("2026-11-19")).toMatchObject({ state: "WAIVED", waiver: { reason: "the channel was off" } });
  expect(await waiveDelivery(asSystem(), { ...day, reason: "again" })).toMatchObject({
    refusal: { code: "delivery_waived_already" },
  });
  accepted(await expectDelivery(asSystem(), day));
  expect(await stateOn("2026-11-19")).toMatchObject({ state: "DUE", waiver: null });
  expect(await expectDelivery(asSystem(), day)).toMatchObject({ refusal: { code: "delivery_not_waived" } });
  expect(await waiveDelivery(asSystem(), { ...day, settlesOn: "2026-11-18", reason: "came" })).toMatchObject({
    refusal: { code: "delivery_received" },
  });
});
