import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { channelInput } from "@/contracts/channels";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importStatement } from "@/server/commands/import-statement";
import { recordRemittance } from "@/server/commands/record-remittance";
import { setChannels } from "@/server/commands/set-channels";
import { proveBooks } from "@/server/reconciliation/prove-books";
import { reader } from "@/server/transact";
import { asSystem, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

const DAY = "2026-11-18";
let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  db = await openDeskDatabase();
  folder = await mkdtemp(join(tmpdir(), "desk-remittance-"));
  const channels = [
    { code: "net", name: "Net", format: "wechat-trade", costBps: 60, remitLagDays: 1, bankAccount: "B1" },
    { code: "gross", name: "Gross", format: "wechat-trade", settles: "GROSS", remitLagDays: 30, bankAccount: "B2" },
    { code: "fresh", name: "Fresh", format: "wechat-trade", bankAccount: "B3" },
  ];
  await setChannels(asSystem(), { channels: channels.map((channel) => channelInput.parse(channel)) });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

function payment(orderNo: string, amountMinor: bigint, more: Partial<WechatFixtureLine> = {}): WechatFixtureLine {
  const common = { status: "SUCCESS" as const, at: `${DAY} 12:00:00`, tradeNo: `T-${orderNo}` };
  return { ...common, orderNo, amountMinor, feeE5: (amountMinor * 60n) / 10n, ...more };
}

async function take(channel: string, lines: readonly WechatFixtureLine[]): Promise<void> {
  const path = join(folder, "bill.csv");
  await writeFile(path, writeWechatBill("ALL", lines));
  const upload = { path, fileName: "bill.csv", channel, settlesOn: DAY };
  expect(await importStatement(asSystem(), upload)).toMatchObject({ ok: true });
}

test("a net channel sends its lines less the fees, once, on the day that its lag says", async () => {
  const refund = payment("A", 3_000n, { status: "REFUND", refundNo: "R", channelRefundNo: "CR", feeE5: -18_000n });
  await take("net", [payment("A", 10_000n), refund, payment("USD", 2_000n, { asset: "USD" })]);
  const request = { channel: "net", date: DAY };
  const recorded = await recordRemittance(asSystem(), request);
  expect(recorded).toMatchObject({ ok: true, value: { existed: false } });
  expect(recorded.ok && recorded.value.remitted.map(({ asset, amountMinor }) => `${amountMinor} ${asset}`)).toEqual([
    `${10_000 - 60 - (3_000 - 18)} CNY`,
    `${2_000 - 12} USD`,
  ]);
  expect([await postedOf("1002-B1"), await postedOf("1122-net"), await postedOf("1002-B1-USD")]).toEqual([
    6_958n,
    -6_958n,
    1_988n,
  ]);
  expect(await reader.query("SELECT DISTINCT accounting_on FROM vouchers")).toEqual([{ accounting_on: "2026-11-19" }]);
  const again = await recordRemittance(asSystem(), request);
  expect(again).toEqual(recorded.ok && { ok: true, value: { ...recorded.value, existed: true } });
  for (const proof of await proveBooks(reader, null)) expect(proof).toMatchObject({ balanced: true });
});

test("a gross channel bills its fees apart; what is not due yet is dated today", async () => {
  await take("gross", [payment("G", 10_000n)]);
  expect(await recordRemittance(asSystem(), { channel: "gross", date: DAY })).toMatchObject({ ok: true });
  expect(await postedOf("1002-B2")).toBe(10_000n);
  const days = await reader.query("SELECT accounting_on FROM vouchers WHERE object_no LIKE 'gross:%'");
  expect(days).toEqual([{ accounting_on: "2026-11-20" }]);
});

test("refusals: no channel, no statement, more given back than taken, another amount than before", async () => {
  const codeOf = async (channel: string) => {
    const result = await recordRemittance(asSystem(), { channel, date: DAY });
    return result.ok ? "accepted" : result.refusal.code;
  };
  expect(await codeOf("nobody")).toBe("channel_unknown");
  expect(await codeOf("fresh")).toBe("statement_missing");
  await take("fresh", [payment("F", 500n, { status: "REFUND", refundNo: "R", channelRefundNo: "CR", feeE5: 0n })]);
  expect(await codeOf("fresh")).toBe("remittance_negative");
  await take("fresh", []);
  expect(await codeOf("fresh")).toBe("accepted");
  expect(await postedOf("1002-B3")).toBe(0n);
  await take("gross", [payment("G", 10_001n)]);
  expect(await codeOf("gross")).toBe("remittance_differs");
  expect(await postedOf("1002-B2")).toBe(10_000n);
});
