import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { type BatchReport, runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted } from "@/tests/desk-fixture";

const DAY = "2026-11-16";
const AT = `${DAY} 12:00:00`;

let db: TestDatabase;
let folder = "";
let channel = "";
let channels = 0;

beforeAll(async () => {
  db = await openDeskDatabase();
  folder = await mkdtemp(join(tmpdir(), "desk-rules-"));
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
});
afterAll(async () => {
  const { checks } = await verifyBooks(reader);
  await rm(folder, { recursive: true });
  await db.drop();
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

async function openChannel(rules: Record<string, unknown>): Promise<void> {
  channels += 1;
  channel = `wx${channels}`;
  const input = { code: channel, name: channel, format: "wechat-trade", costBps: 60, bufferDays: 0, ...rules };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(input)] }));
}

async function takeOurs(line: Record<string, unknown>): Promise<void> {
  const lines = [{ lineNo: 1, line: ordersFileLine.parse(line) }];
  expect(accepted(await importOrders(asSystem(), { lines }))).toMatchObject({ refused: [] });
}

function takeOrder(name: string, channelTradeNo?: string): Promise<void> {
  return takeOurs({
    type: "order",
    orderNo: `${channel}-${name}`,
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: "10000",
    legs: [{ kind: "channel", channel, amountMinor: "10000", ...(channelTradeNo ? { channelTradeNo } : {}) }],
    status: "PAID",
    paidAt: `${DAY}T12:00:00+08:00`,
  });
}

async function run(lines: readonly WechatFixtureLine[]): Promise<BatchReport> {
  const path = join(folder, `${channel}.csv`);
  await writeFile(path, writeWechatBill("ALL", lines));
  accepted(await importStatement(asSystem(), { path, fileName: "bill.csv", channel, settlesOn: DAY }));
  return accepted(await runReconciliation(asSystem(), { channel, date: DAY }));
}

const paid = (name: string, change: Partial<WechatFixtureLine> = {}): WechatFixtureLine => ({
  at: AT,
  status: "SUCCESS",
  orderNo: `${channel}-${name}`,
  tradeNo: `T-${channel}-${name}`,
  amountMinor: 10_000n,
  feeE5: 60_000n,
  ...change,
});

describe("whose number lines are matched by", () => {
  test("the channel's: lines that name other orders of ours, or none, find the payment with their number", async () => {
    await openChannel({ keyedBy: "CHANNEL_NO" });
    await takeOrder("a", `T-${channel}-a`);
    await takeOrder("b", `T-${channel}-b`);
    const lines = [paid("a", { orderNo: "somebody-elses" }), paid("b", { orderNo: "" })];
    expect(await run(lines)).toMatchObject({ matched: 2, breaks: { LONG: 0, SHORT: 0 }, proof: { balanced: true } });
  });

  test("ours: a line that names another order of ours is that one's, whatever the channel's number says", async () => {
    await openChannel({});
    await takeOrder("a", "T-a");
    expect(await run([paid("b", { tradeNo: "T-a" })])).toMatchObject({ matched: 0, breaks: { LONG: 1, SHORT: 1 } });
  });
});

describe("further lines of one number", () => {
  const inParts = async (parts: readonly bigint[]) => {
    await takeOrder("a");
    const refund = {
      type: "refund",
      orderNo: `${channel}-a`,
      status: "SUCCEEDED",
      succeededAt: `${DAY}T13:00:00+08:00`,
    };
    await takeOurs({ ...refund, refundNo: `${channel}-R`, amountMinor: "5000" });
    const part = (amountMinor: bigint): WechatFixtureLine =>
      paid("a", {
        status: "REFUND",
        refundStatus: "SUCCESS",
        refundNo: `${channel}-R`,
        channelRefundNo: `TR-${channel}-${amountMinor}`,
        amountMinor,
        feeE5: -6n * amountMinor,
      });
    return run([paid("a"), ...parts.map(part)]);
  };

  test("are parts where the channel pays one refund in several, and their sum is what we have", async () => {
    await openChannel({ repeats: "SUM" });
    expect(await inParts([2_000n, 3_000n])).toMatchObject({
      matched: 3,
      breaks: { DUPLICATE: 0, AMOUNT_MISMATCH: 0 },
      proof: { balanced: true },
    });
  });

  test("are no parts where their sum is another: the difference is a break as ever", async () => {
    await openChannel({ repeats: "SUM" });
    expect(await inParts([2_000n, 2_500n])).toMatchObject({
      matched: 1,
      breaks: { DUPLICATE: 1, AMOUNT_MISMATCH: 1 },
      proof: { balanced: true },
    });
  });

  test("are surplus elsewhere", async () => {
    await openChannel({});
    expect(await inParts([2_000n, 3_000n])).toMatchObject({ breaks: { DUPLICATE: 1, AMOUNT_MISMATCH: 1 } });
  });
});

test("an item is its order's merchant's, also where that order is plainly matched or nobody's", async () => {
  await openChannel({});
  await takeOrder("listed");
  await takeOrder("missing");
  const given = { type: "refund", status: "SUCCEEDED", succeededAt: `${DAY}T13:00:00+08:00`, amountMinor: "5000" };
  await takeOurs({ ...given, orderNo: `${channel}-listed`, refundNo: `${channel}-R` });
  expect(await run([paid("listed"), paid("unknown")])).toMatchObject({ matched: 1, breaks: { SHORT: 1, LONG: 2 } });
  const items = await db.ownerPool.query(
    `SELECT i.match_key, m.merchant_no FROM suspense_items i JOIN channels c ON c.id = i.channel_id AND c.code = $1
     LEFT JOIN merchants m ON m.id = i.merchant_id ORDER BY i.match_key`,
    [channel],
  );
  expect(items.rows).toEqual([
    { match_key: `${channel}-R`, merchant_no: "M1" },
    { match_key: `${channel}-missing`, merchant_no: "M1" },
    { match_key: `${channel}-unknown`, merchant_no: null },
  ]);
});

describe("fees off the contract", () => {
  const charged = async (feeE5: bigint) => {
    await takeOrder("a");
    return run([paid("a", { feeE5 })]);
  };

  test("are breaks, by a cent as well", async () => {
    await openChannel({});
    expect(await charged(61_000n)).toMatchObject({
      matched: 0,
      breaks: { FEE_MISMATCH: 1 },
      proof: { balanced: true },
    });
  });

  test("are the channel's cost within the tolerance, and breaks beyond it", async () => {
    await openChannel({ feeToleranceMinor: "1" });
    expect(await charged(61_000n)).toMatchObject({
      matched: 1,
      breaks: { FEE_MISMATCH: 0 },
      proof: { balanced: true },
    });
    await openChannel({ feeToleranceMinor: "1" });
    expect(await charged(62_000n)).toMatchObject({
      matched: 0,
      breaks: { FEE_MISMATCH: 1 },
      proof: { balanced: true },
    });
  });

  test("are nobody's question where they are taken as charged", async () => {
    await openChannel({ comparesFee: false });
    expect(await charged(99_000n)).toMatchObject({
      matched: 1,
      breaks: { FEE_MISMATCH: 0 },
      proof: { balanced: true },
    });
  });
});
